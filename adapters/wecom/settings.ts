import type { Clock, Log, OnServerDate, Random } from '#core'

/** The two channels to a company, of which at least one is there. Secrets stand apart. */
export interface WecomSettings {
  /** The AI bot on its long connection. */
  readonly bot: { readonly id: string; readonly wsUrl: string | null } | null
  /** The self-built application. */
  readonly app: { readonly corpId: string; readonly agentId: string; readonly apiUrl: string | null } | null
  readonly secrets: {
    readonly botSecret: string | null
    readonly agentSecret: string | null
    /** For callbacks of the application; null where they are not set up. */
    readonly callback: { readonly token: string; readonly encodingAesKey: string } | null
  }
}

export interface WecomParts {
  readonly workspace: string
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Where people reach the pages of this program; null where they cannot. */
  readonly publicUrl: string | null
  readonly onServerDate: OnServerDate
  /** Other lengths of time than `TIMINGS`, for tests. */
  readonly timings?: Partial<Timings>
}

/** How long things take or may take, ms. Where WeCom's documents and its users' reports differ, the shorter. */
export interface Timings {
  /** The socket is open and subscribed by then, or given up. */
  readonly subscribeMs: number
  readonly heartbeatMs: number
  /** A message waits so long for a connection that is about to come. */
  readonly patienceMs: number
  /** Waiting between attempts to connect, doubled each time up to the longest. */
  readonly firstRetryMs: number
  readonly longestRetryMs: number
  /** A connection that lasted so long was a good one: waiting begins anew. */
  readonly steadyMs: number
  /** Waiting after credentials were refused. */
  readonly refusedMs: number
  /** Waiting after another connection of the same bot has taken our place, doubled each time up to the longest. */
  readonly kickedMs: number
  readonly longestKickedMs: number
  /** A tapped card of the bot can be changed for so long. */
  readonly clickMs: number
  /** An interface of the application answers by then. */
  readonly requestMs: number
  readonly tokenMs: number
  /** Waiting after a token was refused, doubled each time up to the longest. */
  readonly tokenRetryMs: number
  readonly longestTokenRetryMs: number
  /** The spans in which messages to one conversation are counted. */
  readonly minuteMs: number
  readonly hourMs: number
  /** Something that came in and could not be taken is tried again after so long, doubled each time. */
  readonly againMs: number
}

export const TIMINGS: Timings = {
  subscribeMs: 10_000,
  heartbeatMs: 30_000,
  patienceMs: 3000,
  firstRetryMs: 500,
  longestRetryMs: 60_000,
  steadyMs: 60_000,
  refusedMs: 60_000,
  kickedMs: 60_000,
  longestKickedMs: 30 * 60_000,
  clickMs: 4500,
  requestMs: 6000,
  tokenMs: 6000,
  tokenRetryMs: 2000,
  longestTokenRetryMs: 5 * 60_000,
  minuteMs: 60_000,
  hourMs: 3_600_000,
  againMs: 1000,
}
