import type { Text } from '../text.ts'

/** A name in one definition that another should have explained. */
export interface ProgramsFault {
  /** The definition it stands in: `form:x`, `cadence:x`, `speak_up:x`, `company`. */
  readonly definition: string
  readonly path: readonly (string | number)[]
  readonly text: Text
}
