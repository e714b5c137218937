import type { CoreStores, OutboxRow, Routes, Settlement } from '#core'
import { CONCURRENCY, type DeliverParts, inParallel, settle } from './deliver-parts.ts'
import type { Job } from './job.ts'
import { PATIENCE } from './patience.ts'
import { again, hold, lookUp } from './send.ts'

/** Finds out about messages whose sender died or got no answer. */
export function settleUncertainJob<S extends CoreStores>(parts: DeliverParts<S>, routes: Routes = {}): Job {
  const { database, clock, patience = PATIENCE } = parts

  const settleOne = async (row: OutboxRow): Promise<Settlement> => {
    // A nudge may come twice; to ask about it, somebody would have to know whom it went to.
    if (row.to.kind === 'sealed') return again(parts, row, 'resend')
    // Shown once more in its place, a message is the same as before.
    if (row.replaces !== undefined) return again(parts, row, 'resend', 0)
    const { destination, under } = await database.transaction(async (stores) => ({
      destination: await parts.destination(stores, row),
      under: row.under ? await stores.outbox.posted(row.under) : null,
    }))
    if (!destination || destination === 'away') return hold(row, 'no-address')
    return lookUp(parts, row, destination, under?.messageId ?? null)
  }

  /** As many as can be asked about at once, so that all answers are in before the claim runs out. */
  const settleSome = async (keys: readonly string[]) => {
    const owner = parts.random.id()
    const claim = { owner, forMs: patience.claimMs }
    const rows = await database.transaction(async (stores) => {
      await parts.guard?.check(stores)
      return stores.outbox.claimUncertain(keys, claim)
    })
    await settle(parts, owner, await inParallel(rows, settleOne), rows)
  }

  return {
    name: routes.only ? `settle-uncertain ${routes.only.join(' ')}` : 'settle-uncertain',
    async due(limit) {
      if (!parts.maySend() || parts.guard?.valid() === false) return []
      return database.transaction(async (stores) => {
        await stores.outbox.expireClaims()
        return stores.outbox.uncertain(clock.now(), limit, routes)
      })
    },
    next: async () => null,

    async run(keys) {
      for (let at = 0; at < keys.length; at += CONCURRENCY) await settleSome(keys.slice(at, at + CONCURRENCY))
    },
  }
}
