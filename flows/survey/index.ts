export { sendForm } from './invitation.ts'
export { aboutRound } from './sending.ts'
export { createSurvey } from './survey.ts'
