import { setImmediate as breathe } from 'node:timers/promises'
import {
  type Clock,
  ConflictError,
  type CoreStores,
  type DueWork,
  type Log,
  loggable,
  type Owe,
  type Transactor,
} from '#core'
import type { Job } from './job.ts'

/** Makes a job of a flow's later work: one transaction per key, what it says goes to the outbox with it. */
export function workJob<S extends CoreStores>(
  work: DueWork<S>,
  parts: { database: Transactor<S>; clock: Clock; owe: Owe<S>; log: Log; maySend: () => boolean },
): Job {
  const { database, clock, owe, log } = parts

  const runOne = (key: string) =>
    database.transaction(async (stores) => {
      const now = clock.now()
      const says = await work.run(stores, key, now)
      await owe(stores, says, now)
    })

  return {
    name: work.name,
    async due(limit) {
      if (!parts.maySend()) return []
      return database.transaction((stores) => work.due(stores, clock.now(), limit))
    },
    next: () => database.transaction((stores) => work.next(stores)),
    ahead: async (ms, limit) => {
      const now = clock.now()
      return database.transaction(async (stores) => (await work.ahead?.(stores, now, now + ms, limit)) ?? [])
    },
    async run(keys) {
      const failed: unknown[] = []
      for (const key of keys) {
        // By a clock that cannot be trusted nothing is planned; it is found again when it can.
        if (!parts.maySend()) return
        try {
          await runOne(key)
          // SQLite never waits for the outside: without this nothing else would be answered during long work.
          await breathe()
        } catch (error) {
          // Somebody else was faster; the next sweep shows whether anything is left.
          if (error instanceof ConflictError) continue
          failed.push(error)
          log.warn('work.failed', { job: work.name, ...loggable(error) })
        }
      }
      if (failed.length === keys.length) throw failed[0]
    },
  }
}
