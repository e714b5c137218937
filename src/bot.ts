import {
  type Account,
  type Adapter,
  type Address,
  type AnonymousFlow,
  type Clock,
  type Content,
  createReceive,
  type DueWork,
  type FallbackFlow,
  type Flow,
  type Log,
  type Member,
  type Message,
  type Random,
  type Recipient,
  Router,
  type SheetSeal,
} from '#core'
import type { Database, Stores } from '#db'
import { dateAt, isEmployed, localeOf, type Person, type Programs } from '#domain'
import { type Destination, deliverJob, type Job, type QueueDriver, settleUncertainJob, workJob } from '#jobs'
import type { Metrics } from './metrics.ts'

export interface BotParts {
  readonly database: Database
  readonly adapters: readonly Adapter[]
  readonly programs: () => Programs
  readonly flows: readonly Flow<Stores>[]
  readonly fallback: FallbackFlow<Stores>
  readonly anonymous: AnonymousFlow
  readonly sheets: SheetSeal
  /** Opens a sealed return address; null when it cannot be. */
  readonly openAddress: (sealed: string) => Account | null
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly metrics: Metrics
  readonly queue: QueueDriver
  /** Later work that belongs to no conversation. */
  readonly work: readonly DueWork<Stores>[]
}

/** One company's bot: what comes in on its platforms, what goes out, what happens later. */
export class Bot {
  readonly #parts: BotParts
  readonly #router: Router<Stores>
  readonly #jobs: readonly Job[]

  constructor(parts: BotParts) {
    this.#parts = parts
    this.#router = new Router([...parts.flows, parts.fallback], parts.anonymous)
    const deliver = {
      ...parts,
      resolve: (stores: Stores, to: Recipient) => this.#resolve(stores, to),
      render: (stores: Stores, content: Content, to: Recipient) => this.#render(stores, content, to),
      onOutcome: (state: string) => parts.metrics.settled.inc({ state }),
    }
    const work = [...parts.flows.flatMap((flow) => flow.work ?? []), ...parts.work]
    this.#jobs = [...work.map((one) => workJob(one, parts)), deliverJob(deliver), settleUncertainJob(deliver)]
  }

  async start(): Promise<void> {
    const { adapters, queue } = this.#parts
    queue.start(this.#jobs)
    for (const adapter of adapters) {
      const receive = createReceive(
        {
          ...this.#parts,
          router: this.#router,
          members: { find: (account) => this.#member(account) },
          stranger: () => this.#stranger(),
          channelName: async (on, channelId) => this.#channelName(on, channelId),
          wake: () => queue.wake(),
        },
        adapter,
      )
      await adapter.start(async (inbound) => {
        this.#parts.metrics.inbound.inc({ platform: adapter.platform })
        return receive(inbound)
      })
    }
  }

  /** Resolves when nothing is due and nothing in flight. */
  settled(): Promise<void> {
    return this.#parts.queue.settled()
  }

  /** When something is due next, company time. */
  async nextDue(): Promise<number | null> {
    const times = await Promise.all(this.#jobs.map((job) => job.next()))
    const known = times.filter((time) => time !== null)
    return known.length === 0 ? null : Math.min(...known)
  }

  /** Takes nothing new, finishes what is in hand. */
  async stop(deadlineMs: number): Promise<void> {
    for (const adapter of this.#parts.adapters) await adapter.stop()
    await this.#parts.queue.stop(deadlineMs)
  }

  async #member(account: Account): Promise<Member | null> {
    const { company } = this.#parts.programs()
    return this.#parts.database.transaction(async ({ people }) => {
      const person = await people.byAccount(account.platform, account.workspace, account.userId)
      if (!person || !isEmployed(person, dateAt(this.#parts.clock.now(), company.timeZone))) return null
      return this.#asMember(person, await people.chosenLocale(person.id))
    })
  }

  #asMember(person: Person, chosen: string | null): Member {
    const { company } = this.#parts.programs()
    return {
      id: person.id,
      locale: localeOf(person, chosen, company.language),
      timeZone: person.timezone ?? company.timeZone,
    }
  }

  #stranger(): Message {
    const { contact } = this.#parts.programs().company
    return { text: `${contact['zh-CN']}\n${contact.en}` }
  }

  #channelName(adapter: Adapter, channelId: string): string | null {
    const { channels } = this.#parts.programs().company
    const bound = `${adapter.platform}:${channelId}`
    return Object.entries(channels).find(([, channel]) => channel === bound)?.[0] ?? null
  }

  async #resolve(stores: Stores, to: Recipient): Promise<Destination | null> {
    switch (to.kind) {
      case 'person': {
        const accounts = await stores.people.accounts(to.person)
        return this.#firstReachable(accounts)
      }
      case 'channel': {
        const bound = this.#parts.programs().company.channels[to.channel] ?? ''
        const [platform = '', ...id] = bound.split(':')
        const adapter = this.#parts.adapters.find((one) => one.platform === platform)
        return adapter ? { adapter, to: { kind: 'channel', channelId: id.join(':') } } : null
      }
      case 'sealed': {
        const sealed = await stores.cases.address(to.case)
        const account = sealed === null ? null : this.#parts.openAddress(sealed)
        return account && this.#firstReachable([account])
      }
    }
  }

  #firstReachable(accounts: readonly Account[]): Destination | null {
    for (const { platform, workspace, userId } of accounts) {
      const adapter = this.#parts.adapters.find((one) => one.platform === platform && one.workspace === workspace)
      const to: Address = { kind: 'user', userId }
      if (adapter) return { adapter, to }
    }
    return null
  }

  async #render(stores: Stores, content: Content, to: Recipient): Promise<Message | null> {
    if (content.kind === 'message') return content.message
    const view = this.#parts.flows.map((flow) => flow.views?.[content.view]).find((found) => found !== undefined)
    if (!view) return null
    const reader = await this.#reader(stores, to)
    return view(content.args, { stores, now: this.#parts.clock.now(), ...reader })
  }

  /** In whose language and time zone something is shown; a channel's are the company's. */
  async #reader(stores: Stores, to: Recipient): Promise<Pick<Member, 'locale' | 'timeZone'>> {
    const { company } = this.#parts.programs()
    const person = to.kind === 'person' ? await stores.people.get(to.person) : null
    if (!person) return { locale: company.language, timeZone: company.timeZone }
    return this.#asMember(person, await stores.people.chosenLocale(person.id))
  }
}
