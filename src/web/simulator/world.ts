/** What the simulator's pages and API need of the simulated company. */
export interface SimulatorWorld {
  people(): Promise<readonly SimulatorPerson[]>
  channels(): Promise<readonly SimulatorChannel[]>
  /** Messages of a place, oldest first; of every place when null. */
  messages(place: string | null, after: number): readonly unknown[]
  /** Number of the newest message. */
  newest(): number
  /** Calls back at every change until the returned function is called. */
  watch(changed: () => void): () => void
  say(from: string, place: string, text: string, replyTo: string | null): Promise<void>
  sendOther(from: string, place: string, what: 'image' | 'file' | 'voice'): Promise<void>
  tap(from: string, messageId: string, actionId: string, value: string | null): Promise<void>
  submit(from: string, messageId: string, values: Readonly<Record<string, string | readonly string[]>>): Promise<void>
  /** Company time, ms. */
  now(): number
  timeZone(): string
  /** Moves company time forward. @throws RangeError for an earlier time */
  moveTo(instant: number): void
  /** When something is due next, ms; null when nothing is. */
  nextDue(): Promise<number | null>
  /** Resolves when nothing is due and nothing in flight. */
  settled(): Promise<void>
}

export interface SimulatorPerson {
  readonly id: string
  readonly name: string
  readonly department: string
  readonly manager: string | null
  readonly title: string
  readonly roles: readonly string[]
  readonly locale: string
}

export interface SimulatorChannel {
  readonly name: string
  readonly members: readonly string[]
}

/** A request of somebody that cannot be done; the sentence is shown to them. */
export interface RefusedRequest extends Error {
  readonly fields: Readonly<Record<string, string>> | null
}

export function isRefused(error: unknown): error is RefusedRequest {
  return error instanceof Error && 'fields' in error
}
