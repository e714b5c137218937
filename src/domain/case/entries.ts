import type { CaseEntry, CaseFile } from './case.ts'
import type { CaseParty } from './life.ts'

/** An entry as somebody reads it; `n` counts all entries of the case, from 1. */
export interface ReadEntry {
  readonly n: number
  readonly entry: CaseEntry
  /** The sealed text this reader is shown. */
  readonly body: string
}

/** What the author reads of a case: everything but what handlers note for each other. */
export function readByAuthor(entries: readonly CaseEntry[]): ReadEntry[] {
  return numbered(entries).filter(({ entry }) => entry.kind !== 'note')
}

/**
 * What somebody at the desk reads. Where a coordinator stands between, a department reads what was passed to it, in the words
 * in which it was passed, and what was said at the desk since then; the original is the coordinator's alone.
 */
export function readAtDesk(
  entries: readonly CaseEntry[],
  party: CaseParty,
  coordinated: boolean,
  { passedAfter }: Pick<CaseFile, 'passedAfter'>,
): ReadEntry[] {
  if (!coordinated || party === 'coordinator') return numbered(entries)
  const isNewer = (n: number) => passedAfter !== null && n > passedAfter
  return restated(numbered(entries).filter(({ entry, n }) => (entry.side === 'author' ? entry.passed : isNewer(n))))
}

/** What whoever decides an appeal reads of the case: all of it, in the coordinator's words where there are some. */
export function readOnAppeal(entries: readonly CaseEntry[]): ReadEntry[] {
  return restated(numbered(entries))
}

/** What of the author's the coordinator has not passed on yet. */
export function unpassed(entries: readonly CaseEntry[]): ReadEntry[] {
  return numbered(entries).filter(({ entry }) => entry.side === 'author' && !entry.passed)
}

function restated(read: readonly ReadEntry[]): ReadEntry[] {
  return read.map((one) => ({ ...one, body: one.entry.restated ?? one.body }))
}

function numbered(entries: readonly CaseEntry[]): ReadEntry[] {
  return entries.map((entry, index) => ({ n: index + 1, entry, body: entry.body }))
}
