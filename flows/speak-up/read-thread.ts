import type { Picture } from '#core'
import { type CaseEntry, type CaseFile, type CaseState, isLive, type Publication } from '#domain'
import { type OpenBag, openBag } from './bag.ts'
import { openPictures } from './enclosed.ts'
import { isSignedFor } from './named-case.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { lastProposal } from './publishing.ts'

/** A case, or its appeal, as its author may see it now. */
export interface Said {
  readonly file: CaseFile
  /** What has crossed. */
  readonly entries: readonly CaseEntry[]
  /** The pictures of each of them. */
  readonly pictures: ReadonlyMap<CaseEntry, readonly Picture[]>
  /** The number of the newest text that is to be published, among all entries from 1; 0 where there is none. */
  readonly proposal: number
}

/** All of a case as its author may see it now. */
export interface Thread {
  readonly root: Said
  readonly appeal: Said | null
  readonly bag: OpenBag
  /** Whether everybody who handles it knows by name who wrote it. */
  readonly known: boolean
}

/** What handlers wrote since the last window is not there yet; what the author wrote since then waits in the bag. */
export async function readThread(parts: SpeakUpParts, stores: Stores, root: CaseFile): Promise<Thread> {
  const appeal = await stores.cases.appealOf(root.id)
  return {
    root: await crossed(parts, stores, root),
    appeal: appeal && (await crossed(parts, stores, appeal)),
    bag: await openBag(parts, stores),
    known: await isSignedFor(stores, root, 'handler'),
  }
}

async function crossed(parts: SpeakUpParts, stores: Stores, file: CaseFile): Promise<Said> {
  const held = await stores.waiting.held(file.id)
  const all = await stores.cases.entries(file.id)
  const opened = await openPictures(parts, stores, file)
  const pictures = new Map(all.map((entry, index) => [entry, opened[index + 1] ?? []]))
  const isHeld = (index: number) => held.includes(index + 1)
  const entries = all.filter((_, index) => !isHeld(index))
  const shown = all.findLastIndex(({ kind }, index) => kind === 'proposal' && !isHeld(index)) + 1
  const seen = held.length === 0 ? file : before(file, entries, shown === lastProposal(all))
  return { file: seen, entries, pictures, proposal: shown }
}

/** The case without what its handlers have done since the last window. `asked`: whether what is to be published has crossed. */
function before(file: CaseFile, entries: readonly CaseEntry[], asked: boolean): CaseFile {
  const answers = entries.filter(({ side, kind }) => side === 'handler' && (kind === 'text' || kind === 'closing'))
  const state = isLive(file.state) || file.state === 'closed' ? stateAfter(entries) : file.state
  return {
    ...file,
    state,
    owedOn: state === 'acknowledged' ? (file.owedOn ?? file.receivedOn) : null,
    answeredOn: answers.at(0)?.on ?? null,
    publication: asked ? file.publication : published(entries),
  }
}

/** Where what has crossed leaves a case. */
function stateAfter(entries: readonly CaseEntry[]): CaseState {
  const last = entries.findLast(({ kind }) => kind === 'text' || kind === 'question' || kind === 'closing')
  if (last?.side !== 'handler') return 'acknowledged'
  return last.kind === 'question' ? 'waiting' : last.kind === 'closing' ? 'closed' : 'answered'
}

/** What had come of publishing before another text was proposed: that happens only after the author declined the first. */
function published(entries: readonly CaseEntry[]): Publication | null {
  return lastProposal(entries) === 0 ? null : 'declined'
}
