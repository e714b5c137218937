export { sendForm } from './invitation.ts'
export { resultsTable } from './results-file.ts'
export { aboutRound } from './sending.ts'
export { createSurvey } from './survey.ts'
