import type { DueWork } from '#core'
import { SCRUB_WANTED } from '#domain'
import type { SpeakUpParts, Stores } from './parts.ts'

/** Destroys the sealed return addresses of closed cases, once their last nudge is out. */
export function destroyAddresses({ vault }: SpeakUpParts): DueWork<Stores> {
  return {
    name: 'destroy-addresses',
    due: (stores, _now, limit) => stores.cases.addressesToDestroy(limit),
    next: async () => null,

    async run(stores, id) {
      // It may have been opened again, or something held for it, since it was found.
      if ((await stores.cases.addressesToDestroy(1, id)).length === 0) return []
      const address = await stores.cases.address(id)
      // Whether or not this is committed: it is to go, in every copy of the data.
      if (address !== null) vault.addresses.destroy(address)
      await stores.cases.destroyAddress(id)
      await stores.settings.set(SCRUB_WANTED, id)
      return []
    },
  }
}
