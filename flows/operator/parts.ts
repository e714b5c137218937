import type { AddressBook, CoreStores, Random } from '#core'
import type { DomainStores, Programs } from '#domain'

export type Stores = CoreStores & DomainStores

export interface OperatorParts {
  readonly programs: () => Programs
  readonly random: Random
  readonly addresses: AddressBook<Stores>
}
