import type { Kysely } from 'kysely'
import type { Tables } from './schema/index.ts'

/** Transactions that may share one commit; more would make the first wait too long. */
const MOST_IN_GROUP = 64

interface Waiting {
  readonly run: (db: Kysely<Tables>) => Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

type Transaction = Awaited<ReturnType<ReturnType<Kysely<Tables>['startTransaction']>['execute']>>

/** A piece of work that has been done and waits for the commit to be true. */
type Done = () => void

/**
 * Runs transactions of one connection one after the other, and lets those that wait at the same time share a commit:
 * making a commit durable costs more than everything in it. Each stands in its own savepoint, so that one that fails
 * takes nothing with it; none is answered before the commit.
 */
export class GroupCommit {
  readonly #db: Kysely<Tables>
  readonly #isOpen: () => boolean
  #waiting: Waiting[] = []
  #running = false

  /** `isOpen` tells whether the connection is inside a transaction: a full disk ends one without being asked. */
  constructor(db: Kysely<Tables>, isOpen: () => boolean) {
    this.#db = db
    this.#isOpen = isOpen
  }

  transaction<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    this.#waiting.push({ run: work, resolve: resolve as (value: unknown) => void, reject })
    if (!this.#running) void this.#run()
    return promise
  }

  async #run(): Promise<void> {
    this.#running = true
    while (this.#waiting.length > 0) await this.#group()
    this.#running = false
  }

  async #group(): Promise<void> {
    const taken: Waiting[] = []
    try {
      const done = await this.#inOneTransaction(taken)
      for (const answer of done) answer()
    } catch (error) {
      // The commit itself failed: nothing of the group has happened, and nobody has been answered.
      for (const one of taken) one.reject(error)
    }
  }

  async #inOneTransaction(taken: Waiting[]): Promise<Done[]> {
    const done: Done[] = []
    const transaction = await this.#db.startTransaction().execute()
    try {
      for (let one = this.#next(taken); one; one = this.#next(taken)) {
        done.push(await this.#inSavepoint(transaction, one))
      }
      await transaction.commit().execute()
    } catch (error) {
      if (this.#isOpen()) await transaction.rollback().execute()
      throw error
    }
    return done
  }

  #next(taken: Waiting[]): Waiting | null {
    const one = taken.length < MOST_IN_GROUP ? this.#waiting.shift() : undefined
    if (one) taken.push(one)
    return one ?? null
  }

  async #inSavepoint(transaction: Transaction, { run, resolve, reject }: Waiting): Promise<Done> {
    const savepoint = await transaction.savepoint('one').execute()
    try {
      const value = await run(savepoint)
      await savepoint.releaseSavepoint('one').execute()
      return () => resolve(value)
    } catch (error) {
      if (!this.#isOpen()) throw error
      await savepoint.rollbackToSavepoint('one').execute()
      await savepoint.releaseSavepoint('one').execute()
      return () => reject(error)
    }
  }
}
