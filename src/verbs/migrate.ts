import { openCompanyData } from '../app.ts'
import { migrateWithBackup } from '../migrate-with-backup.ts'
import { print, type Verb } from './verb.ts'

export const migrate: Verb = {
  usage: 'migrate',
  about: 'Brings the database up to date, after a copy of it.',

  async run(config) {
    const { database, clock } = openCompanyData(config)
    try {
      const pending = await database.pending()
      const copy = await migrateWithBackup(database, `${config.home}/backups`, clock)
      if (copy) print(`A copy from before is at ${copy}`)
      print(pending.length === 0 ? 'The database is up to date.' : `Applied: ${pending.join(', ')}`)
      return 0
    } finally {
      await database.close()
    }
  },
}
