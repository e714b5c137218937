import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { HearbackError } from '#core'
import { openDatabase } from '#db'
import { dataUrl } from '../company-data.ts'
import { lockForServing } from '../serve-lock.ts'
import { systemClock } from '../system-clock.ts'
import { BACKUP_FILE } from './backup.ts'
import { print, type Verb } from './verb.ts'

export const restore: Verb = {
  usage: 'restore DIR',
  about: 'Puts a backup in the place of the data; what was there is kept beside it.',

  async run(config, [folder]) {
    if (!folder) throw new HearbackError('usage', 'Usage: restore DIR')
    const from = join(folder, BACKUP_FILE)
    if (!existsSync(from)) throw new HearbackError('no-backup', `${folder} holds no backup: ${BACKUP_FILE} is missing.`)
    const url = dataUrl(config)
    if (!url.startsWith('sqlite:')) {
      throw new HearbackError('restore-postgres', 'The data is in PostgreSQL: restore it with pg_restore.')
    }
    const path = url.slice('sqlite:'.length)
    const release = lockForServing(url)
    try {
      const draft = `${path}.restoring`
      rmSync(draft, { force: true })
      copyFileSync(from, draft)
      const checked = openDatabase(`sqlite:${draft}`)
      const changes = await checked.applied()
      if (changes.length > 0) await checked.pending()
      await checked.close()
      if (changes.length === 0) throw new HearbackError('no-backup', `${from} holds no data of Hearback.`)
      const kept = existsSync(path) ? keepAside(path) : null
      renameSync(draft, path)
      if (kept) print(`What was there before is at ${kept}.`)
      print(`Restored from ${folder}.`)
      return 0
    } finally {
      release?.()
    }
  },
}

/** Moves the database with its write-ahead log out of the way. */
function keepAside(path: string): string {
  const aside = `${path}.before-restore-${new Date(systemClock.real()).toISOString().replace(/[:.]/g, '-')}`
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(`${path}${suffix}`)) renameSync(`${path}${suffix}`, `${aside}${suffix}`)
  }
  return aside
}
