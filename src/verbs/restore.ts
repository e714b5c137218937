import { copyFileSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { HearbackError } from '#core'
import { openDatabase } from '#db'
import { CLOCK_LAST_SEEN, markRestored } from '#domain'
import { companyClock, dataUrl, openCompanyData } from '../company-data.ts'
import type { Config } from '../config.ts'
import { lockForServing } from '../serve-lock.ts'
import { systemClock } from '../system-clock.ts'
import { BACKUP_FILE } from './backup.ts'
import { print, type Verb } from './verb.ts'

const DOUBTED =
  'Messages that were due before now may have been sent already: at the next start the platforms are asked about them, and where they cannot be asked, HR is. Nothing is sent twice blindly.'

export const restore: Verb = {
  usage: 'restore DIR | restore --mark',
  about:
    'Puts a backup in the place of the data; what was there is kept beside it. --mark: it was put back by other means.',

  async run(config, [folder]) {
    if (!folder) throw new HearbackError('usage', 'Usage: restore DIR, or restore --mark')
    if (folder === '--mark') return mark(config)
    const from = join(folder, BACKUP_FILE)
    if (!existsSync(from)) throw new HearbackError('no-backup', `${folder} holds no backup: ${BACKUP_FILE} is missing.`)
    const url = dataUrl(config)
    if (!url.startsWith('sqlite:')) {
      throw new HearbackError(
        'restore-postgres',
        'The data is in PostgreSQL: restore it with pg_restore, then "restore --mark", before anything is started.',
      )
    }
    const path = url.slice('sqlite:'.length)
    const release = lockForServing(url)
    try {
      const draft = `${path}.restoring`
      rmSync(draft, { force: true })
      copyFileSync(from, draft)
      const checked = openDatabase(`sqlite:${draft}`)
      const changes = await checked.applied()
      if (changes.length > 0) {
        await checked.pending()
        const at = companyClock(config).now()
        await checked.transaction(({ settings }) => markRestored(settings, { from: madeAt(folder), at }))
      }
      await checked.close()
      if (changes.length === 0) throw new HearbackError('no-backup', `${from} holds no data of Hearback.`)
      const kept = existsSync(path) ? keepAside(path) : null
      renameSync(draft, path)
      if (kept) print(`What was there before is at ${kept}.`)
      print(`Restored from ${folder}.`)
      print(DOUBTED)
      return 0
    } finally {
      release?.()
    }
  },
}

/** For data that was put back by the database's own means. No server may run on it yet. */
async function mark(config: Config): Promise<number> {
  const release = lockForServing(dataUrl(config))
  const { database, clock } = openCompanyData(config)
  try {
    if ((await database.applied()).length === 0) throw new HearbackError('no-data', 'There is no data yet.')
    await database.transaction(async ({ settings }) => {
      const from = Number((await settings.get(CLOCK_LAST_SEEN)) ?? Number.NaN)
      await markRestored(settings, { from: Number.isFinite(from) ? from : null, at: clock.now() })
    })
    print(DOUBTED)
    return 0
  } finally {
    await database.close()
    release?.()
  }
}

function madeAt(folder: string): number | null {
  const about = join(folder, 'backup.json')
  const made = existsSync(about) ? Date.parse(JSON.parse(readFileSync(about, 'utf8')).made) : Number.NaN
  return Number.isFinite(made) ? made : null
}

/** Moves the database with its write-ahead log out of the way. */
function keepAside(path: string): string {
  const aside = `${path}.before-restore-${new Date(systemClock.real()).toISOString().replace(/[:.]/g, '-')}`
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(`${path}${suffix}`)) renameSync(`${path}${suffix}`, `${aside}${suffix}`)
  }
  return aside
}
