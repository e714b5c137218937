import { DEFAULT_COMPANY, SHIPPED_DEFINITIONS } from '../../../src/flows.ts'
import { ProgramsHolder } from '../../../src/programs-holder.ts'

/** The shipped programs, and those of a folder over them. */
export function ownPrograms(folder?: string): ProgramsHolder {
  return new ProgramsHolder([...SHIPPED_DEFINITIONS, DEFAULT_COMPANY, ...(folder === undefined ? [] : [folder])], 'en')
}
