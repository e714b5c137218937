/** What a bucket holds from now on. */
interface BucketWrite {
  readonly state: string
  /** From then on it is as good as new and may be forgotten; ms by the clock of leases. */
  readonly until: number
}

/** What limits have been used for, shared by everybody who sends. The states mean something to the sender alone. */
export interface BucketStore {
  /**
   * Reads buckets and writes what `change` makes of them, with nobody in between. A state is null for one never used;
   * `now` is the time by which all senders judge, ms. Null in the place of a write leaves the bucket as it is.
   */
  change<T>(
    names: readonly string[],
    change: (
      states: readonly (string | null)[],
      now: number,
    ) => { readonly writes: readonly (BucketWrite | null)[]; readonly value: T },
  ): Promise<T>
  /** The buckets whose names begin so, by name. */
  startingWith(beginning: string): Promise<{ readonly name: string; readonly state: string }[]>
  /** Removes buckets that are as good as new. */
  prune(): Promise<number>
}
