import {
  type Adapter,
  type AnonymousFlow,
  type Clock,
  createFormPages,
  createReceive,
  type DueWork,
  type FallbackFlow,
  type Flow,
  type FormPages,
  type Log,
  type Members,
  type Message,
  type Owe,
  type Random,
  Router,
  SEALED_ROUTE,
  type SheetSeal,
} from '#core'
import type { Database, Stores } from '#db'
import type { Programs } from '#domain'
import { type DeliverParts, deliverJob, type Job, type QueueDriver, scrubJob, settleUncertainJob, workJob } from '#jobs'
import type { Addresses } from './addresses.ts'
import { companyMembers } from './members.ts'
import type { Metrics } from './metrics.ts'
import { rendering } from './rendering.ts'

export interface BotParts {
  readonly database: Database
  readonly adapters: readonly Adapter[]
  readonly programs: () => Programs
  readonly flows: readonly Flow<Stores>[]
  readonly fallback: FallbackFlow<Stores>
  readonly anonymous: AnonymousFlow
  readonly sheets: SheetSeal
  readonly addresses: Addresses
  readonly owe: Owe<Stores>
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly metrics: Metrics
  readonly queue: QueueDriver
  readonly maySend: () => boolean
  /** Where people reach the pages of this process; null where they cannot. */
  readonly publicUrl: string | null
  /** Later work that belongs to no conversation. */
  readonly work: readonly DueWork<Stores>[]
}

/** What this process does of the bot's work. */
export interface BotRoles {
  /** Talks to the platforms. */
  readonly gateway: boolean
  /** Does what is due. */
  readonly worker: boolean
}

/** One company's bot: what comes in on its platforms, what goes out, what happens later. */
export class Bot {
  readonly #parts: BotParts
  readonly #jobs: readonly Job[]
  /** Adapters that have begun to listen. */
  readonly #listening: Adapter[] = []
  readonly #router: Router<Stores>
  readonly #members: Members
  /** Private forms as web pages. */
  readonly pages: FormPages

  constructor(parts: BotParts) {
    this.#parts = parts
    this.#router = new Router([...parts.flows, parts.fallback], parts.anonymous)
    this.#members = companyMembers(parts.database, parts.programs, parts.clock)
    const wake = () => parts.queue.wake()
    this.pages = createFormPages({ ...parts, router: this.#router, members: this.#members, wake })
    const views = new Map([...parts.flows, parts.fallback].flatMap((flow) => Object.entries(flow.views ?? {})))
    const deliver: DeliverParts<Stores> = {
      ...parts,
      destination: (stores, row) => parts.addresses.destination(stores, row),
      render: rendering({ ...parts, views }),
      onOutcome: (state, count) => parts.metrics.settled.inc({ state }, count),
      onSpending: (platform, spent, calls) => {
        parts.metrics.callsSpent.set({ platform }, spent)
        parts.metrics.callsBudget.set({ platform }, calls)
      },
    }
    const work = [...parts.flows.flatMap((flow) => flow.work ?? []), ...parts.work]
    this.#jobs = [
      ...work.map((one) => workJob(one, parts)),
      ...parts.adapters.map((adapter) =>
        deliverJob(deliver, {
          route: `${adapter.platform}/${adapter.workspace}`,
          limits: adapter.capabilities.limits,
          batchMax: adapter.sendMany ? adapter.capabilities.batch?.max : 1,
        }),
      ),
      deliverJob(deliver, { route: SEALED_ROUTE, limits: {} }),
      settleUncertainJob(deliver),
      scrubJob(parts.database),
    ]
  }

  async start(roles: BotRoles): Promise<void> {
    const { adapters, queue } = this.#parts
    queue.start(this.#jobs, roles.worker)
    if (roles.gateway) for (const adapter of adapters) await this.#listen(adapter)
  }

  /** Who takes a platform's requests at its webhook; null where no such platform sends any, or nobody listens yet. */
  webhook(platform: string): ((request: Request) => Promise<Response>) | null {
    const adapter = this.#listening.find((one) => one.platform === platform)
    return adapter?.webhook?.bind(adapter) ?? null
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

  async #listen(adapter: Adapter): Promise<void> {
    const { queue, metrics } = this.#parts
    const receive = createReceive(
      {
        ...this.#parts,
        router: this.#router,
        members: this.#members,
        stranger: () => this.#stranger(),
        channelName: async (on, channelId) => this.#channelName(on, channelId),
        pageUrl: (ticket) => (this.#parts.publicUrl === null ? null : `${this.#parts.publicUrl}/f/${ticket}`),
        wake: () => queue.wake(),
      },
      adapter,
    )
    await adapter.start(async (inbound) => {
      metrics.inbound.inc({ platform: adapter.platform })
      return receive(inbound)
    })
    this.#listening.push(adapter)
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
}
