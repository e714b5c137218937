import { type Clock, type CoreStores, HearbackError, inTime, LATE, type Log, loggable, type Transactor } from '#core'

/** How long a lease lasts when nobody renews it. */
const LEASE_MS = 15_000
/** How often it is renewed while it lasts, and how long before its end its holder lets go. */
const RENEWALS = 5
const EARLY_SHARE = 0.2
/** How often somebody without it asks for it. */
const ASK_MS = 1000
/** How long is waited for what was begun to be undone. */
const UNDONE_MS = 1000

/** Tells whether work that only one process may do is still this process's. */
export interface Guard<S> {
  /** By elapsed time alone: asked right before something is done that cannot be taken back. */
  valid(): boolean
  /**
   * Makes sure that the lease is ours in the database, and that nobody else can take it before this transaction ends.
   * @throws HearbackError when it is not
   */
  check(stores: S): Promise<void>
}

interface LeaseKeeperParts<S extends CoreStores> {
  readonly database: Transactor<S>
  readonly name: string
  /** As operators see it. */
  readonly owner: string
  readonly clock: Clock
  readonly log: Log
  readonly forMs?: number
  /**
   * The lease is ours, and is renewed however long this takes. Rejecting gives it back; when it ends meanwhile, `ended`
   * says so, and what was begun is to be undone.
   */
  readonly onHeld: (ended: AbortSignal) => Promise<void>
  /** It ends: `orderly` says that there is time to finish what is in hand. */
  readonly onEnd: (orderly: boolean) => Promise<void>
}

interface Held {
  readonly token: number
  readonly ended: AbortController
  /** Elapsed and wall time at which its holder lets go; whichever comes first, since one stands still while a machine sleeps. */
  readonly until: number
  readonly untilReal: number
}

/** Keeps one lease: asks for it, renews it by elapsed time, lets go before anybody else can have it. */
export class LeaseKeeper<S extends CoreStores> implements Guard<S> {
  readonly #parts: LeaseKeeperParts<S>
  readonly #forMs: number
  #held: Held | null = null
  /** What `onHeld` began, until it has come to its end: before that the lease is not asked for again. */
  #beginning: Promise<void> | null = null
  #failed = false
  #timer: NodeJS.Timeout | null = null
  #working: Promise<void> = Promise.resolve()
  #stopping = false

  constructor(parts: LeaseKeeperParts<S>) {
    this.#parts = parts
    this.#forMs = parts.forMs ?? LEASE_MS
  }

  start(): void {
    this.#next(0)
  }

  /** Finishes what is in hand and gives the lease back. */
  async stop(): Promise<void> {
    this.#stopping = true
    if (this.#timer) clearTimeout(this.#timer)
    await this.#working
    const held = this.#held
    if (!held) return
    held.ended.abort()
    await this.#parts.onEnd(true)
    this.#held = null
    await this.#giveBack(held.token)
  }

  valid(): boolean {
    return this.#held !== null && this.#left(this.#held) > 0
  }

  async check({ leases }: S): Promise<void> {
    const held = this.valid() ? this.#held : null
    if (held && (await leases.holds(this.#parts.name, held.token))) return
    throw new HearbackError('lease-lost', 'Another process has taken over.')
  }

  #left({ until, untilReal }: Held): number {
    const { clock } = this.#parts
    return Math.min(until - clock.elapsed(), untilReal - clock.real())
  }

  #next(ms: number): void {
    if (this.#stopping) return
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#working = this.#step()
    }, ms)
  }

  async #step(): Promise<void> {
    if (this.#held && this.#failed) await this.#end()
    else if (this.#held) await this.#keep(this.#held)
    else if (!this.#beginning) await this.#ask()
    const pauseMs = this.#held ? this.#forMs / RENEWALS : Math.min(ASK_MS, this.#forMs / RENEWALS)
    this.#next(this.#failed ? 0 : pauseMs)
  }

  async #ask(): Promise<void> {
    const { database, name, owner, log } = this.#parts
    const asked = this.#mark()
    try {
      const token = await database.transaction(({ leases }) => leases.take(name, owner, this.#forMs))
      if (token === null) return
      this.#held = { token, ended: new AbortController(), ...asked }
      log.info('lease.held', { job: name })
    } catch (error) {
      log.warn('lease.not-answered', { job: name, ...loggable(error) })
      return
    }
    this.#begin(this.#held)
  }

  /** Not waited for: the lease must be renewed meanwhile. */
  #begin({ ended }: Held): void {
    const { name, log, onHeld } = this.#parts
    this.#beginning = onHeld(ended.signal)
      .catch((error: unknown) => {
        if (ended.signal.aborted) return
        log.error('lease.unused', { job: name, ...loggable(error) })
        this.#failed = true
        // Nobody else can have it before this one lets go. Where no timer runs, a step does, and sees it.
        if (!this.#timer) return
        clearTimeout(this.#timer)
        this.#next(0)
      })
      .finally(() => {
        this.#beginning = null
      })
  }

  /** Renews the lease; lets go when that was refused, or when no answer came until shortly before its end. */
  async #keep(held: Held): Promise<void> {
    const { database, name, log } = this.#parts
    const asked = this.#mark()
    const renewal = database
      .transaction(({ leases }) => leases.renew(name, held.token, this.#forMs))
      .catch((error: unknown) => {
        log.warn('lease.not-answered', { job: name, ...loggable(error) })
        return null
      })
    const renewed = await inTime(renewal, this.#left(held))
    if (renewed === true) this.#held = { ...held, ...asked }
    else if (renewed === false || !this.valid()) await this.#end()
  }

  async #end(): Promise<void> {
    const held = this.#held
    this.#held = null
    this.#failed = false
    held?.ended.abort()
    this.#parts.log.warn('lease.lost', { job: this.#parts.name })
    await this.#parts.onEnd(false)
    if (held) await this.#giveBack(held.token)
  }

  /**
   * Without effect when somebody else has it. A database that does not answer lets it run out, and so does a beginning
   * that has not come to its end: until then nobody else may begin.
   */
  async #giveBack(token: number): Promise<void> {
    const { database, name, log } = this.#parts
    if (this.#beginning && (await inTime(this.#beginning, UNDONE_MS)) === LATE) return
    await database
      .transaction(({ leases }) => leases.release(name, token))
      .catch((error: unknown) => log.warn('lease.not-answered', { job: name, ...loggable(error) }))
  }

  /** When the holder of a lease that is asked for now lets go. */
  #mark(): Pick<Held, 'until' | 'untilReal'> {
    const { clock } = this.#parts
    const lasts = this.#forMs * (1 - EARLY_SHARE)
    return { until: clock.elapsed() + lasts, untilReal: clock.real() + lasts }
  }
}
