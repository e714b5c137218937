import type { CaseFile } from './case.ts'
import { type CaseLife, type CaseParty, type CaseStep, step } from './life.ts'

/** As much of a case as decides who may do what. `coordinated`: whether its topic has a coordinator stand between. */
export function lifeOf(file: CaseFile, coordinated: boolean): CaseLife {
  return {
    state: file.state,
    coordinated: coordinated && file.appealOf === null,
    passed: file.department !== null,
    held: file.handlerId !== null,
    muted: file.muted,
    isAppeal: file.appealOf !== null,
    answered: file.answeredOn !== null,
    publication: file.publication,
  }
}

/** The case after a step; null where that party may not take it. Who has it in hand, and what is owed, is the caller's to say. */
export function afterStep(file: CaseFile, coordinated: boolean, party: CaseParty, what: CaseStep): CaseFile | null {
  const life = step(lifeOf(file, coordinated), party, what)
  return life && { ...file, state: life.state, muted: life.muted, publication: life.publication }
}
