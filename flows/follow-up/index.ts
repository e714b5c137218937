export { createFollowUp } from './follow-up.ts'
export type { FollowUpParts } from './parts.ts'
export { planAll, planChanged } from './planning.ts'
