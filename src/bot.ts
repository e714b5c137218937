import {
  type Account,
  type Action,
  type Adapter,
  type AnonymousFlow,
  type Clock,
  createFormPages,
  createReceive,
  type DueWork,
  type FallbackFlow,
  type Flow,
  type FormPages,
  type Inbound,
  type Log,
  type Members,
  type Message,
  type Owe,
  type PictureCleaner,
  type Random,
  type Receive,
  Router,
  SEALED_ROUTE,
  type SheetSeal,
  sealTicket,
} from '#core'
import type { Database, Stores } from '#db'
import type { Programs } from '#domain'
import {
  type DeliverParts,
  deliverJob,
  type Job,
  noteDirectoryChange,
  type Patience,
  type QueueDriver,
  scrubJob,
  settleUncertainJob,
  workJob,
} from '#jobs'
import type { Addresses } from './addresses.ts'
import { ExclusiveGateway } from './exclusive-gateway.ts'
import { Listeners } from './listeners.ts'
import { companyMembers } from './members.ts'
import type { Metrics } from './metrics.ts'
import { rendering } from './rendering.ts'
import { Strangers } from './strangers.ts'

export interface BotParts {
  readonly database: Database
  readonly adapters: readonly Adapter[]
  readonly programs: () => Programs
  readonly flows: readonly Flow<Stores>[]
  readonly fallback: FallbackFlow<Stores>
  readonly anonymous: AnonymousFlow
  readonly sheets: SheetSeal
  readonly cleaner: PictureCleaner
  readonly addresses: Addresses
  readonly owe: Owe<Stores>
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly metrics: Metrics
  readonly queue: QueueDriver
  readonly patience?: Patience
  readonly maySend: () => boolean
  /** How processes agree on what only one of them may have; absent in a process that has everything to itself. */
  readonly leases?: { readonly forMs?: number }
  /** Where people reach the pages of this process; null where they cannot. */
  readonly publicUrl: string | null
  /** What a stranger is told who has the first administrator's code; null for everybody else. */
  readonly newcomer?: (text: string, account: Account) => Promise<string | null>
  /** Called after what somebody did is committed, before it is acknowledged. */
  readonly afterInbound?: () => Promise<void>
  /** Later work that belongs to no conversation. */
  readonly work: readonly DueWork<Stores>[]
  /** Later work that goes outside. */
  readonly jobs: readonly Job[]
}

/** What this process does of the bot's work. */
export interface BotRoles {
  /** Talks to the platforms. */
  readonly gateway: boolean
  /** Does what is due. */
  readonly worker: boolean
}

const SEALED = { route: SEALED_ROUTE, limits: {} }

/** One company's bot: what comes in on its platforms, what goes out, what happens later. */
export class Bot {
  readonly #parts: BotParts
  readonly #jobs: readonly Job[]
  readonly #listeners: Listeners
  /** Adapters any number of processes may use at a time. */
  readonly #shared: readonly Adapter[]
  /** The others, where there are several processes. */
  readonly #exclusive: ExclusiveGateway | null
  readonly #router: Router<Stores>
  readonly #members: Members
  readonly #strangers: Strangers
  /** Private forms as web pages. */
  readonly pages: FormPages

  constructor(parts: BotParts) {
    this.#parts = parts
    this.#router = new Router([...parts.flows, parts.fallback], parts.anonymous)
    this.#members = companyMembers(parts.database, parts.programs, parts.clock)
    this.#strangers = new Strangers(parts.clock)
    const wake = () => this.wake()
    this.pages = createFormPages({ ...parts, router: this.#router, members: this.#members, wake })
    const { leases } = parts
    const exclusive = leases === undefined ? [] : parts.adapters.filter((adapter) => adapter.exclusive)
    this.#shared = parts.adapters.filter((adapter) => !exclusive.includes(adapter))
    this.#listeners = new Listeners({
      log: parts.log,
      receive: (adapter) => this.#receive(adapter),
      noteChange: (adapter) => noteDirectoryChange({ ...parts, wake }, adapter),
    })
    const views = new Map([...parts.flows, parts.fallback].flatMap((flow) => Object.entries(flow.views ?? {})))
    const deliver: DeliverParts<Stores> = {
      ...parts,
      destination: (stores, row) => parts.addresses.destination(stores, row),
      render: rendering({ ...parts, views }),
      linkOf: (action, member) => this.#pageOf(action, member),
      onOutcome: (state, count) => parts.metrics.settled.inc({ state }, count),
      onSpending: (platform, spent, calls) => {
        parts.metrics.callsSpent.set({ platform }, spent)
        parts.metrics.callsBudget.set({ platform }, calls)
      },
    }
    const deliverOn = (guarded: DeliverParts<Stores>) => (adapter: Adapter) =>
      deliverJob(guarded, {
        route: routeOf(adapter),
        limits: adapter.capabilities.limits,
        batchMax: adapter.sendMany ? adapter.capabilities.batch?.max : 1,
      })
    const held = exclusive.map(routeOf)
    this.#exclusive =
      exclusive.length === 0
        ? null
        : new ExclusiveGateway({
            ...parts,
            ...(leases?.forMs !== undefined && { leaseMs: leases.forMs }),
            adapters: exclusive,
            listen: (adapter) => this.#listeners.listen(adapter),
            ignore: (adapter) => this.#listeners.ignore(adapter),
            // Whom a sealed message goes to is known only when it is sent: it must be sent by a process that reaches everybody.
            jobs: (guard) => [
              ...exclusive.map(deliverOn({ ...deliver, guard })),
              deliverJob({ ...deliver, guard }, SEALED),
              settleUncertainJob({ ...deliver, guard }, { only: held }),
            ],
          })
    const work = [...parts.flows.flatMap((flow) => flow.work ?? []), ...parts.work]
    this.#jobs = [
      ...work.map((one) => workJob(one, parts)),
      ...parts.jobs,
      ...this.#shared.map(deliverOn(deliver)),
      ...(this.#exclusive ? [] : [deliverJob(deliver, SEALED)]),
      settleUncertainJob(deliver, { except: held }),
      scrubJob(parts.database),
    ]
  }

  async start(roles: BotRoles): Promise<void> {
    this.#parts.queue.start(this.#jobs, roles.worker)
    if (!roles.gateway) return
    for (const adapter of this.#shared) await this.#listeners.keepListening(adapter)
    this.#exclusive?.start()
  }

  /** Something may be due now. */
  wake(): void {
    this.#parts.queue.wake()
    this.#exclusive?.wake()
  }

  /** Who takes a platform's requests at its webhook; null where no such platform sends any, or nobody listens here. */
  webhook(platform: string): ((request: Request) => Promise<Response>) | null {
    const adapter = this.#listeners.find(platform)
    return adapter?.webhook?.bind(adapter) ?? null
  }

  /** Whether a platform sends requests at all, to this process or to another. */
  hasWebhook(platform: string): boolean {
    return this.#parts.adapters.some((adapter) => adapter.platform === platform && adapter.webhook !== undefined)
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

  /** Takes nothing new, finishes what is in hand, lets go of what only this process has. */
  async stop(deadlineMs: number): Promise<void> {
    await this.#listeners.stop(this.#shared)
    await Promise.all([this.#parts.queue.stop(deadlineMs), this.#exclusive?.stop()])
  }

  #receive(adapter: Adapter): Receive {
    const { metrics } = this.#parts
    const receive = createReceive(
      {
        ...this.#parts,
        router: this.#router,
        members: this.#members,
        stranger: (inbound, account) => this.#stranger(inbound, account),
        channelName: async (on, channelId) => this.#channelName(on, channelId),
        pageUrl: (ticket) => this.#pageUrl(ticket),
        wake: () => this.wake(),
        counted: () => metrics.inbound.inc({ platform: adapter.platform }),
      },
      adapter,
    )
    return async (inbound) => {
      const reception = await receive(inbound)
      await this.#parts.afterInbound?.()
      return reception
    }
  }

  /** The page behind a button whose value is the sealed state of a form. */
  #pageOf({ value }: Action, member: string | null): string | null {
    const { sheets, random, clock, programs } = this.#parts
    const locale = programs().company.language
    return this.#pageUrl(sealTicket(sheets, { state: value, member, locale }, random, clock.now()))
  }

  #pageUrl(ticket: string): string | null {
    const { publicUrl } = this.#parts
    return publicUrl === null ? null : `${publicUrl}/f/${ticket}`
  }

  async #stranger(inbound: Inbound, account: Account): Promise<Message | null> {
    const { contact } = this.#parts.programs().company
    const said = inbound.kind === 'text' && inbound.place.kind === 'direct' ? inbound.text : null
    const newcomer = said === null ? null : await this.#parts.newcomer?.(said, account)
    if (newcomer) return { text: newcomer }
    // A home is no message: it shows the sentence whenever it is opened.
    if (inbound.kind !== 'home' && !this.#strangers.tell(account)) return null
    return { text: `${contact['zh-CN']}\n${contact.en}` }
  }

  #channelName(adapter: Adapter, channelId: string): string | null {
    const { channels } = this.#parts.programs().company
    const bound = `${adapter.platform}:${channelId}`
    return Object.entries(channels).find(([, channel]) => channel === bound)?.[0] ?? null
  }
}

function routeOf({ platform, workspace }: Adapter): string {
  return `${platform}/${workspace}`
}
