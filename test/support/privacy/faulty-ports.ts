import { AsyncLocalStorage } from 'node:async_hooks'
import type { Adapter, FormPages } from '#core'
import type { Job, QueueDriver } from '#jobs'
import type { CompanyParts } from '../../../src/company.ts'

/** A place at which something can go wrong: the n-th call of a port's method in one turn, before it is done or after. */
export interface Place {
  /** What is done, and the call. */
  readonly call: string
  readonly nth: number
  readonly when: 'before' | 'after'
}

const TAKING_IN = 'taking in'

/** How often each call was made. */
type Heard = ReadonlyMap<string, number>

/** One thing that is done from its beginning to its end: something taken in, or one look of a job at what is due. */
interface Turn {
  readonly name: string
  readonly calls: Map<string, number>
}

/**
 * Stands between the bot and its ports: counts the calls of each turn, and throws at one of them. What several loops do
 * at the same time, and how often, is different each time; what one of them does in its turn is not.
 */
export class FaultyPorts {
  readonly #turns = new AsyncLocalStorage<Turn>()
  #heard = new Map<string, number>()
  /** Calls since the last `listen` that were made to take something in, in order. */
  calls: string[] = []
  #armed: Place | null = null
  /** What an error says that quotes what was in hand, as real ones do. */
  readonly #message: string

  constructor(message: string) {
    this.#message = message
  }

  through = (parts: CompanyParts): CompanyParts => {
    const { vault } = parts
    return {
      ...parts,
      adapters: parts.adapters.map((adapter) => this.#wrapped('adapter', this.#listening(adapter))),
      queue: this.#queue(parts.queue),
      random: this.#wrapped('random', parts.random),
      vault: {
        cases: this.#wrapped('vault.cases', vault.cases),
        addresses: this.#wrapped('vault.addresses', vault.addresses),
        receipts: this.#wrapped('vault.receipts', vault.receipts),
        sheets: this.#wrapped('vault.sheets', vault.sheets),
        tags: this.#wrapped('vault.tags', vault.tags),
        waiting: this.#wrapped('vault.waiting', vault.waiting),
        weekly: this.#wrapped('vault.weekly', vault.weekly),
      },
      database: this.#database(parts.database),
    }
  }

  /** What is done on the page of a form is a turn, too. */
  pages = (pages: FormPages): FormPages => ({
    view: (...given) => this.#inTurn('a page is opened', () => pages.view(...given)),
    draft: (...given) => this.#inTurn('a page is drafted', () => pages.draft(...given)),
    submit: (...given) => this.#inTurn('a page is handed in', () => pages.submit(...given)),
  })

  /** From now on calls are counted anew. */
  listen(): void {
    this.#heard = new Map()
    this.calls = []
  }

  /** How often each call was made in one turn at the most, since the last `listen`. */
  heard(): Heard {
    return this.#heard
  }

  arm(place: Place): void {
    this.#armed = place
  }

  /** @returns whether it has struck */
  disarm(): boolean {
    const struck = this.#armed === null
    this.#armed = null
    return struck
  }

  /** What comes in is a turn. */
  #listening(adapter: Adapter): Adapter {
    const start: Adapter['start'] = (receive) =>
      adapter.start((inbound) => this.#inTurn(`${TAKING_IN} ${inbound.kind}`, () => receive(inbound)))
    return new Proxy(adapter, { get: (target, name) => (name === 'start' ? start : read(target, name)) })
  }

  /** So is everything that a job is asked. */
  #queue(queue: QueueDriver): QueueDriver {
    const start: QueueDriver['start'] = (jobs, work) =>
      queue.start(
        jobs.map((job) => this.#job(job)),
        work,
      )
    const wake = () => this.#pass('queue.wake', () => queue.wake())
    return new Proxy(queue, {
      get: (target, name) => (name === 'start' ? start : name === 'wake' ? wake : read(target, name)),
    })
  }

  #job(job: Job): Job {
    const { name } = job
    const take = job.take?.bind(job)
    return {
      ...job,
      name,
      due: (limit) => this.#inTurn(`${name}, due`, () => job.due(limit)),
      next: () => this.#inTurn(`${name}, next`, () => job.next()),
      run: (keys) => this.#inTurn(`${name}, run`, () => job.run(keys)),
      ...(take && {
        take: async (limit: number) => {
          const { keys, finish } = await this.#inTurn(`${name}, take`, () => take(limit))
          return { keys, finish: () => this.#inTurn(`${name}, finish`, finish) }
        },
      }),
    }
  }

  #inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    return this.#turns.run({ name, calls: new Map() }, work)
  }

  #database(database: CompanyParts['database']): CompanyParts['database'] {
    const transaction: typeof database.transaction = (work) => {
      // A commit that several share does the work of all of them in the course of one.
      const inTurn = AsyncLocalStorage.snapshot()
      return this.#pass('database.transaction', () =>
        database.transaction((stores) =>
          inTurn(() =>
            work(
              Object.fromEntries(
                Object.entries(stores).map(([name, store]) => [name, this.#wrapped(name, store)]),
              ) as unknown as typeof stores,
            ),
          ),
        ),
      )
    }
    return new Proxy(database, {
      get: (target, name) => (name === 'transaction' ? transaction : read(target, name)),
    })
  }

  #wrapped<P extends object>(port: string, inner: P): P {
    return new Proxy(inner, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target)
        if (typeof value !== 'function' || typeof name === 'symbol') return value
        return (...given: unknown[]) => this.#pass(`${port}.${name}`, () => value.apply(target, given))
      },
    })
  }

  #pass<T>(method: string, work: () => T): T {
    const turn = this.#turns.getStore()
    if (!turn) return work()
    const call = `${turn.name}: ${method}`
    const nth = (turn.calls.get(call) ?? 0) + 1
    turn.calls.set(call, nth)
    if (turn.name.startsWith(TAKING_IN)) this.calls.push(call)
    this.#heard.set(call, Math.max(nth, this.#heard.get(call) ?? 0))
    const armed = this.#armed
    const strikes = armed?.call === call && armed.nth === nth
    if (strikes && armed.when === 'before') this.#strike()
    const result = work()
    if (!strikes) return result
    if (!(result instanceof Promise)) return this.#strike()
    return result.then(() => this.#strike()) as T
  }

  #strike(): never {
    this.#armed = null
    throw new Error(this.#message, { cause: { said: this.#message } })
  }
}

/** Every place that was reached each time. */
export function placesIn([first = new Map(), ...others]: readonly Heard[]): Place[] {
  return [...first].flatMap(([call, most]) => {
    const always = Math.min(most, ...others.map((heard) => heard.get(call) ?? 0))
    return Array.from({ length: always }, (_, index) => index + 1).flatMap((nth): Place[] => [
      { call, nth, when: 'before' },
      { call, nth, when: 'after' },
    ])
  })
}

/** A property as it is, a method on its own object. */
function read<P extends object>(target: P, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name, target)
  return typeof value === 'function' ? value.bind(target) : value
}
