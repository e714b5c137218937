import type { CompanyParts } from '../../../src/company.ts'

/** A place at which something can go wrong: the n-th call of a port's method since it was armed, before it is done or after. */
export interface Place {
  readonly call: string
  readonly nth: number
  readonly when: 'before' | 'after'
}

/** Stands between the bot and its ports: counts every call, and throws at one of them. */
export class FaultyPorts {
  /** Calls since the last `listen`, in order. */
  calls: string[] = []
  #armed: Place | null = null
  #seen = 0
  struck = 0
  /** What an error says that quotes what was in hand, as real ones do. */
  readonly #message: string

  constructor(message: string) {
    this.#message = message
  }

  through = (parts: CompanyParts): CompanyParts => {
    const { vault } = parts
    return {
      ...parts,
      adapters: parts.adapters.map((adapter) => this.#wrapped('adapter', adapter)),
      queue: this.#wrapped('queue', parts.queue, ['wake']),
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

  listen(): void {
    this.calls = []
  }

  arm(place: Place): void {
    this.#armed = place
    this.#seen = 0
  }

  /** @returns whether it had struck */
  disarm(): boolean {
    const struck = this.#armed === null
    this.#armed = null
    return struck
  }

  #database(database: CompanyParts['database']): CompanyParts['database'] {
    const transaction: typeof database.transaction = (work) =>
      this.#pass('database.transaction', () =>
        database.transaction((stores) =>
          work(
            Object.fromEntries(
              Object.entries(stores).map(([name, store]) => [name, this.#wrapped(name, store)]),
            ) as unknown as typeof stores,
          ),
        ),
      )
    return new Proxy(database, {
      get: (target, name) => {
        if (name === 'transaction') return transaction
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  }

  #wrapped<P extends object>(port: string, inner: P, only?: readonly string[]): P {
    return new Proxy(inner, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target)
        if (typeof value !== 'function' || typeof name === 'symbol') return value
        if (only && !only.includes(name)) return value.bind(target)
        return (...given: unknown[]) => this.#pass(`${port}.${name}`, () => value.apply(target, given))
      },
    })
  }

  #pass<T>(call: string, work: () => T): T {
    this.calls.push(call)
    const armed = this.#armed
    const strikes = armed?.call === call && ++this.#seen === armed.nth
    if (strikes && armed.when === 'before') this.#strike()
    const result = work()
    if (!strikes) return result
    if (!(result instanceof Promise)) return this.#strike()
    return result.then(() => this.#strike()) as T
  }

  #strike(): never {
    this.#armed = null
    this.struck++
    throw new Error(this.#message, { cause: { said: this.#message } })
  }
}
