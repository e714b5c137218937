import type { Clock } from '#core'
import { Failures } from './failures.ts'
import type { Job } from './job.ts'
import { QueuedPages } from './queued-pages.ts'

/** How far ahead the queue knows what will be due; the rest stands in the database alone. */
const HORIZON_MS = 30 * 60_000
const RECONCILE_MS = 5000
/** Keys per page, and keys looked at in one look at one kind of job. */
const PAGE = 100
const LOOK = 2000
const LOOK_AHEAD = 5000
/** The share of what the others leave free that one kind of job may take: a platform that hangs holds up nothing else. */
const SHARE = 0.5
/** How the id of a held page ends. */
const HELD = 'held'
/** Keys of one held page are due within so many ms of each other. */
const HELD_TOGETHER_MS = 1000

/** Where pages are put: something that may lose them. */
export interface PageQueue {
  /** Adds a page that is not to run before `delayMs`; one with an id that lies there already is left as it is. */
  add(id: string, job: string, keys: readonly string[], delayMs: number): Promise<void>
  remove(id: string): Promise<void>
  /** Whether everything has been lost since the last time this was asked. */
  wasEmptied(): Promise<boolean>
}

/**
 * Keeps a queue filled from what stands in the database: pages of what is due at once, pages of what will be due
 * within the horizon held back until then, and none of what is no longer wanted.
 */
export class QueueFiller {
  readonly #queue: PageQueue
  readonly #clock: Clock
  readonly #slots: number
  readonly #pages: QueuedPages
  readonly #failures: Failures
  #reconciledAt = Number.NEGATIVE_INFINITY

  /** `slots`: how many pages a process works on at a time. */
  constructor(queue: PageQueue, clock: Clock, slots: number) {
    this.#queue = queue
    this.#slots = slots
    this.#clock = clock
    this.#pages = new QueuedPages(clock)
    this.#failures = new Failures(clock)
  }

  get failing(): number {
    return this.#failures.size
  }

  /** How long the oldest page that was to be done at once has lain there, ms. */
  get oldestMs(): number {
    return this.#pages.oldestMs
  }

  /** How many more pages of this kind of job may be put in; one kind never takes all that is free. */
  roomFor({ name }: Job): number {
    const { own, others } = this.#pages.running(name)
    const share = Math.max(1, Math.floor((this.#slots - others) * SHARE))
    return Math.max(0, share - own)
  }

  /** Nothing of what was put there is there any more. */
  forget(): void {
    this.#pages.clear()
    this.#reconciledAt = Number.NEGATIVE_INFINITY
  }

  /** A page is done, or failed and is left alone for a while. */
  finished(id: string, well: boolean): void {
    for (const name of this.#pages.remove(id)) {
      if (well) this.#failures.clear(name)
      else this.#failures.add(name)
    }
  }

  /** Puts in what is missing and has room; answers how many due keys are, or may be, still missing. */
  async fill(jobs: Iterable<Job>): Promise<number> {
    if (await this.#queue.wasEmptied()) this.forget()
    let found = 0
    for (const job of jobs) found += await this.#fillDue(job)
    if (this.#clock.elapsed() - this.#reconciledAt < RECONCILE_MS) return found
    this.#reconciledAt = this.#clock.elapsed()
    const wanted = new Set<string>()
    for (const job of jobs) await this.#fillAhead(job, wanted)
    for (const id of this.#pages.leftOver(wanted)) {
      this.#pages.remove(id)
      await this.#queue.remove(id)
    }
    return found
  }

  async #fillDue(job: Job): Promise<number> {
    const room = this.roomFor(job)
    // What is due beyond these pages shows when one of them is done.
    if (room === 0) return 1
    const due = await job.due(LOOK)
    const fresh = due.filter((key) => {
      const name = nameOf(job, key)
      return this.#failures.isFree(name) && !this.#pages.runsSoon(name)
    })
    const pages = pagesOf(fresh, job.page ?? PAGE).slice(0, room)
    await Promise.all(pages.map((page) => this.#add(job, page, null)))
    return fresh.length
  }

  async #fillAhead(job: Job, wanted: Set<string>): Promise<void> {
    let page: string[] = []
    let until = 0
    for (const { key, at } of (await job.ahead?.(HORIZON_MS, LOOK_AHEAD)) ?? []) {
      const name = nameOf(job, key)
      wanted.add(name)
      if (this.#pages.isHeld(name)) continue
      if (page.length === PAGE || (page.length > 0 && at > until)) {
        await this.#add(job, page, until)
        page = []
      }
      if (page.length === 0) until = at + HELD_TOGETHER_MS
      page.push(key)
    }
    if (page.length > 0) await this.#add(job, page, until)
  }

  async #add(job: Job, keys: readonly string[], heldUntil: number | null): Promise<void> {
    const id = pageId(job, keys, heldUntil)
    const names = keys.map((key) => nameOf(job, key))
    this.#pages.add(id, job.name, names, heldUntil)
    const delayMs = heldUntil === null ? 0 : Math.max(0, heldUntil - this.#clock.now())
    await this.#queue.add(id, job.name, keys, delayMs)
  }
}

/** Whether a page was put in before it was due. */
export function isHeldPage(id: string): boolean {
  return id.endsWith(`-${HELD}`)
}

function pagesOf(keys: readonly string[], size: number): string[][] {
  return Array.from({ length: Math.ceil(keys.length / size) }, (_, n) => keys.slice(n * size, (n + 1) * size))
}

function nameOf(job: Job, key: string): string {
  return `${job.name} ${key}`
}

/** The same for the same keys in every process, so that a page is queued once. BullMQ refuses colons and bare numbers. */
function pageId(job: Job, keys: readonly string[], heldUntil: number | null): string {
  const name = job.name.replace(/[^\w]+/g, '-')
  return ['page', name, keys[0], keys.at(-1), keys.length, ...(heldUntil === null ? [] : [HELD])].join('-')
}
