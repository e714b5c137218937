import { hostname } from 'node:os'
import { type Adapter, type Clock, inTime, type Log, type Random } from '#core'
import type { Database, Stores } from '#db'
import { type Guard, type Job, LeaseKeeper, LocalDriver } from '#jobs'

/** The lease under which one process has the platforms that allow one connection only. */
const LEASE = 'gateway'
/** How long letting go may take when the lease is about to end, and when there is time. */
const LET_GO_MS = 2000
const FINISH_MS = 4000

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
      onHeld: () => this.#begin(),
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

  async #begin(): Promise<void> {
    const { adapters, listen, jobs, clock, log } = this.#parts
    for (const adapter of adapters) await listen(adapter)
    this.#driver = new LocalDriver(clock, log)
    this.#driver.start(jobs(this.#keeper), true)
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
