/** What waits for the next window, sealed into one bag of a fixed size. */
interface SealedBag {
  readonly sealed: string
  /** Random, another one with every change: a number would count what came in. */
  readonly mark: string
}

/** What has been written and has not crossed yet. */
export interface WaitingStore {
  /** Null before anything was ever put in. */
  bag(): Promise<SealedBag | null>
  /** Puts another bag in the place of the one whose mark was seen, null for none. @throws ConflictError */
  replaceBag(bag: SealedBag, seen: string | null): Promise<void>
  dropBag(seen: string): Promise<void>
  /** The author does not see this entry yet. */
  hold(caseId: string, entry: number): Promise<void>
  /** Numbers of the entries of a case, from 1, that the author does not see yet. */
  held(caseId: string): Promise<number[]>
  /** Cases with something that the author does not see yet. */
  heldCases(): Promise<string[]>
  /** The author sees everything; false when they did already. */
  letGo(caseId: string): Promise<boolean>
}
