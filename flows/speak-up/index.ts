export { createAuthor } from './author.ts'
export { createDesk } from './desk.ts'
export type { SpeakUpParts, SpeakUpVault } from './parts.ts'
