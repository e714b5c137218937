import { copyFileSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { HearbackError, type Locale } from '#core'
import { openDatabase } from '#db'
import { CLOCK_LAST_SEEN, markRestored } from '#domain'
import { companyClock, dataUrl, openCompanyData } from '../company-data.ts'
import type { Config } from '../config.ts'
import { lockForServing } from '../serve-lock.ts'
import { systemClock } from '../system-clock.ts'
import { BACKUP_FILE } from './backup.ts'
import { print, type Verb } from './verb.ts'

const DOUBTED: Readonly<Record<Locale, string>> = {
  'zh-CN': '在此之前到期的消息可能已经发过：下次启动时会先向平台查问，查不到的会问人事，不会盲目再发一遍。',
  en: 'Messages that were due before now may have been sent already: at the next start the platforms are asked about them, and where they cannot be asked, HR is. Nothing is sent twice blindly.',
}

export const restore: Verb = {
  usage: 'restore DIR | restore --mark',
  about: {
    'zh-CN': '用备份替换数据，原来的数据留在旁边。--mark：数据已经用别的办法恢复了。',
    en: 'Puts a backup in the place of the data; what was there is kept beside it. --mark: it was put back by other means.',
  },

  async run(config, [folder]) {
    if (!folder)
      throw new HearbackError('usage', 'Usage: restore DIR, or restore --mark', {
        zh: '用法：restore 目录，或 restore --mark',
      })
    if (folder === '--mark') return mark(config)
    const from = join(folder, BACKUP_FILE)
    if (!existsSync(from))
      throw new HearbackError('no-backup', `${folder} holds no backup: ${BACKUP_FILE} is missing.`, {
        zh: `${folder} 里没有备份：缺 ${BACKUP_FILE}。`,
      })
    const url = dataUrl(config)
    if (!url.startsWith('sqlite:')) {
      throw new HearbackError(
        'restore-postgres',
        'The data is in PostgreSQL: restore it with pg_restore, then "restore --mark", before anything is started.',
        { zh: '数据在 PostgreSQL 里：请用 pg_restore 恢复，然后执行“restore --mark”，之后再启动。' },
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
      if (changes.length === 0)
        throw new HearbackError('no-backup', `${from} holds no data of Hearback.`, {
          zh: `${from} 里没有 Hearback 的数据。`,
        })
      const kept = existsSync(path) ? keepAside(path) : null
      renameSync(draft, path)
      const zh = config.locale === 'zh-CN'
      if (kept) print(zh ? `原来的数据在 ${kept}` : `What was there before is at ${kept}.`)
      print(zh ? `已从 ${folder} 恢复。` : `Restored from ${folder}.`)
      print(DOUBTED[config.locale])
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
    if ((await database.applied()).length === 0)
      throw new HearbackError('no-data', 'There is no data yet.', { zh: '还没有数据。' })
    await database.transaction(async ({ settings }) => {
      const from = Number((await settings.get(CLOCK_LAST_SEEN)) ?? Number.NaN)
      await markRestored(settings, { from: Number.isFinite(from) ? from : null, at: clock.now() })
    })
    print(DOUBTED[config.locale])
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
