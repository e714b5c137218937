import { setTimeout as wait } from 'node:timers/promises'
import type BetterSqlite from 'better-sqlite3'
import { type Kysely, sql } from 'kysely'
import type { Tables } from './schema/index.ts'

/** Transactions that may share one commit; more would make the first wait too long. */
const MOST_IN_GROUP = 64

/** How long to wait for another process that is writing, ms, and how often to look. */
const PATIENCE_MS = 30_000
const LOOK_MS = 20

interface Waiting {
  readonly run: (db: Kysely<Tables>) => Promise<unknown>
  /** Outside of any transaction, and with nothing beside it. */
  readonly alone: boolean
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** A piece of work that has been done and waits for the commit to be true. */
type Done = () => void

/**
 * Runs transactions of one connection one after the other, and lets those that wait at the same time share a commit:
 * making a commit durable costs more than everything in it. Each stands in its own savepoint, so that one that fails
 * takes nothing with it; none is answered before the commit.
 */
export class GroupCommit {
  readonly #db: Kysely<Tables>
  readonly #sqlite: BetterSqlite.Database
  #waiting: Waiting[] = []
  #running = false

  /** `sqlite`: the connection under `db`. */
  constructor(db: Kysely<Tables>, sqlite: BetterSqlite.Database) {
    this.#db = db
    this.#sqlite = sqlite
  }

  transaction<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
    return this.#queue(work, false)
  }

  /** Work that must not stand in a transaction, between two of them. */
  between<T>(work: () => Promise<T>): Promise<T> {
    return this.#queue(work, true)
  }

  #queue<T>(work: (db: Kysely<Tables>) => Promise<T>, alone: boolean): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    this.#waiting.push({ run: work, alone, resolve: resolve as (value: unknown) => void, reject })
    if (!this.#running) void this.#run()
    return promise
  }

  async #run(): Promise<void> {
    this.#running = true
    while (this.#waiting.length > 0) await (this.#waiting[0]?.alone ? this.#alone() : this.#group())
    this.#running = false
  }

  async #alone(): Promise<void> {
    const one = this.#waiting.shift()
    await one?.run(this.#db).then(one.resolve, one.reject)
  }

  async #group(): Promise<void> {
    const taken: Waiting[] = []
    try {
      await this.#begin()
      const done = await this.#db.connection().execute((db) => this.#inOneTransaction(db, taken))
      for (const answer of done) answer()
    } catch (error) {
      // Nothing of the group has happened, and nobody has been answered.
      if (taken.length === 0) taken.push(...this.#waiting.splice(0))
      for (const one of taken) one.reject(error)
    }
  }

  /** Takes the write lock at the start: a transaction that reads first and writes later could not wait for another writer. */
  async #begin(): Promise<void> {
    for (let waited = 0; ; waited += LOOK_MS) {
      try {
        this.#sqlite.exec(this.#sqlite.readonly ? 'begin' : 'begin immediate')
        return
      } catch (error) {
        if (!isBusy(error) || waited >= PATIENCE_MS) throw error
        await wait(LOOK_MS)
      }
    }
  }

  async #inOneTransaction(db: Kysely<Tables>, taken: Waiting[]): Promise<Done[]> {
    const done: Done[] = []
    try {
      for (let one = this.#next(taken); one; one = this.#next(taken)) done.push(await this.#inSavepoint(db, one))
      this.#sqlite.exec('commit')
    } catch (error) {
      // A full disk ends a transaction without being asked.
      if (this.#sqlite.inTransaction) this.#sqlite.exec('rollback')
      throw error
    }
    return done
  }

  #next(taken: Waiting[]): Waiting | null {
    if (taken.length >= MOST_IN_GROUP || this.#waiting[0]?.alone) return null
    const one = this.#waiting.shift() ?? null
    if (one) taken.push(one)
    return one
  }

  async #inSavepoint(db: Kysely<Tables>, { run, resolve, reject }: Waiting): Promise<Done> {
    await sql`savepoint one`.execute(db)
    try {
      const value = await run(db)
      await sql`release one`.execute(db)
      return () => resolve(value)
    } catch (error) {
      if (!this.#sqlite.inTransaction) throw error
      await sql`rollback to one`.execute(db)
      await sql`release one`.execute(db)
      return () => reject(error)
    }
  }
}

function isBusy(error: unknown): boolean {
  return (error as { code?: string }).code?.startsWith('SQLITE_BUSY') ?? false
}
