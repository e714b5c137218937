export { createAuthor } from './author.ts'
export { createDesk } from './desk.ts'
