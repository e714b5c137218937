/** What a limit has been used for: the state of token buckets, shared by everybody who sends. */
export interface BucketStore {
  /**
   * Reads a bucket and writes what `change` makes of it, with nobody in between. `full` is the time at which the
   * bucket will be full again (0 for one never used), `now` the time by which all senders judge it; both ms.
   */
  change<T>(name: string, change: (full: number, now: number) => { full: number; value: T }): Promise<T>
  /** Removes buckets that have been full for a while. */
  prune(): Promise<number>
}
