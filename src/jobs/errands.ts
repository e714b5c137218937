import type {
  Adapter,
  Clock,
  CoreStores,
  Errand,
  ErrandsDone,
  Log,
  Posted,
  SendOutcome,
  SentMessages,
  Target,
  Transactor,
} from '#core'
import { HearbackError, loggable } from '#core'
import type { DomainStores } from '#domain'
import { Failures } from './failures.ts'
import type { Job } from './job.ts'

type Stores = CoreStores & DomainStores

const PAGE = 500
const ASKED = 'errand:'
/** Refused so often in a row the next ones would be, too: each of them may be paid for. */
const MOST_IN_A_ROW = 3
/** So many attempts at which nothing more was taken back are enough: a quarter of an hour. */
const MOST_ATTEMPTS = 10

interface ErrandParts<S extends Stores> {
  readonly adapters: readonly Adapter[]
  readonly database: Transactor<S>
  readonly clock: Clock
  readonly log: Log
}

/** A message on a platform with everybody who got it under one id. */
interface Delivered {
  readonly adapter: Adapter
  readonly messageId: string
  readonly keys: string[]
  readonly to: Target[]
}

/** What may be asked about the messages of a sending, and what has come of it. */
export function sentMessages<S extends Stores>({ adapters }: Pick<ErrandParts<S>, 'adapters'>): SentMessages<S> {
  return {
    async can({ outbox }, batch) {
      const routes = await outbox.routesOf(batch)
      const on = adapters.filter(({ platform, workspace }) => routes.includes(`${platform}/${workspace}`))
      const errands: Errand[] = []
      if (on.some(({ capabilities, readBy }) => capabilities.readReceipt && readBy)) errands.push('read')
      if (on.some(({ capabilities, recall }) => capabilities.recall && recall)) errands.push('recall')
      return errands
    },

    ask: ({ settings }, batch, errand) => settings.set(askedSetting(errand, batch), '0'),

    async done({ settings }, batch) {
      const read = await settings.get(doneSetting('read', batch))
      const recall = await settings.get(doneSetting('recall', batch))
      return { read: read && JSON.parse(read), recall: recall && JSON.parse(recall) } as ErrandsDone
    },
  }
}

/** Does what was asked about the messages of sendings: it goes outside, so that no transaction waits for it. */
export function errandsJob<S extends Stores>(parts: ErrandParts<S>): Job {
  const { database, clock, log } = parts
  const failures = new Failures(clock)
  return {
    name: 'broadcast-errands',
    due: async (limit) => {
      const asked = await database.transaction(({ settings }) => settings.beginning(ASKED))
      const keys = asked.map(({ name }) => name.slice(ASKED.length))
      return keys.filter((key) => failures.isFree(key)).slice(0, limit)
    },
    next: async () => null,
    failing: () => failures.size,
    async run(keys) {
      for (const key of keys) await runOne(key)
    },
  }

  /** One that fails holds up no other. */
  async function runOne(key: string): Promise<void> {
    const [errand = '', batch = ''] = key.split('/', 2)
    try {
      if (errand === 'read') await countReaders(batch)
      else await takeBack(batch)
      failures.clear(key)
      log.info('broadcast.errand', { code: errand })
    } catch (error) {
      failures.add(key)
      log.warn('broadcast.errand-failed', loggable(error))
    }
  }

  /** Asked once, whatever comes of it: whoever wants to know taps again, and nothing is spent on it by itself. */
  async function countReaders(batch: string): Promise<void> {
    let [count, of, failed] = [0, 0, 0]
    for (const { adapter, messageId, to } of await delivered(parts, batch)) {
      if (!adapter.capabilities.readReceipt || !adapter.readBy) continue
      const userIds = to.flatMap((one) => (one.kind === 'user' ? [one.userId] : []))
      try {
        const readers = await adapter.readBy(messageId, userIds)
        failed = 0
        if (!readers) continue
        count += readers.length
        of += userIds.length
      } catch (error) {
        log.warn('broadcast.not-told', { platform: adapter.platform, ...loggable(error) })
        if (++failed === MOST_IN_A_ROW) break
      }
    }
    await over(batch, 'read', { count, of, at: clock.now() })
  }

  /**
   * What is taken back is written down at once, so that an attempt that ends in between goes on there.
   * @throws where it is worth another attempt
   */
  async function takeBack(batch: string): Promise<void> {
    const messages = await delivered(parts, batch)
    let left = messages.reduce((sum, { keys }) => sum + keys.length, 0)
    let [moved, failed] = [false, 0]
    let reason: string | null = null
    for (const message of messages) {
      const outcome = await recalled(message)
      if (outcome?.kind === 'sent') {
        await database.transaction(({ outbox }) => outbox.takenBack(message.keys))
        left -= message.keys.length
        moved = true
        failed = 0
      } else if (outcome && !isForGood(outcome)) {
        reason = outcome.code
        const isToPause = outcome.kind === 'refused' && outcome.retryAfterMs !== undefined
        if (isToPause || ++failed === MOST_IN_A_ROW) break
      }
    }
    if (reason !== null && (await mayTryAgain(batch, moved))) throw new HearbackError(reason, 'not taken back yet')
    const count = await database.transaction(({ outbox }) => outbox.countTakenBack(batch))
    await over(batch, 'recall', { count, left })
  }

  /** Null where that platform takes nothing back, or not this. */
  async function recalled({ adapter, messageId, to }: Delivered): Promise<SendOutcome | null> {
    if (!adapter.capabilities.recall || !adapter.recall) return null
    try {
      const outcome = await adapter.recall(messageId, to)
      if (outcome && outcome.kind !== 'sent') {
        log.warn('broadcast.not-recalled', { platform: adapter.platform, code: outcome.code })
      }
      return outcome
    } catch (error) {
      return { kind: 'uncertain', code: loggable(error).code }
    }
  }

  function mayTryAgain(batch: string, moved: boolean): Promise<boolean> {
    return database.transaction(async ({ settings }) => {
      const name = askedSetting('recall', batch)
      const attempts = moved ? 0 : Number(await settings.get(name)) + 1
      if (attempts === MOST_ATTEMPTS) return false
      await settings.set(name, String(attempts))
      return true
    })
  }

  async function over(batch: string, errand: Errand, found: object): Promise<void> {
    await database.transaction(async ({ settings, broadcasts }) => {
      await settings.remove(askedSetting(errand, batch))
      await settings.set(doneSetting(errand, batch), JSON.stringify(found))
      await broadcasts.showAgain(batch, clock.now())
    })
  }
}

/** Everything of a sending that has gone out, message by message. */
async function delivered<S extends Stores>(
  { adapters, database }: ErrandParts<S>,
  batch: string,
): Promise<readonly Delivered[]> {
  const found = new Map<string, Delivered>()
  for (let after = ''; ; ) {
    const page = await database.transaction(({ outbox }) => outbox.delivered(batch, after, PAGE))
    for (const posted of page) add(found, adapters, posted)
    const last = page.at(-1)
    if (!last || page.length < PAGE) break
    after = last.key
  }
  return [...found.values()]
}

function add(found: Map<string, Delivered>, adapters: readonly Adapter[], { key, messageId, address }: Posted): void {
  const [platform = '', workspace = '', kind = '', ...rest] = address.split('/')
  const adapter = adapters.find((one) => one.platform === platform && one.workspace === workspace)
  if (!adapter) return
  const id = rest.join('/')
  const to: Target = kind === 'channel' ? { kind, channelId: id } : { kind: 'user', userId: id }
  const name = `${platform}/${workspace}/${messageId}`
  const known = found.get(name) ?? { adapter, messageId, keys: [], to: [] }
  known.keys.push(key)
  known.to.push(to)
  found.set(name, known)
}

function isForGood(outcome: SendOutcome): boolean {
  return outcome.kind === 'refused' && outcome.permanent
}

function askedSetting(errand: Errand, batch: string): string {
  return `${ASKED}${errand}/${batch}`
}

function doneSetting(errand: Errand, batch: string): string {
  return `errand-done:${errand}:${batch}`
}
