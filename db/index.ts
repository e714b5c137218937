export { type Database, openDatabase, type Stores } from './database.ts'
export { holdFile } from './hold-file.ts'
