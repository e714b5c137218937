export { createAuthor } from './author.ts'
export { createDesk } from './desk.ts'
export { createSigned } from './named-thread.ts'
