import { type Adapter, type Log, loggable, type NoteDirectoryChange, type Receive } from '#core'

const FIRST_RETRY_MS = 2000
const LONGEST_RETRY_MS = 60_000

interface ListenersParts {
  readonly receive: (adapter: Adapter) => Receive
  /** Who hears what the platform says of its directory. */
  readonly noteChange?: (adapter: Adapter) => NoteDirectoryChange
  readonly log: Log
}

/** The adapters that listen in this process. */
export class Listeners {
  readonly #parts: ListenersParts
  readonly #listening = new Set<Adapter>()
  readonly #retries = new Set<NodeJS.Timeout>()

  constructor(parts: ListenersParts) {
    this.#parts = parts
  }

  find(platform: string): Adapter | null {
    return [...this.#listening].find((adapter) => adapter.platform === platform) ?? null
  }

  async listen(adapter: Adapter): Promise<void> {
    await adapter.start(this.#parts.receive(adapter), this.#parts.noteChange?.(adapter))
    this.#listening.add(adapter)
  }

  /** Begins to listen; a platform that fails at that is tried again, and keeps no other from starting. */
  async keepListening(adapter: Adapter, retryMs = FIRST_RETRY_MS): Promise<void> {
    try {
      await this.listen(adapter)
    } catch (error) {
      this.#parts.log.error('adapter.failed', { platform: adapter.platform, ...loggable(error) })
      const retry = setTimeout(() => {
        this.#retries.delete(retry)
        void this.keepListening(adapter, Math.min(LONGEST_RETRY_MS, retryMs * 2))
      }, retryMs)
      this.#retries.add(retry)
    }
  }

  async ignore(adapter: Adapter): Promise<void> {
    this.#listening.delete(adapter)
    await adapter.stop()
  }

  /** Stops to listen, everywhere at once; what one platform fails at does not keep the others. */
  async stop(adapters: readonly Adapter[]): Promise<void> {
    for (const retry of this.#retries) clearTimeout(retry)
    const ended = await Promise.allSettled(adapters.map((adapter) => this.ignore(adapter)))
    for (const one of ended) {
      if (one.status === 'rejected') this.#parts.log.warn('adapter.not-stopped', loggable(one.reason))
    }
  }
}
