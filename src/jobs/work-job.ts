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
import { Failures } from './failures.ts'
import type { Job } from './job.ts'
import { mustBeTrusted } from './must-be-trusted.ts'

/** Makes a job of a flow's later work: one transaction per key, what it says goes to the outbox with it. */
export function workJob<S extends CoreStores>(
  work: DueWork<S>,
  parts: { database: Transactor<S>; clock: Clock; owe: Owe<S>; log: Log; maySend: () => boolean },
): Job {
  const { database, clock, owe, log } = parts
  const failures = new Failures(clock)

  const runOne = (key: string) =>
    database.transaction(async (stores) => {
      const now = clock.now()
      const says = await work.run(stores, key, now)
      await owe(stores, says, now)
      mustBeTrusted(parts)
    })

  return {
    name: work.name,
    async due(limit) {
      if (!parts.maySend()) return []
      const due = await database.transaction((stores) => work.due(stores, clock.now(), limit + failures.size))
      return due.filter((key) => failures.isFree(key)).slice(0, limit)
    },
    next: () => database.transaction((stores) => work.next(stores)),
    ahead: async (ms, limit) => {
      const now = clock.now()
      return database.transaction(async (stores) => (await work.ahead?.(stores, now, now + ms, limit)) ?? [])
    },
    failing: () => failures.size,

    async run(keys) {
      const free = keys.filter((key) => failures.isFree(key))
      const failed: unknown[] = []
      for (const key of free) {
        // By a clock that cannot be trusted nothing is planned; it is found again when it can.
        if (!parts.maySend()) return
        try {
          await runOne(key)
          failures.clear(key)
          // SQLite never waits for the outside: without this nothing else would be answered during long work.
          await breathe()
        } catch (error) {
          // Somebody else was faster; the next sweep shows whether anything is left.
          if (error instanceof ConflictError) continue
          failed.push(error)
          failures.add(key)
          log.warn('work.failed', { job: work.name, ...loggable(error) })
        }
      }
      // Where nothing went well the engine waits as well; what failed beside others waits here.
      if (failed.length > 0 && failed.length === free.length) throw failed[0]
    },
  }
}
