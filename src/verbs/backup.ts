import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HearbackError } from '#core'
import { openCompanyData } from '../company-data.ts'
import { print, type Verb } from './verb.ts'

/** The database inside a backup folder. */
export const BACKUP_FILE = 'hearback.sqlite'

export const backup: Verb = {
  usage: 'backup DIR',
  about: {
    'zh-CN': '把数据复制到空目录，服务运行时也可以。不含密钥。',
    en: 'Copies the data to an empty folder, also beside a running server. Keys are not in it.',
  },

  async run(config, [folder]) {
    if (!folder) throw new HearbackError('usage', 'Usage: backup DIR', { zh: '用法：backup 目录' })
    if (existsSync(folder) && readdirSync(folder).length > 0) {
      throw new HearbackError('backup-not-empty', `${folder} is not empty. Name a folder that does not exist yet.`, {
        zh: `${folder} 不是空的。请写一个还不存在的目录。`,
      })
    }
    const { database, clock } = openCompanyData(config)
    try {
      if ((await database.applied()).length === 0)
        throw new HearbackError('no-data', `There is no data in ${config.home} yet.`, {
          zh: `${config.home} 里还没有数据。`,
        })
      if (!database.backup) {
        throw new HearbackError(
          'backup-postgres',
          'The data is in PostgreSQL: back it up with pg_dump, and the keys with "keys backup DIR".',
          { zh: '数据在 PostgreSQL 里：请用 pg_dump 备份数据，用“keys backup 目录”备份密钥。' },
        )
      }
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      await database.backup(join(folder, BACKUP_FILE))
      const about = { made: new Date(clock.real()).toISOString(), schema: await database.applied() }
      writeFileSync(join(folder, 'backup.json'), `${JSON.stringify(about, null, 2)}\n`)
      print(
        config.locale === 'zh-CN'
          ? `已复制到 ${folder}。${config.keys} 里的密钥不在其中：请另外备份（“keys backup 目录”）。`
          : `Copied to ${folder}. The keys in ${config.keys} are not in it: keep a copy of them elsewhere ("keys backup DIR").`,
      )
      return 0
    } finally {
      await database.close()
    }
  },
}
