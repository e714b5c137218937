import type { ReturnWord } from '#domain'
import type { AuthorSaid } from './author-said.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { allWindows } from './windows.ts'

/** A first message, as it came in. */
export interface Filing {
  readonly topic: string
  /** Ids of the people it is about. */
  readonly about: readonly string[]
  readonly text: string
  /** Base64. */
  readonly pictures: readonly string[]
  /** The value under which its receipt finds it. */
  readonly lookup: string
  /** The sealed return address. */
  readonly address: string | null
  /** Two words of the receipt, for whoever opens the link of a nudge to it. */
  readonly twoWords: string
  /** By which an author without an address is told of news; absent where they were told of no such word. */
  readonly returnWord?: ReturnWord
}

/** More to a case, as it came in. */
interface Reply extends AuthorSaid {
  /** The case its receipt finds. */
  readonly case: string
  /** Base64. */
  readonly pictures: readonly string[]
}

/** The mark of the form it came with: what is sent twice waits once. */
type Marked<T> = T & { readonly mark: string }

/** Whose name a first message is to have, by its mark. Kept beside the messages: none of them holds a person. */
type Signature = Marked<{
  /** A person's id. */
  readonly person: string
}>

/** Everything that waits for a window. */
export interface Bag {
  readonly filings: readonly Marked<Filing>[]
  readonly replies: readonly Marked<Reply>[]
  readonly signatures: readonly Signature[]
}

export interface OpenBag extends Bag {
  /** The mark of what was read; null where there was nothing. */
  readonly seen: string | null
}

const EMPTY: Bag = { filings: [], replies: [], signatures: [] }

/**
 * Opens what waits. The same work is done whether anything does. A bag that does not open is lost with its key: it counts
 * as empty, and the next one takes its place.
 */
export async function openBag(parts: SpeakUpParts, { waiting }: Stores): Promise<OpenBag> {
  const bag = await waiting.bag()
  if (!bag) return { ...EMPTY, seen: null }
  const opened = parts.vault.waiting.open(bag.sealed)
  if (opened !== null) return { ...EMPTY, ...(JSON.parse(opened) as Partial<Bag>), seen: bag.mark }
  if (!parts.lostBags.has(bag.mark)) parts.log.error('bag.lost', { code: 'BAG_DOES_NOT_OPEN' })
  parts.lostBags.add(bag.mark)
  return { ...EMPTY, seen: bag.mark }
}

/** Seals it again, all of it. @throws ConflictError when somebody else changed it since it was read */
export async function closeBag(
  parts: SpeakUpParts,
  { waiting }: Stores,
  { filings, replies, signatures, seen }: OpenBag,
): Promise<void> {
  const sealed = parts.vault.waiting.seal(JSON.stringify({ filings, replies, signatures } satisfies Bag))
  await waiting.replaceBag({ sealed, mark: parts.random.id() }, seen)
}

/**
 * From now on nobody else puts anything in until this transaction is over; whoever has looked into it then looks again.
 * @throws ConflictError when somebody else changed it since it was read
 */
export async function holdBag(parts: SpeakUpParts, stores: Stores, bag: OpenBag): Promise<void> {
  if (bag.seen !== null || allWindows(parts).length > 0) await closeBag(parts, stores, bag)
}

/** Whether something with this mark waits. */
export function waitsIn({ filings, replies }: Bag, mark: string): boolean {
  return [...filings, ...replies].some((one) => one.mark === mark)
}
