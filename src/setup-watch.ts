import { type Log, loggable } from '#core'
import type { Database } from '#db'
import type { ProgramsHolder } from './programs-holder.ts'

/** How soon other processes notice what an administrator said to one of them. */
const LOOK_MS = 2000
/** Where nobody waits for it. */
const SOON_MS = 50

interface SetupWatchParts {
  readonly database: Database
  readonly programs: ProgramsHolder
  readonly log: Log
  /** Somebody said something new; it is in force already. */
  readonly onChange: () => Promise<void>
}

/** Keeps what administrators say in the chat in force in every process. */
export class SetupWatch {
  readonly #parts: SetupWatchParts
  #marked = false
  #timer: NodeJS.Timeout | null = null
  #stopped = false

  constructor(parts: SetupWatchParts) {
    this.#parts = parts
  }

  /** The transaction that is open changes it. */
  mark(): void {
    this.#marked = true
    this.#lookIn(SOON_MS)
  }

  /** To be called after what somebody did is committed: what comes next finds it in force. */
  async afterInbound(): Promise<void> {
    if (!this.#marked) return
    try {
      await this.look()
    } catch (error) {
      // What was done is committed all the same: it must be acknowledged, and its answer given.
      this.#parts.log.warn('setup.not-read', loggable(error))
      this.mark()
    }
  }

  /** @throws what the database says */
  async look(): Promise<void> {
    this.#marked = false
    const { database, programs, onChange } = this.#parts
    if (programs.layOver(await database.transaction(({ setup }) => setup.current()))) await onChange()
  }

  /** Looks by itself, for what other processes were told. */
  follow(): void {
    this.#lookIn(LOOK_MS, true)
  }

  stop(): void {
    this.#stopped = true
    if (this.#timer) clearTimeout(this.#timer)
  }

  #lookIn(ms: number, again = false): void {
    if (this.#stopped) return
    const timer = setTimeout(() => {
      void this.look()
        .catch((error: unknown) => this.#parts.log.warn('setup.not-read', loggable(error)))
        .finally(() => again && this.#lookIn(LOOK_MS, true))
    }, ms)
    timer.unref()
    if (again) this.#timer = timer
  }
}
