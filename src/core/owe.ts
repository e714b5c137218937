import type { Instant } from './clock.ts'
import type { CoreStores, Say } from './flow.ts'
import type { Address, Recipient } from './outbox.ts'
import type { Random } from './random.ts'

/** Finds where recipients can be written to, all at once; null where there is no way. */
export interface AddressBook<S> {
  find(stores: S, recipients: readonly Recipient[]): Promise<readonly (Address | null)[]>
}

/** Puts what is to be said into the outbox, in the transaction of its cause. */
export type Owe<S> = (stores: S, says: readonly Say[], now: Instant) => Promise<void>

/**
 * `doubtUntil`: what has been owed since before then may have been sent already, by data that a backup took the place of;
 * null when there is nothing to doubt.
 */
export function createOwe<S extends CoreStores>(
  addresses: AddressBook<S>,
  random: Random,
  doubtUntil: (stores: S) => Promise<Instant | null>,
): Owe<S> {
  return async (stores, says, now) => {
    if (says.length === 0) return
    const found = await addresses.find(
      stores,
      says.map((say) => say.to),
    )
    const until = says.some((say) => say.since !== undefined) ? await doubtUntil(stores) : null
    const isDoubted = ({ since, to }: Say) =>
      since !== undefined && until !== null && since <= until && to.kind !== 'sealed'
    const messages = says.map((say, index) => ({
      draft: { key: random.id(), ...say, ...(isDoubted(say) && { doubted: true as const }) },
      to: found[index] ?? null,
    }))
    await stores.outbox.add(messages, now)
  }
}
