import { openDatabase, type Stores } from '#db'
import { simulatorDatabase } from '../../src/app.ts'
import type { Config } from '../../src/config.ts'

/** Looks into the database beside the running program. */
export async function readDatabase<T>(config: Config, look: (stores: Stores) => Promise<T>): Promise<T> {
  const database = openDatabase(simulatorDatabase(config.database), { readonly: true })
  try {
    return await database.transaction(look)
  } finally {
    await database.close()
  }
}
