import { HearbackError } from '#core'
import type { Database } from '#db'
import { hasKeys, keysId } from '#vault'

/** Setting that names the folder of keys the data was written with. */
const KEYS = 'keys-id'

/** Whether the keys in a folder are those the data was written with; null when the data has never met keys. */
export async function keysBelong(database: Database, folder: string): Promise<boolean | null> {
  const known = await database.transaction(({ settings }) => settings.get(KEYS))
  if (known === null) return null
  return hasKeys(folder) && keysId(folder) === known
}

/**
 * Makes sure that the keys belong to the data, before missing ones are made anew.
 * @throws HearbackError when they do not
 */
export async function checkKeys(database: Database, folder: string): Promise<void> {
  const belong = await keysBelong(database, folder)
  if (belong === null) await adoptKeys(database, folder)
  if (belong !== false) return
  throw new HearbackError(
    'wrong-keys',
    `The keys in ${folder} are not those this data was written with: cases could not be opened. Point HEARBACK_KEYS to the right folder, or put your copy back ("keys backup" made it). If they are lost for good, "keys adopt" goes on without the texts of the cases so far.`,
    {
      zh: `${folder} 里的密钥不是写这些数据时用的：个案会打不开。请把 HEARBACK_KEYS 指到正确的目录，或把备份放回去（“keys backup”做的那份）。如果确实丢了，“keys adopt”可以继续工作，但以前个案的内容再也打不开。`,
    },
  )
}

/** From now on these are the keys of this data. */
export async function adoptKeys(database: Database, folder: string): Promise<void> {
  const id = keysId(folder)
  await database.transaction(({ settings }) => settings.set(KEYS, id))
}
