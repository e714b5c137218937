import type { Clock, CoreStores, Random, Turn } from '#core'
import { type DomainStores, dateAt, hasRole, type Programs } from '#domain'

export type Stores = CoreStores & DomainStores

export interface SetupParts {
  readonly programs: () => Programs
  readonly clock: Clock
  readonly random: Random
  readonly digest: (text: string) => string
  /** Called when who is who changes, inside the transaction. */
  readonly changed: () => void
}

export function today({ programs }: SetupParts, turn: Turn<Stores>): string {
  return dateAt(turn.now, programs().company.timeZone)
}

export async function isAdministrator(parts: SetupParts, turn: Turn<Stores>): Promise<boolean> {
  const person = await turn.stores.people.get(turn.member.id)
  return person !== null && hasRole(parts.programs().company, 'admin', person, today(parts, turn))
}
