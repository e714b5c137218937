export { createBroadcast } from './broadcast.ts'
export { createSendings } from './sendings.ts'
