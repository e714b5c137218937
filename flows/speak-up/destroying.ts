import type { DueWork } from '#core'
import { SCRUB_WANTED } from '#domain'
import type { Stores } from './parts.ts'

/** Destroys the sealed return addresses of closed cases, once their last nudge is out. */
export function destroyAddresses(): DueWork<Stores> {
  return {
    name: 'destroy-addresses',
    due: (stores, _now, limit) => stores.cases.addressesToDestroy(limit),
    next: async () => null,

    async run(stores, id) {
      await stores.cases.destroyAddress(id)
      await stores.settings.set(SCRUB_WANTED, id)
      return []
    },
  }
}
