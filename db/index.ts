export { type Database, type DatabaseOptions, openDatabase, type Stores } from './database.ts'
export { holdFile } from './hold-file.ts'
