import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DEFAULT_COMPANY, SHIPPED_DEFINITIONS } from '../../../src/flows.ts'
import { ProgramsHolder } from '../../../src/programs-holder.ts'
import { scratchFolder } from '../scratch.ts'

/** A contact every day, for faults that fall on certain days. */
export const DAILY_CALL = `cadence: daily-call
title: { zh-CN: 每日电话, en: Daily call }
subject: customer
anchor: last_contact
who: owner
every: P1D
lead: 0
escalate_after: 1
record: visit-record
`

/** A company's folder of definitions: who is who, and cadences of its own. */
export function ownFolder(company: string, cadences: Readonly<Record<string, string>> = {}): string {
  const folder = scratchFolder()
  const names =
    'company: { zh-CN: 试验公司, en: Trial company }\ncontact: { zh-CN: 请联系人事部。, en: Please ask HR. }'
  writeFileSync(join(folder, 'company.yaml'), `${names}\n${company}\n`)
  for (const [name, yaml] of Object.entries(cadences)) writeFileSync(join(folder, `${name}.yaml`), yaml)
  return folder
}

/** Roles by the people in them; nobody else has one. */
export function roles(named: Readonly<Record<string, readonly string[]>>): string {
  const all = { hr: [], coordinator: [], outside: [], sales_lead: [], store_manager: [], admin: [], ...named }
  return `roles: { ${Object.entries(all)
    .map(([role, people]) => `${role}: [${people.join(', ')}]`)
    .join(', ')} }\nchannels: {}`
}

/** The shipped programs, and those of a folder over them. */
export function ownPrograms(folder?: string): ProgramsHolder {
  return new ProgramsHolder([...SHIPPED_DEFINITIONS, DEFAULT_COMPANY, ...(folder === undefined ? [] : [folder])], 'en')
}
