import type { Instant } from '#core'

/** A key, and when it will be due: company time. */
interface Ahead {
  readonly key: string
  readonly at: Instant
}

/** Work that is taken: nobody else does it. */
export interface Taken {
  readonly keys: readonly string[]
  /** Does it. Rejecting leaves it to be tried again. */
  readonly finish: () => Promise<void>
}

/** A kind of later work. What is due stands in the database; a job only names it. */
export interface Job {
  readonly name: string
  /** Keys that can be done together well, where that is more than usual. */
  readonly page?: number
  /** Pages that may be in hand at the same time, where that is more than one: outcomes are written beside the next claims. */
  readonly overlap?: number
  /** Keys of what is due now, a bounded page, the most urgent first. */
  due(limit: number): Promise<readonly string[]>
  /** When something that people would notice is due next, company time; null when nothing is waiting. Cheap: asked often. */
  next(): Promise<Instant | null>
  /** What will be due within so many ms, soonest first, a bounded page; for an engine that can wait for it. */
  ahead?(ms: number, limit: number): Promise<readonly Ahead[]>
  /** Keys that failed beside others and wait for a retry of their own. */
  failing?(): number
  /** Takes what is due now with the transaction that finds it, for an engine that does it itself. */
  take?(limit: number): Promise<Taken>
  /** Does what these keys name, if it is still to be done. Rejecting leaves it to be tried again. */
  run(keys: readonly string[]): Promise<void>
}
