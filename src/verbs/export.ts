import { writeFileSync } from 'node:fs'
import { HearbackError } from '#core'
import type { Stores } from '#db'
import { PinnedForms, type Programs } from '#domain'
import { resultsTable } from '#flows/survey'
import { openCompanyData } from '../company-data.ts'
import { asCsv } from '../csv.ts'
import { print, type Verb } from './verb.ts'

type Table = Awaited<ReturnType<typeof resultsTable>>

export const exportVerb: Verb = {
  usage: 'export survey FORM FILE | follow-ups FILE',
  about: {
    'zh-CN': '把结果写成表格软件能打开的 CSV 文件。',
    en: 'Writes results as a CSV file that spreadsheets open.',
  },

  async run(config, args) {
    const [what, ...rest] = args
    const file = rest.at(-1)
    if (!file || (what === 'survey' ? rest.length !== 2 : what !== 'follow-ups')) {
      throw new HearbackError('usage', 'Usage: export survey FORM FILE, or export follow-ups FILE', {
        zh: '用法：export survey 问卷 文件，或 export follow-ups 文件',
      })
    }
    const { database, programs } = openCompanyData(config)
    try {
      const table = await database.transaction((stores) =>
        what === 'survey' ? surveyTable(stores, programs.current(), rest[0] ?? '') : followUpTable(stores),
      )
      writeFileSync(file, asCsv(table), { mode: 0o600 })
      print(`${table.length - 1} → ${file}`)
      return 0
    } finally {
      await database.close()
    }
  },
}

async function surveyTable(stores: Stores, { forms, company }: Programs, formId: string): Promise<Table> {
  const pinned = forms.get(formId)
  if (!pinned) {
    throw new HearbackError('no-form', `There is no form "${formId}". There are: ${[...forms.keys()].join(', ')}.`, {
      zh: `没有叫“${formId}”的问卷。现有：${[...forms.keys()].join('、')}。`,
    })
  }
  return resultsTable(new PinnedForms(), stores, pinned, company.language)
}

async function followUpTable(stores: Stores): Promise<Table> {
  const header = ['cadence', 'subject', 'nominal_on', 'deadline_on', 'owner', 'state', 'late', 'reason', 'closed_at']
  const rows = (await stores.occurrences.all()).map((one) => [
    one.cadence,
    one.subject,
    one.nominalOn,
    one.deadlineOn,
    one.ownerId,
    one.state,
    one.late ? 'late' : '',
    one.reason,
    one.closedAt === null ? null : new Date(one.closedAt).toISOString(),
  ])
  return [header, ...rows]
}
