import type { Instant } from './clock.ts'
import type { CoreStores, Say } from './flow.ts'
import type { Address, Addressed, Recipient } from './outbox.ts'
import type { Random } from './random.ts'

/** Finds where recipients can be written to, all at once; null where there is no way. */
export interface AddressBook<S> {
  find(stores: S, recipients: readonly Recipient[]): Promise<readonly (Address | null)[]>
}

/** Where somebody is being answered: on the account they have just used, whatever others they have. */
interface Here {
  readonly person: string
  readonly address: Address
}

/** Puts what is to be said into the outbox, in the transaction of its cause. */
export type Owe<S> = (stores: S, says: readonly Say[], now: Instant, here?: Here) => Promise<void>

/**
 * `doubtUntil`: what has been owed since before then may have been sent already, by data that a backup took the place of;
 * null when there is nothing to doubt.
 */
export function createOwe<S extends CoreStores>(
  addresses: AddressBook<S>,
  random: Random,
  doubtUntil: (stores: S) => Promise<Instant | null>,
): Owe<S> {
  return async (stores, says, now, here) => {
    if (says.length === 0) return
    const found = await addresses.find(
      stores,
      says.map((say) => say.to),
    )
    const until = says.some((say) => say.since !== undefined) ? await doubtUntil(stores) : null
    const isDoubted = ({ since, to }: Say) =>
      since !== undefined && until !== null && since <= until && to.kind !== 'sealed'
    const messages: Addressed[] = []
    for (const [index, say] of says.entries()) {
      const draft = { key: random.id(), ...say, ...(isDoubted(say) && { doubted: true as const }) }
      messages.push({ draft, to: await addressHere(stores, say, found[index] ?? null, here) })
    }
    await stores.outbox.add(messages, now)
  }
}

/** What stands on another of their accounts is changed there. */
async function addressHere<S extends CoreStores>(
  { outbox }: S,
  { to, replaces }: Say,
  usual: Address | null,
  here: Here | undefined,
): Promise<Address | null> {
  const differs = here && to.kind === 'person' && to.person === here.person && usual?.address !== here.address.address
  if (!differs) return usual
  const standing = replaces === undefined ? null : await outbox.posted(replaces)
  return standing && standing.address === usual?.address ? usual : here.address
}
