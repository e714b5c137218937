import type { OccurrenceStore } from './cadence/occurrence.ts'
import type { CaseAuthorStore } from './case/author.ts'
import type { CaseStore } from './case/case.ts'
import type { ReturnWordStore } from './case/return-words.ts'
import type { RewardStore } from './case/reward.ts'
import type { SealingStore } from './case/sealing.ts'
import type { StatisticsStore } from './case/statistics.ts'
import type { WaitingStore } from './case/waiting.ts'
import type { SetupStore } from './company/setup.ts'
import type { CustomerStore } from './customer/customer.ts'
import type { DirectoryStore } from './directory/directory.ts'
import type { FormStore } from './form/round.ts'
import type { PersonStore } from './person/person.ts'

/** The setting that is set with everything that must be gone from the database's own files, too. */
export const SCRUB_WANTED = 'scrub-wanted'

/** Small facts about the installation itself. */
export interface SettingStore {
  get(name: string): Promise<string | null>
  /** Every one whose name begins so, by name. */
  beginning(start: string): Promise<readonly { readonly name: string; readonly value: string }[]>
  set(name: string, value: string): Promise<void>
  /** With `value`: only while it still says that. */
  remove(name: string, value?: string): Promise<void>
}

/** The stores of every noun, bound to one transaction. */
export interface DomainStores {
  readonly people: PersonStore
  readonly directory: DirectoryStore
  readonly forms: FormStore
  readonly customers: CustomerStore
  readonly occurrences: OccurrenceStore
  readonly authors: CaseAuthorStore
  readonly cases: CaseStore
  readonly returnWords: ReturnWordStore
  readonly rewards: RewardStore
  readonly sealing: SealingStore
  readonly statistics: StatisticsStore
  readonly waiting: WaitingStore
  readonly settings: SettingStore
  readonly setup: SetupStore
}
