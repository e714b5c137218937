/** Who signed a case. Cases whose author chose otherwise have none. */
export interface CaseAuthor {
  /** Their id, sealed with the case's key: with that it is gone. */
  readonly sealed: string
  /** Whether the department reads the name as well; the coordinator always does. */
  readonly shown: boolean
}

/** Who signed one of all cases, with what opens it. */
interface SignedCase {
  readonly caseId: string
  /** The case's key, wrapped. */
  readonly key: string
  readonly sealed: string
}

/**
 * The authors of cases that were filed with a name, apart from everything that is kept of the others. Takes sealed texts only.
 */
export interface CaseAuthorStore {
  /** Adds the author of a case, shown to whoever reads it. */
  add(caseId: string, sealed: string): Promise<void>
  of(caseId: string): Promise<CaseAuthor | null>
  /** Of all cases that are signed, the newest first as far as days tell. */
  all(): Promise<readonly SignedCase[]>
  /** The coordinator passes the case on with the name, or without it. */
  show(caseId: string, shown: boolean): Promise<void>
}
