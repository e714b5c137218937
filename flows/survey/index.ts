export { sendForm } from './invitation.ts'
export { asCsv, resultsTable, type Table } from './results-file.ts'
export { aboutRound } from './sending.ts'
export { createSurvey } from './survey.ts'
