import { existsSync, statSync } from 'node:fs'
import type { Finding } from '#core'
import { keysBelong } from '../check-keys.ts'
import { type CompanyData, dataUrl } from '../company-data.ts'
import type { Config } from '../config.ts'
import { note, ok, wrong } from '../doctor/finding.ts'
import { keyCopies } from '../key-copies.ts'
import { DOCTOR_WORDS } from './doctor-words.ts'

/** Whether the schema is the newest, and the database's server keeps to itself what it is asked. The password of a database's address is not shown. */
export async function checkDatabase(config: Config, { database }: CompanyData): Promise<Finding[]> {
  const pending = await database.pending()
  const where = dataUrl(config).replace(/:[^:@/]*@/, ':…@')
  const words = DOCTOR_WORDS[config.locale]
  const logged = (await database.logsValues?.()) ?? []
  return [
    pending.length > 0 ? note(words.schema(where, pending.length)) : ok(where),
    ...(logged.length > 0 ? [wrong(words.logsValues(logged.join(', ')))] : []),
  ]
}

/** Whether the keys are those of this data, kept from others, and copied. */
export async function checkKeys(config: Config, { database }: CompanyData): Promise<Finding[]> {
  const { home, keys } = config
  const words = DOCTOR_WORDS[config.locale]
  const belong = (await database.pending()).length > 0 ? null : await keysBelong(database, keys)
  if (belong === false) return [wrong(words.otherKeys(keys))]
  if (!existsSync(keys)) return [note(words.noKeys(keys))]
  const newest = keyCopies(config).newest()
  const folders = [keys, home].filter(existsSync).map((folder) => {
    const open = (statSync(folder).mode & 0o077) !== 0
    return open ? wrong(words.readable(folder)) : ok(words.mode(folder))
  })
  return [...folders, newest === null ? note(words.noCopy(keys)) : ok(words.copied(keys, newest))]
}
