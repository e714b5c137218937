/** Opens a transaction; whoever works inside sees only the stores, never the database. */
export interface Transactor<S> {
  /** Commits when the work resolves, rolls back when it rejects. Not to be nested. */
  transaction<T>(work: (stores: S) => Promise<T>): Promise<T>
}
