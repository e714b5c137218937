export { createFollowUp } from './follow-up.ts'
export { planAll, planChanged } from './planning.ts'
