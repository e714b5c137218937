import { fileURLToPath } from 'node:url'
import type { AnonymousFlow, Clock, FallbackFlow, Flow, Owe, Random, SendingPlanner } from '#core'
import type { Database, Stores } from '#db'
import { PinnedForms, type Programs } from '#domain'
import { createBroadcast, createSendings } from '#flows/broadcast'
import { createFollowUp, planAll, planChanged } from '#flows/follow-up'
import { createHelp } from '#flows/help'
import { createAuthor, createDesk } from '#flows/speak-up'
import { aboutRound, createSurvey, sendForm } from '#flows/survey'
import { digest, type Vault } from '#vault'

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
  readonly vault: Vault
  readonly owe: Owe<Stores>
  readonly planner: SendingPlanner<Stores>
  /** Called after a commit that left something to send. */
  readonly wake: () => void
}

export interface Flows {
  readonly flows: readonly Flow<Stores>[]
  readonly fallback: FallbackFlow<Stores>
  readonly anonymous: AnonymousFlow
  /** Plans every date anew. */
  readonly planAll: (stores: Stores, now: number) => Promise<void>
}

/** Every conversation the bot can have. */
export function composeFlows(parts: FlowParts): Flows {
  const { programs, random, vault } = parts
  const pinned = new PinnedForms()
  const speakUp = { ...parts, sheets: vault.sheets, digest }
  const broadcast = { planner: parts.planner, about: aboutRound }
  const survey = { programs, pinned, digest, sendings: createSendings(broadcast) }
  const followUp = { programs, pinned, random, sendForm: sendForm.bind(null, survey) }
  const anonymous = createAuthor(speakUp)
  const flows = [createSurvey(survey), createFollowUp(followUp), createDesk(speakUp), createBroadcast(broadcast)]
  return {
    flows,
    fallback: createHelp({ flows: () => flows, anonymous }),
    anonymous,
    planAll: (stores, now) => planAll(followUp, stores, now),
  }
}

/** Plans dates for those an import touched. Forms that go out are sent by the running server, not by a verb. */
export function planImported(programs: () => Programs, random: Random) {
  const parts = { programs, pinned: new PinnedForms(), random, sendForm: async () => [] }
  return (stores: Stores, touched: readonly string[], now: number) => planChanged(parts, stores, touched, now)
}
