export { type Database, openDatabase, type Stores } from './database.ts'
