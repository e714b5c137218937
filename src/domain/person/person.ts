import type { PlainDate } from '../calendar/plain-date.ts'

/** Somebody on the staff list, or who was. `id` is the company's own. */
export interface Person {
  readonly id: string
  readonly name: string
  readonly department: string
  readonly managerId: string | null
  readonly title: string
  readonly email: string
  readonly mobile: string
  readonly joinedOn: PlainDate | null
  readonly leftOn: PlainDate | null
  /** As the company wrote it, or one of the coded reasons (`misconduct`, `neglect`). */
  readonly leftReason: string
  readonly leftKind: LeftKind | null
  /** Mid or senior manager, key technical person or high-potential. */
  readonly keyPerson: boolean
  /** From the directory; null leaves it to the company's. */
  readonly locale: string | null
  readonly timezone: string | null
}

export const LEFT_KINDS = ['voluntary', 'dismissed', 'contract_end', 'retired', 'other'] as const
type LeftKind = (typeof LEFT_KINDS)[number]

/** Whether somebody works here on that day. The last day still counts. */
export function isEmployed(person: Person, today: PlainDate): boolean {
  return person.leftOn === null || person.leftOn >= today
}

/** An account of a person on a platform. */
export interface PersonAccount {
  readonly platform: string
  readonly workspace: string
  readonly userId: string
  readonly personId: string
}

export interface PersonStore {
  get(id: string): Promise<Person | null>
  many(ids: readonly string[]): Promise<Person[]>
  all(): Promise<Person[]>
  /** Adds or overwrites. */
  put(people: readonly Person[]): Promise<void>
  /** The same id in upper and lower case is one account where the platform takes it so (WeCom). */
  byAccount(platform: string, workspace: string, userId: string): Promise<Person | null>
  accountsOf(personIds: readonly string[]): Promise<PersonAccount[]>
  /** Every account on every platform. */
  accounts(): Promise<PersonAccount[]>
  link(accounts: readonly PersonAccount[]): Promise<void>
  /** These accounts lead to nobody any more. */
  unlink(place: Pick<PersonAccount, 'platform' | 'workspace'>, userIds: readonly string[]): Promise<void>
  /** The language somebody chose in the chat; null leaves it to the directory. */
  chosenLocale(id: string): Promise<string | null>
  /** Those that were chosen, by person. */
  chosenLocales(ids: readonly string[]): Promise<Map<string, string>>
  chooseLocale(id: string, locale: string): Promise<void>
}
