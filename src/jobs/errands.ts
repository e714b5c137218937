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
import type { DomainStores } from '#domain'
import type { Job } from './job.ts'

type Stores = CoreStores & DomainStores

const PAGE = 500
const ASKED = 'errand:'

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

    ask: ({ settings }, batch, errand) => settings.set(`${ASKED}${errand}/${batch}`, errand),

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
  return {
    name: 'broadcast-errands',
    due: async (limit) => {
      const asked = await database.transaction(({ settings }) => settings.beginning(ASKED))
      return asked.slice(0, limit).map(({ name }) => name.slice(ASKED.length))
    },
    next: async () => null,
    async run(keys) {
      for (const key of keys) {
        const [errand = '', batch = ''] = key.split('/', 2)
        if (errand === 'read') await countReaders(batch)
        else await takeBack(batch)
        log.info('broadcast.errand', { code: errand })
      }
    },
  }

  async function countReaders(batch: string): Promise<void> {
    let [count, of] = [0, 0]
    for await (const { adapter, messageId, to } of delivered(parts, batch)) {
      if (!adapter.capabilities.readReceipt) continue
      const userIds = to.flatMap((one) => (one.kind === 'user' ? [one.userId] : []))
      const readers = await adapter.readBy?.(messageId, userIds)
      if (!readers) continue
      count += readers.length
      of += userIds.length
    }
    await over(batch, 'read', { count, of, at: clock.now() })
  }

  /** What is taken back is written down at once, so that an attempt that ends in between goes on there. */
  async function takeBack(batch: string): Promise<void> {
    let left = 0
    for await (const message of delivered(parts, batch)) {
      if (await isTakenBack(message)) await database.transaction(({ outbox }) => outbox.takenBack(message.keys))
      else left += message.keys.length
    }
    const count = await database.transaction(({ outbox }) => outbox.countTakenBack(batch))
    await over(batch, 'recall', { count, left })
  }

  /** @throws where it is worth another attempt */
  async function isTakenBack({ adapter, messageId, to }: Delivered): Promise<boolean> {
    if (!adapter.capabilities.recall) return false
    const outcome: SendOutcome | null = (await adapter.recall?.(messageId, to)) ?? null
    if (outcome === null) return false
    if (outcome.kind === 'sent') return true
    log.warn('broadcast.not-recalled', { platform: adapter.platform, code: outcome.code })
    if (outcome.kind === 'refused' && outcome.permanent) return false
    throw new Error(outcome.code)
  }

  async function over(batch: string, errand: Errand, found: object): Promise<void> {
    await database.transaction(async ({ settings, broadcasts }) => {
      await settings.remove(`${ASKED}${errand}/${batch}`)
      await settings.set(doneSetting(errand, batch), JSON.stringify(found))
      await broadcasts.showAgain(batch, clock.now())
    })
  }
}

/** Everything of a sending that has gone out, message by message. */
async function* delivered<S extends Stores>(
  { adapters, database }: ErrandParts<S>,
  batch: string,
): AsyncGenerator<Delivered> {
  const found = new Map<string, Delivered>()
  for (let after = ''; ; ) {
    const page = await database.transaction(({ outbox }) => outbox.delivered(batch, after, PAGE))
    for (const posted of page) add(found, adapters, posted)
    const last = page.at(-1)
    if (!last || page.length < PAGE) break
    after = last.key
  }
  yield* found.values()
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

function doneSetting(errand: Errand, batch: string): string {
  return `errand-done:${errand}:${batch}`
}
