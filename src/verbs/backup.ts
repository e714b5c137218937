import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HearbackError } from '#core'
import { openCompanyData } from '../company-data.ts'
import { print, type Verb } from './verb.ts'

/** The database inside a backup folder. */
export const BACKUP_FILE = 'hearback.sqlite'

export const backup: Verb = {
  usage: 'backup DIR',
  about: 'Copies the data to an empty folder, also beside a running server. Keys are not in it.',

  async run(config, [folder]) {
    if (!folder) throw new HearbackError('usage', 'Usage: backup DIR')
    if (existsSync(folder) && readdirSync(folder).length > 0) {
      throw new HearbackError('backup-not-empty', `${folder} is not empty. Name a folder that does not exist yet.`)
    }
    const { database, clock } = openCompanyData(config)
    try {
      if ((await database.applied()).length === 0)
        throw new HearbackError('no-data', `There is no data in ${config.home} yet.`)
      if (!database.backup) {
        throw new HearbackError(
          'backup-postgres',
          'The data is in PostgreSQL: back it up with pg_dump, and the keys with "keys backup DIR".',
        )
      }
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      await database.backup(join(folder, BACKUP_FILE))
      const about = { made: new Date(clock.real()).toISOString(), schema: await database.applied() }
      writeFileSync(join(folder, 'backup.json'), `${JSON.stringify(about, null, 2)}\n`)
      print(
        `Copied to ${folder}. The keys in ${config.keys} are not in it: keep a copy of them elsewhere ("keys backup DIR").`,
      )
      return 0
    } finally {
      await database.close()
    }
  },
}
