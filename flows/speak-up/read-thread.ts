import type { CaseEntry, CaseFile } from '#domain'
import { type OpenBag, openBag } from './bag.ts'
import type { SpeakUpParts, Stores } from './parts.ts'

/** A case as its author may see it now. */
export interface Thread {
  readonly file: CaseFile
  /** What has crossed. */
  readonly entries: readonly CaseEntry[]
  /** Whether the author has been told that it is closed. */
  readonly isClosed: boolean
  readonly bag: OpenBag
}

/** What handlers wrote since the last window is not there yet; what the author wrote since then waits in the bag. */
export async function readThread(parts: SpeakUpParts, stores: Stores, file: CaseFile): Promise<Thread> {
  const held = await stores.waiting.held(file.id)
  const entries = (await stores.cases.entries(file.id)).filter((_, index) => !held.includes(index + 1))
  return { file, entries, isClosed: file.state === 'closed' && held.length === 0, bag: await openBag(parts, stores) }
}
