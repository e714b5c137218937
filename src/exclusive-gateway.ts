import { hostname } from 'node:os'
import { type Adapter, type Clock, HearbackError, inTime, LATE, type Log, type Random } from '#core'
import type { Database, Stores } from '#db'
import { type Guard, type Job, LeaseKeeper, LocalDriver } from '#jobs'

/** The lease under which one process has the platforms that allow one connection only. */
const LEASE = 'gateway'
/** How long letting go may take when the lease is about to end, and when there is time. */
const LET_GO_MS = 2000
const FINISH_MS = 4000
/** A process whose platforms have not begun by then leaves them to another one. */
const BEGIN_MS = 60_000

interface ExclusiveGatewayParts {
  readonly adapters: readonly Adapter[]
  readonly database: Database
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly leaseMs?: number
  /** What is sent through these adapters. */
  readonly jobs: (guard: Guard<Stores>) => readonly Job[]
  readonly listen: (adapter: Adapter) => Promise<void>
  readonly ignore: (adapter: Adapter) => Promise<void>
}

/**
 * Platforms that allow one connection only, held by one process of several: it alone listens to them and sends there,
 * whatever its roles. The others stand by.
 */
export class ExclusiveGateway {
  readonly #parts: ExclusiveGatewayParts
  readonly #keeper: LeaseKeeper<Stores>
  #driver: LocalDriver | null = null
  /** What is still being connected, also when nobody waits for it any more. */
  #connecting: Promise<void> = Promise.resolve()

  constructor(parts: ExclusiveGatewayParts) {
    this.#parts = parts
    const { database, clock, log, random, leaseMs } = parts
    this.#keeper = new LeaseKeeper<Stores>({
      database,
      clock,
      log,
      name: LEASE,
      owner: `${hostname()} ${process.pid} ${random.id().slice(0, 6)}`,
      ...(leaseMs !== undefined && { forMs: leaseMs }),
      onHeld: (ended) => this.#begin(ended),
      onEnd: (orderly) => this.#end(orderly),
    })
  }

  start(): void {
    this.#keeper.start()
  }

  stop(): Promise<void> {
    return this.#keeper.stop()
  }

  wake(): void {
    this.#driver?.wake()
  }

  async #begin(ended: AbortSignal): Promise<void> {
    const { jobs, clock, log } = this.#parts
    const late = new AbortController()
    const connect = () => this.#connect(AbortSignal.any([ended, late.signal]))
    this.#connecting = this.#connecting.then(connect, connect)
    if ((await inTime(this.#connecting, BEGIN_MS)) === LATE) {
      late.abort()
      throw new HearbackError('gateway-late', 'The platforms took too long to connect.')
    }
    this.#driver = new LocalDriver(clock, log)
    this.#driver.start(jobs(this.#keeper), true)
  }

  /** One after the other. A platform that is connecting cannot be interrupted: when `over`, it goes as soon as it has. */
  async #connect(over: AbortSignal): Promise<void> {
    const { adapters, listen, ignore } = this.#parts
    for (const adapter of adapters) {
      over.throwIfAborted()
      await listen(adapter)
      if (over.aborted) await ignore(adapter)
    }
    over.throwIfAborted()
  }

  /** What is in hand is finished where there is time; the connections go in any case. */
  async #end(orderly: boolean): Promise<void> {
    const { adapters, ignore } = this.#parts
    const sending = this.#driver?.stop(orderly ? FINISH_MS : LET_GO_MS)
    this.#driver = null
    if (orderly) await sending
    await inTime(Promise.allSettled(adapters.map(ignore)), LET_GO_MS)
    await sending
  }
}
