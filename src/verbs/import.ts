import { HearbackError } from '#core'
import { dateAt, explainRowFault } from '#domain'
import { systemRandom } from '#vault'
import { layOver, openCompanyData } from '../company-data.ts'
import { planImported } from '../flows.ts'
import { type ImportReport, importCustomers, importPeople } from '../import/import-file.ts'
import { migrateWithBackup } from '../migrate-with-backup.ts'
import { print, type Verb } from './verb.ts'

export const importVerb: Verb = {
  usage: 'import people|customers FILE',
  about: {
    'zh-CN': '导入 CSV 文件；同一个文件导入两次不会重复。',
    en: 'Takes a CSV file; the same file twice changes nothing.',
  },

  async run(config, [what, file]) {
    if ((what !== 'people' && what !== 'customers') || !file) {
      throw new HearbackError('usage', 'Usage: import people FILE, or import customers FILE', {
        zh: '用法：import people 文件，或 import customers 文件',
      })
    }
    const company = openCompanyData(config)
    const { database, clock, programs, accountsOf } = company
    try {
      await migrateWithBackup(database, `${config.home}/backups`, clock)
      await layOver(company)
      const now = clock.now()
      const report = await database.transaction(async (stores) => {
        const today = dateAt(now, programs.current().company.timeZone)
        const done =
          what === 'people' ? await importPeople(stores, file, accountsOf) : await importCustomers(stores, file, today)
        await planImported(programs.current, systemRandom)(stores, done.touched, now)
        return done
      })
      await database.analyze()
      show(report, what, config.locale)
      return report.faults.some((fault) => !fault.taken) ? 1 : 0
    } catch (error) {
      if (isMissing(error))
        throw new HearbackError('no-file', `There is no file ${file}.`, { cause: error, zh: `没有这个文件：${file}` })
      throw error
    } finally {
      await database.close()
    }
  },
}

function show(report: ImportReport, what: string, locale: 'zh-CN' | 'en'): void {
  const { added, changed, unchanged, faults, unknownColumns } = report
  const zh = locale === 'zh-CN'
  for (const fault of faults) print(explainRowFault(fault, locale))
  if (unknownColumns.length > 0) {
    print(zh ? `没有用到的列：${unknownColumns.join('、')}` : `Columns not used: ${unknownColumns.join(', ')}`)
  }
  const left = faults.filter((fault) => !fault.taken).length
  print(
    zh
      ? `${what}：新增 ${added}，更新 ${changed}，没有变化 ${unchanged}，未导入 ${left}`
      : `${what}: ${added} added, ${changed} changed, ${unchanged} unchanged, ${left} left out`,
  )
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EISDIR')
}
