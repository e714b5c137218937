import { type CaseFile, type CaseParty, type DeskStep, deskSteps, hasRole, lifeOf, type Person } from '#domain'
import type { SpeakUpParts } from './parts.ts'
import { todayOf } from './today.ts'
import { departmentOf, isCoordinated, topicOf } from './topics.ts'

/**
 * In which part somebody works on a case that they may read. Whoever stands in for a coordinator because it is about that one
 * has the coordinator's.
 */
export function partyOf(parts: SpeakUpParts, file: CaseFile, person: Person): CaseParty {
  if (!isCoordinated(parts, file)) return 'handler'
  const { company } = parts.programs()
  const has = (role: string | null | undefined) =>
    typeof role === 'string' && hasRole(company, role, person, todayOf(parts))
  if (has(topicOf(parts, file).coordinator)) return 'coordinator'
  return has(departmentOf(parts, file)?.handlers) ? 'handler' : 'coordinator'
}

/** What somebody may do with a case now, the usual next step first. */
export function stepsFor(parts: SpeakUpParts, file: CaseFile, party: CaseParty): DeskStep[] {
  return deskSteps(lifeOf(file, isCoordinated(parts, file)), party)
}
