import type { BroadcastTable } from './broadcast.ts'
import type { BucketTable } from './bucket.ts'
import type {
  CaseAddressTable,
  CaseEntryTable,
  CaseFileTable,
  CaseLookupTable,
  CasePictureTable,
  FormMarkTable,
} from './case.ts'
import type { CaseAuthorTable } from './case-author.ts'
import type { ChoiceTable } from './choice.ts'
import type { ConversationTable } from './conversation.ts'
import type { CustomerTable } from './customer.ts'
import type { DirectoryEntryTable } from './directory-entry.ts'
import type { DefinitionTable, FormInvitationTable, FormRoundTable, FormSubmissionTable } from './form.ts'
import type { LeaseTable } from './lease.ts'
import type { ContactRecordTable, OccurrenceTable } from './occurrence.ts'
import type { OutboxTable } from './outbox.ts'
import type { OutboxClaimTable } from './outbox-claim.ts'
import type { PersonAccountTable, PersonTable } from './person.ts'
import type { ReturnBoardTable, ReturnWordTable } from './return-word.ts'
import type { RewardVoucherTable } from './reward.ts'
import type { CaseCountTable, CaseDestructionTable, StatisticsTableTable } from './sealing.ts'
import type { SeenTable } from './seen.ts'
import type { SettingTable } from './setting.ts'
import type { ChannelBindingTable, RoleHolderTable, SetupCodeTable } from './setup.ts'
import type { HeldEntryTable, WaitingBagTable } from './waiting.ts'

/** Every table by its name. */
export interface Tables {
  person: PersonTable
  person_account: PersonAccountTable
  directory_entry: DirectoryEntryTable
  conversation: ConversationTable
  choice: ChoiceTable
  seen: SeenTable
  outbox: OutboxTable
  outbox_claim: OutboxClaimTable
  bucket: BucketTable
  broadcast: BroadcastTable
  lease: LeaseTable
  definition: DefinitionTable
  form_round: FormRoundTable
  form_invitation: FormInvitationTable
  form_submission: FormSubmissionTable
  customer: CustomerTable
  occurrence: OccurrenceTable
  contact_record: ContactRecordTable
  case_file: CaseFileTable
  case_entry: CaseEntryTable
  case_picture: CasePictureTable
  case_lookup: CaseLookupTable
  case_address: CaseAddressTable
  case_author: CaseAuthorTable
  reward_voucher: RewardVoucherTable
  case_destruction: CaseDestructionTable
  case_count: CaseCountTable
  statistics_table: StatisticsTableTable
  form_mark: FormMarkTable
  waiting_bag: WaitingBagTable
  held_entry: HeldEntryTable
  return_word: ReturnWordTable
  return_board: ReturnBoardTable
  setting: SettingTable
  channel_binding: ChannelBindingTable
  role_holder: RoleHolderTable
  setup_code: SetupCodeTable
}
