import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Database, openDatabase } from '#db'
import { scratchFolder } from './scratch.ts'

/** An empty, migrated database of its own. */
export async function openTestDatabase(): Promise<Database> {
  const database = openDatabase(`sqlite:${join(scratchFolder(), 'test.sqlite')}`)
  onTestFinished(() => database.close())
  await database.migrate()
  return database
}
