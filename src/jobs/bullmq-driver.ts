import { Queue, QueueEvents, type Worker } from 'bullmq'
import { type Clock, type Log, loggable } from '#core'
import { emptiedMark } from './emptied-mark.ts'
import type { Job } from './job.ts'
import { LocalDriver } from './local-driver.ts'
import { LOCK_MS, openWorker, type PageData, PREFIX } from './open-worker.ts'
import type { QueueDriver, QueueHealth } from './queue.ts'
import { isHeldPage, QueueFiller } from './queue-filler.ts'
import { openRedis } from './redis.ts'
import { RedisWatch } from './redis-watch.ts'

/** After pages were done: one look for all that finish meanwhile. */
const SOON_MS = 50
const LONGEST_SLEEP_MS = 5000
const FAILING_SLEEP_MS = 1000
const CONCURRENCY = 8
/** Held pages fall due together: of one kind no more than these are done at a time, the others are found again. */
const HELD_AT_A_TIME = CONCURRENCY / 2
/** A Redis that was set up so that it may not be used is looked at again. */
const JUDGE_MS = 10_000

interface BullmqParts {
  readonly url: string
  /** Of the queue. */
  readonly name: string
  readonly clock: Clock
  readonly log: Log
  /** Asked whenever Redis has come: whether the queue may lie there. Asked again while it may not. */
  readonly mayUse?: () => Promise<boolean>
}

/**
 * BullMQ on Redis as the engine: it spreads what is due over processes. Redis may lose everything it holds; what is
 * due and not queued is found again. While it is away, the local driver does the work.
 */
export class BullmqDriver implements QueueDriver {
  readonly #parts: BullmqParts
  readonly #connections: ReturnType<typeof openRedis>[] = []
  readonly #queue: Queue<PageData>
  readonly #events: QueueEvents
  readonly #filler: QueueFiller
  readonly #local: LocalDriver
  #worker: Worker<PageData> | null = null
  #jobs: ReadonlyMap<string, Job> = new Map()
  #works = false
  #away = true
  /** Connected, and left alone all the same. */
  #unfit = false
  #judging: NodeJS.Timeout | null = null
  /** Times it was connected: what was asked on an earlier one says nothing about this one. */
  #connected = 0
  #stopped = true
  #passing: Promise<number> | null = null
  readonly #watch: RedisWatch
  /** Resolves when the local driver has finished what it had in hand as Redis came back. */
  #handedBack: Promise<void> = Promise.resolve()
  /** Pages in hand in this process, by kind of job. */
  readonly #inHand = new Map<string, number>()
  #timer: NodeJS.Timeout | null = null
  /** When it fires, elapsed time. */
  #lookAt = 0
  #passedAt: number

  constructor(parts: BullmqParts) {
    const { name, clock, log } = parts
    this.#parts = parts
    this.#local = new LocalDriver(clock, log)
    this.#passedAt = clock.elapsed()
    // Commands fail at once while Redis is away: the database is the truth, nothing need wait in memory for it.
    const connection = this.#connect({ enableOfflineQueue: false, maxRetriesPerRequest: 0 })
    this.#queue = new Queue<PageData>(name, { connection, prefix: PREFIX })
    this.#queue.on('error', () => {})
    this.#events = new QueueEvents(name, { connection: this.#connect(), prefix: PREFIX })
    this.#events.on('error', () => {})
    this.#events.on('completed', ({ jobId }) => this.#finished(jobId, true))
    this.#events.on('failed', ({ jobId }) => this.#finished(jobId, false))
    this.#filler = new QueueFiller(
      {
        add: async (id, job, keys, delay) => {
          await this.#queue.add(job, { keys }, { jobId: id, delay, removeOnComplete: true, removeOnFail: true })
        },
        remove: async (id) => {
          await this.#queue.remove(id)
        },
        wasEmptied: emptiedMark(connection, `${PREFIX}:${name}:mark`, clock),
      },
      clock,
      CONCURRENCY,
    )
    this.#watch = new RedisWatch(connection, () => this.#absent())
    connection.on('ready', () => void this.#judge(++this.#connected))
    connection.on('close', () => this.#absent())
  }

  start(jobs: readonly Job[], work: boolean): void {
    this.#jobs = new Map(jobs.map((job) => [job.name, job]))
    this.#works = work
    this.#stopped = false
    if (work) this.#work()
    if (this.#away) this.#local.start(jobs, work)
    else this.wake()
  }

  wake(): void {
    if (this.#stopped) return
    if (this.#away) this.#local.wake()
    else this.#lookIn(0)
  }

  async settled(): Promise<void> {
    while (!this.#stopped) {
      if (this.#away) return this.#local.settled()
      const found = await this.#pass()
      const { waiting = 0, active = 0 } = await this.#queue.getJobCounts('waiting', 'active')
      if (found === 0 && waiting + active === 0) return
      await this.#somethingDone()
    }
  }

  async stop(deadlineMs: number): Promise<void> {
    this.#stopped = true
    this.#watch.stop()
    if (this.#judging) clearTimeout(this.#judging)
    if (this.#timer) clearTimeout(this.#timer)
    const { promise: late, resolve } = Promise.withResolvers<'late'>()
    const timer = setTimeout(() => resolve('late'), deadlineMs)
    const ended = await Promise.race([
      Promise.all([this.#worker?.close(), this.#local.stop(deadlineMs), this.#handedBack]),
      late,
    ])
    clearTimeout(timer)
    if (ended === 'late') void this.#worker?.close(true).catch(() => {})
    await Promise.race([Promise.allSettled([this.#queue.close(), this.#events.close()]), late])
    for (const connection of this.#connections) connection.disconnect()
  }

  health(): QueueHealth {
    if (this.#away) return { ...this.#local.health(), driver: 'local', redisAway: true, redisUnfit: this.#unfit }
    const { clock } = this.#parts
    // What lies queued and is not done means that the workers have stopped, however often somebody looks.
    const sinceQueuedMs = this.#filler.oldestMs
    const sincePassMs = Math.max(clock.elapsed() - this.#passedAt, sinceQueuedMs)
    // What failed beside others is known where it was done.
    const beside = [...this.#jobs.values()].reduce((sum, job) => sum + (job.failing?.() ?? 0), 0)
    const failing = Math.max(this.#filler.failing, beside)
    return { driver: 'bullmq', failing, sincePassMs, redisAway: false, redisUnfit: false }
  }

  restart(): void {
    if (this.#stopped) return
    if (this.#away) {
      this.#local.restart()
      return
    }
    void this.#worker?.close(true).catch(() => {})
    if (this.#works) this.#work()
    this.#passing = null
    // Whatever it was that hung: not on the same connection again. Until the new one answers the local driver works.
    this.#watch.renew()
  }

  async #somethingDone(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const done = () => resolve()
    this.#events.on('completed', done)
    const timer = setTimeout(done, SOON_MS)
    await promise
    clearTimeout(timer)
    this.#events.off('completed', done)
  }

  #connect(options: Parameters<typeof openRedis>[1] = {}) {
    const connection = openRedis(this.#parts.url, options)
    this.#connections.push(connection)
    return connection
  }

  #work(): void {
    const { name, log } = this.#parts
    const run = (id: string, job: string, keys: readonly string[]) => this.#run(id, job, keys)
    this.#worker = openWorker({ name, connection: this.#connect(), concurrency: CONCURRENCY, log, run })
  }

  async #run(id: string, name: string, keys: readonly string[]): Promise<void> {
    const inHand = this.#inHand.get(name) ?? 0
    if (isHeldPage(id) && inHand >= HELD_AT_A_TIME) return
    this.#inHand.set(name, inHand + 1)
    try {
      await this.#jobs.get(name)?.run(keys)
    } finally {
      this.#inHand.set(name, (this.#inHand.get(name) ?? 1) - 1)
    }
  }

  async #judge(connected: number): Promise<void> {
    const fit = (await this.#parts.mayUse?.()) ?? true
    if (connected !== this.#connected) return
    this.#unfit = !fit
    if (fit) this.#present()
    else this.#judging = setTimeout(() => void this.#judge(connected), JUDGE_MS).unref()
  }

  #present(): void {
    if (!this.#away) return
    this.#away = false
    this.#filler.forget()
    if (this.#stopped) return
    this.#parts.log.info('queue.redis-is-back')
    // What the local driver has in hand it finishes; a platform that hangs there must not keep the others waiting.
    this.#handedBack = this.#local.stop(LOCK_MS)
    this.wake()
  }

  #absent(): void {
    this.#connected++
    this.#unfit = false
    if (this.#away) return
    this.#away = true
    if (this.#stopped) return
    this.#parts.log.warn('queue.redis-is-away')
    this.#local.start([...this.#jobs.values()], this.#works)
  }

  #finished(jobId: string, well: boolean): void {
    this.#filler.finished(jobId, well)
    if (!this.#stopped && !this.#away) this.#lookIn(SOON_MS)
  }

  /** Looks for what is due in so many ms, unless a look is coming sooner. */
  #lookIn(ms: number): void {
    const at = this.#parts.clock.elapsed() + ms
    if (this.#timer && this.#lookAt <= at) return
    if (this.#timer) clearTimeout(this.#timer)
    this.#lookAt = at
    this.#timer = setTimeout(() => {
      this.#timer = null
      void this.#pass().then(() => this.#sleep())
    }, ms)
  }

  /** Until the next thing is due, or something may have been lost. */
  async #sleep(): Promise<void> {
    if (this.#stopped || this.#away || this.#timer) return
    const { clock, log } = this.#parts
    // What has failed is looked at again when it has waited long enough.
    const longest = this.#filler.failing > 0 ? FAILING_SLEEP_MS : LONGEST_SLEEP_MS
    let waitMs = longest
    try {
      // What has no room now has it when one of its pages is done.
      const jobs = [...this.#jobs.values()].filter((job) => this.#filler.roomFor(job) > 0)
      const times = await Promise.all(jobs.map((job) => job.next()))
      const soonest = Math.min(...times.map((at) => at ?? Number.POSITIVE_INFINITY)) - clock.now()
      waitMs = Math.max(SOON_MS, Math.min(longest, soonest))
    } catch (error) {
      log.error('queue.failed', loggable(error))
    }
    this.#lookIn(waitMs)
  }

  /** One look at everything; answers how many due keys were queued. Looks never overlap. */
  async #pass(): Promise<number> {
    while (this.#passing) await this.#passing
    this.#passing = this.#look().finally(() => {
      this.#passing = null
    })
    return this.#passing
  }

  async #look(): Promise<number> {
    const { clock, log } = this.#parts
    try {
      const found = await this.#filler.fill([...this.#jobs.values()])
      this.#passedAt = clock.elapsed()
      return found
    } catch (error) {
      if (!this.#away && !this.#stopped) log.error('queue.failed', loggable(error))
      return 0
    }
  }
}
