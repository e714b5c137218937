import { type DueWork, type Instant, keyFrom, type Random, type Say } from '#core'
import { type CaseFile, dateAt, windowAfter, windowBefore } from '#domain'
import { hearLate } from './author-said.ts'
import { type Bag, closeBag, type OpenBag, openBag } from './bag.ts'
import { sign } from './named-case.ts'
import { openCase } from './open-case.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { sayNew } from './say-new.ts'
import { tellAuthor } from './telling.ts'
import { allTopics, topicOf } from './topics.ts'
import { allWindows, windowsFor } from './windows.ts'

/** The last window that has been let through, ms. */
const LAST = 'last-window'

/**
 * Lets through what waits for a window: all of it in one transaction, in an order that tells nothing. It happens at every
 * window, whether anything waits or not. Boxes that have no windows any more let go of what still waits.
 */
export function releaseWindows(parts: SpeakUpParts): DueWork<Stores> {
  const company = () => parts.programs().company

  /** The window that is to be let through: the latest, when it has not been; null when there is nothing to do. */
  async function dueWindow(stores: Stores, now: Instant): Promise<Instant | null> {
    const windows = allWindows(parts)
    if (windows.length === 0) return (await leftOver(stores)) ? now : null
    const at = windowBefore(now, windows, company())
    const last = await stores.settings.get(LAST)
    return last !== null && Number(last) >= at ? null : at
  }

  /** Whether something waits although nothing has to any more. */
  async function leftOver({ waiting }: Stores): Promise<boolean> {
    const bag = await waiting.bag()
    if (!bag) parts.vault.waiting.none()
    return bag !== null || (await waiting.heldCases()).length > 0
  }

  return {
    name: 'release-windows',

    async due(stores, now) {
      const at = await dueWindow(stores, now)
      return at === null ? [] : [`window-${at}`]
    },

    async next(stores) {
      const windows = allWindows(parts)
      const last = await stores.settings.get(LAST)
      return windows.length === 0 || last === null ? null : windowAfter(Number(last), windows, company())
    },

    async run(stores, _key, now) {
      const at = await dueWindow(stores, now)
      if (at === null) return []
      const last = Number((await stores.settings.get(LAST)) ?? Number.NEGATIVE_INFINITY)
      const crosses = (topic: string) => isCrossing(topic, last, at)
      const bag = await openBag(parts, stores)
      const waits = bag.filings.filter(({ topic }) => !crosses(topic))
      const left = {
        filings: waits,
        replies: await repliesLeft(stores, bag, crosses),
        signatures: bag.signatures.filter(({ mark }) => waits.some((filing) => filing.mark === mark)),
        seen: bag.seen,
      }
      // First of all, so that of two who do this at the same time one waits here and then finds it done.
      if (allWindows(parts).length > 0) await closeBag(parts, stores, left)
      else if (bag.seen !== null) await stores.waiting.dropBag(bag.seen)
      await stores.settings.set(LAST, String(at))
      return letThrough(stores, bag, crosses, at)
    },
  }

  /** Whether a window of the topic's box lies after the last release and up to this one. */
  function isCrossing(topicId: string, last: number, at: Instant): boolean {
    const topic = allTopics(parts).find(({ id }) => id === topicId)
    const windows = topic ? windowsFor(parts, topic) : []
    return windows.length === 0 || windowBefore(at, windows, company()) > last
  }

  async function repliesLeft(stores: Stores, { replies }: Bag, crosses: (topic: string) => boolean) {
    const left: Bag['replies'][number][] = []
    for (const reply of replies) {
      const file = await stores.cases.get(reply.case)
      if (file && !crosses(file.topic)) left.push(reply)
    }
    return left
  }

  async function letThrough(
    stores: Stores,
    bag: OpenBag,
    crosses: (topic: string) => boolean,
    at: Instant,
  ): Promise<Say[]> {
    const today = dateAt(at, company().timeZone)
    const says: Say[] = []
    for (const filing of shuffled(bag.filings, parts.random)) {
      if (!crosses(filing.topic) || (await stores.cases.byLookup(filing.lookup))) continue
      await stores.cases.takeForm(filing.mark, today)
      const topic = topicOf(parts, filing)
      const file = await openCase(parts, stores, topic, filing, today)
      const owed = (say: Say): Say => ({
        ...say,
        key: keyFrom(parts.digest, 'filed', filing.lookup, JSON.stringify(say.to), viewOf(say)),
        since: at,
      })
      const signature = bag.signatures.find(({ mark }) => mark === filing.mark)
      // Before anybody is told of it: whoever signed it is not among those who handle it.
      const signed = signature ? [await sign(parts, stores, file, signature.person)] : []
      says.push(...(await sayNew(parts, stores, file)).map(owed), ...signed)
    }
    for (const reply of inTheirCases(bag.replies, parts.random)) {
      const file = await stores.cases.get(reply.case)
      if (!file || !crosses(file.topic) || !(await opens(stores, file))) continue
      await stores.cases.takeForm(reply.mark, today)
      says.push(...(await hearLate(parts, stores, file, reply, today)))
    }
    for (const id of shuffled(await stores.waiting.heldCases(), parts.random)) {
      const file = await stores.cases.get(id)
      if (file && !crosses(file.topic)) continue
      const held = await stores.waiting.held(id)
      const first = await stores.waiting.letGo(id)
      if (file && first)
        says.push(
          ...(await tellAuthor(
            parts,
            stores,
            file,
            held.toSorted((a, b) => a - b),
          )),
        )
    }
    return says
  }

  /** Whether the case still takes something: what it would be sealed with may be lost, or destroyed. */
  async function opens({ cases }: Stores, file: CaseFile): Promise<boolean> {
    const appeal = await cases.appealOf(file.id)
    return [file, ...(appeal ? [appeal] : [])].every(({ key }) => parts.vault.cases.opensKey(key))
  }
}

/** Cases in an order that tells nothing, what was said in each of them in its own. */
function inTheirCases(replies: Bag['replies'], random: Random): Bag['replies'] {
  const cases = shuffled([...new Set(replies.map((reply) => reply.case))], random)
  return cases.flatMap((id) => replies.filter((reply) => reply.case === id))
}

/** The last window that has been let through; null before there was any. */
export async function lastRelease({ settings }: Stores): Promise<Instant | null> {
  const last = await settings.get(LAST)
  return last === null ? null : Number(last)
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: Random): T[] {
  const order = [...items]
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.below(last + 1)
    ;[order[last], order[other]] = [order[other] as T, order[last] as T]
  }
  return order
}

/** One person may get a ticket and a page of the same case. */
function viewOf({ content }: Say): string {
  return content.kind === 'view' ? content.view : ''
}
