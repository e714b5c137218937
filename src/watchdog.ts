import { type Clock, type Log, loggable } from '#core'
import type { QueueDriver } from '#jobs'

/** What has been due for so long, with no look at the work meanwhile, means that a loop has stopped. */
const STUCK_MS = 120_000
const LOOK_MS = 15_000

interface WatchdogParts {
  readonly queue: QueueDriver
  readonly clock: Clock
  readonly log: Log
  /** How long the oldest of everything has been due, ms. */
  readonly oldestMs: () => Promise<number>
  readonly onRestart: () => void
}

/** Sees to it that the work never stands still unnoticed: a loop that has stopped is started anew, and readiness says so until it moves. */
export class Watchdog {
  readonly #parts: WatchdogParts
  #timer: NodeJS.Timeout | null = null
  #restartedAt = Number.NEGATIVE_INFINITY

  constructor(parts: WatchdogParts) {
    this.#parts = parts
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(), LOOK_MS)
    this.#timer.unref()
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
  }

  /** Whether something is due and nobody has looked for it for too long. */
  async isStuck(): Promise<boolean> {
    const { queue, oldestMs } = this.#parts
    return queue.health().sincePassMs > STUCK_MS && (await oldestMs()) > STUCK_MS
  }

  /** Starts what has stopped anew, and gives it time before it does so again. */
  async look(): Promise<void> {
    const { queue, clock, log, onRestart } = this.#parts
    try {
      if (clock.elapsed() - this.#restartedAt < STUCK_MS || !(await this.isStuck())) return
      this.#restartedAt = clock.elapsed()
      log.error('queue.stuck', { ms: Math.round(queue.health().sincePassMs), driver: queue.health().driver })
      onRestart()
      queue.restart()
    } catch (error) {
      log.warn('queue.watch-failed', loggable(error))
    }
  }
}
