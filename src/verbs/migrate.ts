import { HearbackError, type Locale } from '#core'
import { copyDatabase } from '#db'
import { digest } from '#vault'
import { openCompanyData } from '../company-data.ts'
import type { Config } from '../config.ts'
import { migrateWithBackup } from '../migrate-with-backup.ts'
import { lockForServing } from '../serve-lock.ts'
import { print, type Verb } from './verb.ts'

const USAGE = 'Usage: migrate, or migrate --from sqlite:PATH --to postgres://…'

export const migrate: Verb = {
  usage: 'migrate [--from URL --to URL]',
  about: {
    'zh-CN': '更新数据库结构，或从 SQLite 搬到 PostgreSQL。',
    en: 'Brings the database up to date, or moves it from SQLite to PostgreSQL.',
  },

  async run(config, args) {
    if (args.length === 0) return bringUpToDate(config)
    const [from, to] = [optionValue(args, '--from'), optionValue(args, '--to')]
    if (args.length !== 4 || !from?.startsWith('sqlite:') || !to?.startsWith('postgres')) {
      throw new HearbackError('usage', USAGE, { zh: '用法：migrate，或 migrate --from sqlite:路径 --to postgres://…' })
    }
    return move(from, to, config.locale)
  },
}

async function bringUpToDate(config: Config): Promise<number> {
  const { database, clock } = openCompanyData(config)
  try {
    const pending = await database.pending()
    const copy = await migrateWithBackup(database, `${config.home}/backups`, clock)
    const zh = config.locale === 'zh-CN'
    if (copy) print(zh ? `更新之前的备份在 ${copy}` : `A copy from before is at ${copy}`)
    if (pending.length === 0) print(zh ? '数据库已是最新。' : 'The database is up to date.')
    else print(`${zh ? '已更新：' : 'Applied: '}${pending.join(', ')}`)
    return 0
  } finally {
    await database.close()
  }
}

async function move(from: string, to: string, locale: Locale): Promise<number> {
  // Nobody may write to the source meanwhile.
  const release = lockForServing(from)
  try {
    const tables = await copyDatabase(from.slice('sqlite:'.length), to, digest)
    for (const { table, rows } of tables) print(`${table}: ${rows}`)
    const rows = tables.reduce((sum, one) => sum + one.rows, 0)
    print(
      locale === 'zh-CN'
        ? `${tables.length} 张表、${rows} 行，两边完全一致。请把 DATABASE_URL 改成新的，然后启动。`
        : `${rows} rows in ${tables.length} tables are the same on both sides. Set DATABASE_URL to the new one and start.`,
    )
    return 0
  } finally {
    release?.()
  }
}

function optionValue(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name)
  return at < 0 ? undefined : args[at + 1]
}
