import type { Picture } from '#core'
import { type CaseEntry, type CaseFile, isLive } from '#domain'
import { type OpenBag, openBag } from './bag.ts'
import { openPictures } from './enclosed.ts'
import type { SpeakUpParts, Stores } from './parts.ts'

/** A case, or its appeal, as its author may see it now. */
export interface Said {
  readonly file: CaseFile
  /** What has crossed. */
  readonly entries: readonly CaseEntry[]
  /** The pictures of each of them. */
  readonly pictures: ReadonlyMap<CaseEntry, readonly Picture[]>
}

/** All of a case as its author may see it now. */
export interface Thread {
  readonly root: Said
  readonly appeal: Said | null
  readonly bag: OpenBag
}

/** What handlers wrote since the last window is not there yet; what the author wrote since then waits in the bag. */
export async function readThread(parts: SpeakUpParts, stores: Stores, root: CaseFile): Promise<Thread> {
  const appeal = await stores.cases.appealOf(root.id)
  return {
    root: await crossed(parts, stores, root),
    appeal: appeal && (await crossed(parts, stores, appeal)),
    bag: await openBag(parts, stores),
  }
}

async function crossed(parts: SpeakUpParts, stores: Stores, file: CaseFile): Promise<Said> {
  const held = await stores.waiting.held(file.id)
  const all = await stores.cases.entries(file.id)
  const opened = await openPictures(parts, stores, file)
  const pictures = new Map(all.map((entry, index) => [entry, opened[index + 1] ?? []]))
  const entries = all.filter((_, index) => !held.includes(index + 1))
  return { file: held.length === 0 ? file : before(file, entries), entries, pictures }
}

/** The case without what its handlers have decided since the last window. */
function before(file: CaseFile, entries: readonly CaseEntry[]): CaseFile {
  const answers = entries.filter(({ side, kind }) => side === 'handler' && (kind === 'text' || kind === 'closing'))
  return {
    ...file,
    state: isLive(file.state) || file.state === 'closed' ? 'acknowledged' : file.state,
    owedOn: file.owedOn ?? file.receivedOn,
    answeredOn: answers.at(0)?.on ?? null,
    publication: entries.some(({ kind }) => kind === 'proposal') ? file.publication : null,
  }
}
