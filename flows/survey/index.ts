export { sendForm } from './invitation.ts'
export { createSurvey } from './survey.ts'
