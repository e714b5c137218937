export { COPY_MARK, type CopiedTable, copyDatabase } from './copy-database.ts'
export { type Database, type DatabaseOptions, openDatabase, type Stores } from './database.ts'
export { holdFile } from './hold-file.ts'
