import { fileURLToPath } from 'node:url'
import type {
  Account,
  AddressBook,
  AnonymousFlow,
  Clock,
  FallbackFlow,
  Flow,
  Log,
  Owe,
  Random,
  Say,
  SendingPlanner,
  SentMessages,
} from '#core'
import type { Database, Stores } from '#db'
import { PinnedForms, type Programs } from '#domain'
import { createBroadcast, createSendings } from '#flows/broadcast'
import { askKeepers, createDirectory } from '#flows/directory'
import { createFollowUp, planAll, planChanged } from '#flows/follow-up'
import { createHelp } from '#flows/help'
import { createOperator } from '#flows/operator'
import { createReward } from '#flows/reward'
import { createNewcomer, createSetup } from '#flows/setup'
import { createAuthor, createDesk, createSigned } from '#flows/speak-up'
import { aboutRound, createSurvey, sendForm } from '#flows/survey'
import { readAnew } from '#jobs'
import { digest, type Vault } from '#vault'
import { asCsv } from './csv.ts'
import { withheldDirectories } from './withheld-directories.ts'

/** The shipped definitions, one folder per flow. */
export const SHIPPED_DEFINITIONS = ['speak-up', 'survey', 'follow-up'].map((flow) =>
  fileURLToPath(new URL(`../flows/${flow}/definitions`, import.meta.url)),
)

/** Who is who before the company says so: nobody. */
export const DEFAULT_COMPANY = fileURLToPath(new URL('./default-company.yaml', import.meta.url))

export interface FlowParts {
  readonly database: Database
  readonly programs: () => Programs
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly vault: Vault
  readonly owe: Owe<Stores>
  readonly planner: SendingPlanner<Stores>
  readonly sent: SentMessages<Stores>
  /** Platforms whose directories are read. */
  readonly directories: readonly string[]
  readonly addresses: AddressBook<Stores>
  /** Called after a commit that left something to send. */
  readonly wake: () => void
  /** Called when an administrator says who is who, inside the transaction. */
  readonly setupChanged?: () => void
}

export interface Flows {
  readonly flows: readonly Flow<Stores>[]
  readonly fallback: FallbackFlow<Stores>
  readonly anonymous: AnonymousFlow
  /** What a stranger is told who has the first administrator's code; null for everybody else. */
  readonly newcomer: (text: string, account: Account) => Promise<string | null>
  /** Plans every date anew. */
  readonly planAll: (stores: Stores, now: number) => Promise<void>
  /** Plans dates for some, after a directory or a file has changed them. */
  readonly planChanged: (stores: Stores, refs: readonly string[], now: number) => Promise<void>
  /** What is said to those who keep the staff list, when accounts wait for their word. */
  readonly askKeepers: (stores: Stores, now: number, waiting: number) => Promise<readonly Say[]>
}

/** Every conversation the bot can have. */
export function composeFlows(parts: FlowParts): Flows {
  const { programs, random, vault } = parts
  const pinned = new PinnedForms()
  const speakUp = { ...parts, sheets: vault.sheets, digest, lostBags: new Set<string>() }
  const broadcast = { planner: parts.planner, sent: parts.sent, about: aboutRound }
  const survey = { programs, pinned, digest, csv: asCsv, sendings: createSendings(broadcast) }
  const followUp = { programs, pinned, random, digest, sendForm: sendForm.bind(null, survey) }
  const anonymous = createAuthor(speakUp)
  const touched: Flows['planChanged'] = (stores, refs, now) => planChanged(followUp, stores, refs, now)
  const directory = {
    programs,
    touched,
    withheld: withheldDirectories(parts.directories),
    readAnew: ({ settings }: Stores, platform: string, userId: string) =>
      readAnew(settings, random, platform, [userId]),
  }
  const setup = { ...parts, digest, changed: () => parts.setupChanged?.() }
  const flows = [
    createSurvey(survey),
    createFollowUp(followUp),
    createDesk(speakUp),
    createSigned(speakUp),
    createBroadcast(broadcast),
    createDirectory(directory),
    createOperator(parts),
    createReward({ programs, codes: vault.receipts }),
    createSetup(setup),
  ]
  return {
    flows,
    fallback: createHelp({ flows: () => flows, anonymous }),
    anonymous,
    newcomer: createNewcomer(setup),
    planAll: (stores, now) => planAll(followUp, stores, now),
    planChanged: touched,
    askKeepers: (stores, now, waiting) => askKeepers(directory, stores, now, waiting),
  }
}

/** Plans dates for those an import touched. Forms that go out are sent by the running server, not by a verb. */
export function planImported(programs: () => Programs, random: Random) {
  const parts = { programs, pinned: new PinnedForms(), random, digest, sendForm: async () => [] }
  return (stores: Stores, touched: readonly string[], now: number) => planChanged(parts, stores, touched, now)
}
