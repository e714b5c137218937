import { openDatabase, type Stores } from '#db'
import type { Config } from '../../src/config.ts'
import { simulatorDatabase } from '../../src/simulator-database.ts'

/** Looks into the database beside the running program. */
export async function readDatabase<T>(config: Config, look: (stores: Stores) => Promise<T>): Promise<T> {
  const database = openDatabase(simulatorDatabase(config.database), { readonly: true })
  try {
    return await database.transaction(look)
  } finally {
    await database.close()
  }
}
