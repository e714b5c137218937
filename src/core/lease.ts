/** What only one process may do at a time. A lease ends by itself when its holder no longer renews it. */
export interface LeaseStore {
  /** Takes a lease that is free or has run out; answers its token, null when somebody else holds it. */
  take(name: string, owner: string, forMs: number): Promise<number | null>
  /** False when it is no longer ours. */
  renew(name: string, token: number, forMs: number): Promise<boolean>
  /** Whether it is still ours; nobody can take it before this transaction ends. */
  holds(name: string, token: number): Promise<boolean>
  release(name: string, token: number): Promise<void>
  /** Who holds what now. */
  holders(): Promise<{ name: string; owner: string }[]>
}
