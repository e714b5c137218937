export { sendForm } from './invitation.ts'
export type { SurveyParts } from './parts.ts'
export { createSurvey } from './survey.ts'
