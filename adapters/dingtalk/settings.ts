import type { CallBudget, Clock, Log, OnServerDate, Random } from '#core'

export interface DingtalkSettings {
  readonly clientId: string
  readonly robotCode: string
  /** Calls that the edition gives the whole organisation in a month. */
  readonly monthlyCalls: number
  /** Calls of one kind that the edition gives an application in a second. */
  readonly callsPerSecond: number
  readonly cardTemplateId: string | null
  readonly formTemplateId: string | null
  readonly apiUrl: string | null
  readonly oapiUrl: string | null
  readonly secrets: { readonly clientSecret: string }
}

export interface DingtalkParts {
  readonly workspace: string
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly publicUrl: string | null
  readonly onServerDate: OnServerDate
  /** Counts calls beside those of the outbox, before they are made. */
  readonly countCalls: (budget: CallBudget, calls: number) => Promise<void>
  /** Other lengths of time than `TIMINGS`, for tests. */
  readonly timings?: Partial<Timings>
}

/** How long things take or may take, ms. */
export interface Timings {
  readonly requestMs: number
  /** Waiting between attempts to connect, doubled each time up to the longest. */
  readonly firstRetryMs: number
  readonly longestRetryMs: number
  /** A connection that lasted so long was a good one: waiting begins anew. */
  readonly steadyMs: number
  readonly pingMs: number
  /** A connection on which nothing was heard for so long is dead. */
  readonly silentMs: number
  /** Without a connection for so long something may have been missed. */
  readonly missedMs: number
  /** The second in which calls for the staff list are counted, and the first pause after too many. */
  readonly secondMs: number
}

export const TIMINGS: Timings = {
  requestMs: 10_000,
  firstRetryMs: 1000,
  longestRetryMs: 60_000,
  steadyMs: 10_000,
  pingMs: 30_000,
  silentMs: 90_000,
  missedMs: 60_000,
  secondMs: 1000,
}
