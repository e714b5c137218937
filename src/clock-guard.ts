import { type Clock, type Instant, type Log, loggable, type OnServerDate } from '#core'
import type { Database, Stores } from '#db'
import { CLOCK_CONFIRMED, CLOCK_DOUBT, CLOCK_LAST_SEEN, CLOCK_REPORT, type ClockDoubt, type ClockReport } from '#domain'

/** A step or a difference of more than this is no drift any more. */
const STEP_MS = 60_000
/** A clock that is further behind the last time it showed was set back while nobody looked. */
const BEHIND_MS = 5000
const POLL_MS = 1000
/** How often others are asked while the clock is in doubt. */
const ASK_MS = 5000
const SAVE_MS = 10_000
/** So many say the same before it is believed. */
const WITNESSES = 2

interface GuardParts {
  /** The system clock; never one that is moved on purpose. */
  readonly clock: Clock
  readonly database: Database
  readonly log: Log
  /** Makes the platforms answer something, so that they say what time it is. */
  readonly ask: () => Promise<unknown>
  /** Keeps the time, where no backup of the data holds it. */
  readonly keep?: (now: Instant) => void
}

/**
 * Watches the clock of this machine. When it leaps, differs from what others say, or stands before the time it showed
 * last, nothing is planned and nothing is sent, until it is right again or two witnesses have confirmed the new time: the
 * platforms by their answers, a database with a clock of its own, or a person, who is worth two. A wrong clock and a machine
 * that was suspended look the same from inside, so it is theirs to decide.
 */
export class ClockGuard {
  readonly #parts: GuardParts
  /** Where wall and monotonic clock stood the last time both were trusted. */
  #baseline: { readonly wall: Instant; readonly elapsed: number }
  #doubt: ClockDoubt | null = null
  #doubtedAt = 0
  #lastSeen: Instant = 0
  readonly #confirmedBy = new Set<string>()
  #contradictions = 0
  /** The one that may take its word back alone. */
  #contradictedBy: string | null = null
  #answers = 0
  #timer: NodeJS.Timeout | null = null
  #savedAt = Number.NEGATIVE_INFINITY
  #askedAt = Number.NEGATIVE_INFINITY
  #working: Promise<void> | null = null

  constructor(parts: GuardParts) {
    this.#parts = parts
    this.#baseline = this.#read()
  }

  /** Looks whether the clock can be trusted to begin with; from then on it is watched. */
  async start(): Promise<void> {
    await this.#remember()
    await this.#poll()
    this.#timer = setInterval(() => void this.#poll(), POLL_MS)
    this.#timer.unref()
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    await this.#working
  }

  /** Whether things may be planned and sent by this clock. Looks at it anew each time. */
  trusted(): boolean {
    this.#compare()
    return this.#doubt === null
  }

  /** Why it is not trusted; null while it is. */
  get doubt(): ClockDoubt | null {
    return this.#doubt
  }

  /** A platform's answer says what time it is. */
  readonly heard: OnServerDate = (said) => {
    if (Number.isFinite(said)) this.#testify(`answer ${++this.#answers}`, this.#parts.clock.real() - said)
  }

  /** What the last process knew of the clock: a restart makes no wrong clock right. */
  async #remember(): Promise<void> {
    const { clock, database } = this.#parts
    const [lastSeen, kept] = await database.transaction(async ({ settings }) => [
      Number((await settings.get(CLOCK_LAST_SEEN)) ?? 0),
      await settings.get(CLOCK_DOUBT),
    ])
    this.#lastSeen = lastSeen
    const aheadMs = clock.real() - lastSeen
    if (aheadMs < -BEHIND_MS) {
      this.#begin({ why: 'behind', offMs: aheadMs })
      return
    }
    const doubt: ClockDoubt | null = kept === null ? null : JSON.parse(kept)
    // Past the last time that was right, and closer to it than to the leap: somebody has set it right.
    const settled =
      doubt?.why === 'leapt'
        ? doubt.offMs < 0 || aheadMs < doubt.offMs / 2
        : doubt?.why === 'behind' || database.now !== null
    if (!doubt || settled) return
    this.#begin(doubt)
    if (doubt.why === 'leapt') this.#baseline = { wall: clock.real() - doubt.offMs, elapsed: clock.elapsed() }
  }

  async #poll(): Promise<void> {
    this.#compare()
    this.#working ??= this.#work().finally(() => {
      this.#working = null
    })
    await this.#working
  }

  /** What needs the database or the platforms, one at a time. */
  async #work(): Promise<void> {
    const { clock, database, log, ask } = this.#parts
    const { elapsed } = this.#read()
    try {
      if (this.#doubt === null && elapsed - this.#savedAt >= SAVE_MS) {
        this.#savedAt = elapsed
        await this.#askDatabase()
        if (this.#doubt === null) await database.transaction((stores) => this.#saveTrust(stores, clock.real()))
      }
      if (this.#doubt !== null && elapsed - this.#askedAt >= ASK_MS) {
        this.#askedAt = elapsed
        const doubt = JSON.stringify(this.#doubt)
        await database.transaction(({ settings }) => settings.set(CLOCK_DOUBT, doubt))
        await this.#askPerson()
        await this.#askDatabase()
        await ask()
      }
    } catch (error) {
      log.warn('clock.check-failed', loggable(error))
    }
  }

  async #saveTrust({ settings, outbox }: Pick<Stores, 'settings' | 'outbox'>, now: Instant): Promise<void> {
    this.#lastSeen = now
    await settings.set(CLOCK_LAST_SEEN, String(now))
    this.#parts.keep?.(now)
    if ((await settings.get(CLOCK_DOUBT)) === null) return
    // Also when another process, or an earlier life of this one, was in doubt: times that it wrote may be wrong.
    await outbox.dueAtOnce(this.#parts.clock.now())
    await settings.remove(CLOCK_DOUBT)
  }

  /** Wall against monotonic clock, from the last time both were trusted. */
  #compare(): void {
    const now = this.#read()
    const stepMs = now.wall - this.#baseline.wall - (now.elapsed - this.#baseline.elapsed)
    const leapt = Math.abs(stepMs) > STEP_MS
    if (this.#doubt === null && leapt) this.#begin({ why: 'leapt', offMs: stepMs })
    if (this.#doubt === null) this.#baseline = now
    // Set right again, or caught up with.
    if (this.#doubt?.why === 'leapt' && !leapt) this.#end()
    if (this.#doubt?.why === 'behind' && now.wall >= this.#lastSeen - BEHIND_MS) this.#end()
  }

  #testify(witness: string, offMs: number, weight = 1): void {
    this.#compare()
    if (Math.abs(offMs) > STEP_MS) {
      this.#confirmedBy.clear()
      this.#contradictions += weight
      if (this.#contradictions < WITNESSES || this.#doubt !== null) return
      this.#begin({ why: 'contradicted', offMs })
      this.#contradictedBy = witness
      return
    }
    this.#contradictions = 0
    this.#confirmedBy.add(witness)
    if (this.#confirmedBy.size >= WITNESSES || witness === this.#contradictedBy) this.#end()
  }

  /**
   * Where processes share a database its clock is theirs, so that a difference counts at once. That it agrees counts
   * once: it may stand on this very machine.
   */
  async #askDatabase(): Promise<void> {
    const { database, clock } = this.#parts
    if (database.now) this.#testify('database', clock.real() - (await database.now()), WITNESSES)
  }

  async #askPerson(): Promise<void> {
    const { database, clock } = this.#parts
    const said = await database.transaction(async ({ settings }) => {
      const shown = await settings.get(CLOCK_CONFIRMED)
      if (shown !== null) await settings.remove(CLOCK_CONFIRMED)
      return shown
    })
    if (said !== null && Math.abs(clock.real() - Number(said)) <= STEP_MS) this.#end()
  }

  #begin(doubt: ClockDoubt): void {
    const { log } = this.#parts
    this.#doubt = { ...doubt, offMs: Math.round(doubt.offMs) }
    this.#doubtedAt = this.#read().elapsed
    this.#confirmedBy.clear()
    this.#askedAt = Number.NEGATIVE_INFINITY
    log.error('clock.doubted', { state: doubt.why, ms: this.#doubt.offMs })
  }

  #end(): void {
    const doubt = this.#doubt
    this.#confirmedBy.clear()
    this.#contradictedBy = null
    if (!doubt) return
    const { log, database, clock } = this.#parts
    this.#doubt = null
    this.#baseline = this.#read()
    const { wall, elapsed } = this.#baseline
    this.#contradictions = 0
    const report: ClockReport = { offMs: doubt.offMs, forMs: Math.round(elapsed - this.#doubtedAt) }
    log.warn('clock.trusted-again', { state: doubt.why, ms: report.forMs })
    const saved = database.transaction(async (stores) => {
      const { settings, outbox } = stores
      await outbox.dueAtOnce(clock.now())
      await this.#saveTrust(stores, wall)
      await settings.set(CLOCK_REPORT, JSON.stringify(report))
    })
    saved.catch((error) => log.warn('clock.check-failed', loggable(error)))
  }

  #read() {
    const { clock } = this.#parts
    return { wall: clock.real(), elapsed: clock.elapsed() }
  }
}
