import { isTimeZone } from '../calendar/zoned.ts'
import type { Person } from '../person/person.ts'
import type { PersonColumn } from './columns.ts'
import type { RowFault } from './row-fault.ts'
import { type Reading, type Row, RowReader } from './row-reader.ts'

/** A person with their accounts, as one row gives them. */
export interface PersonRow {
  readonly person: Person
  readonly accounts: readonly { readonly platform: string; readonly userId: string }[]
}

const LEFT_KIND = {
  voluntary: ['主动离职', '主动', '辞职', '自愿', '本人辞职', 'resigned', 'resignation'],
  dismissed: ['辞退', '开除', '解雇', '被动离职', '被动', '裁员', 'fired', 'laid off'],
  contract_end: ['合同到期', '合同终止', 'contract ended'],
  retired: ['退休', 'retirement'],
  other: ['其他'],
}

const LEFT_REASON: Readonly<Record<string, readonly string[]>> = {
  misconduct: ['违纪', '违规', '严重违纪'],
  neglect: ['失职', '渎职', '玩忽职守'],
}

const YES_NO = {
  yes: ['y', 'true', '1', '是', '对', '√', '✓'],
  no: ['n', 'false', '0', '否', '不是', '×'],
}

/** Reads the rows of a people file. `known` tells which ids are on the list already. */
export function readPeople(rows: readonly Row<PersonColumn>[], known: ReadonlySet<string>): Reading<PersonRow> {
  const ids = new Set(rows.map((row) => (row.cells.id ?? '').trim()).filter(Boolean))
  const taken = new Set<string>()
  const items: PersonRow[] = []
  const faults: RowFault[] = []
  for (const row of rows) {
    const reader = new RowReader(row)
    const read = readPerson(reader)
    if (taken.has(read.person.id)) reader.fail('twice', 'id', read.person.id)
    const usable = reader.faults.length === 0
    const managerId = read.person.managerId
    const unknown = usable && managerId !== null && !ids.has(managerId) && !known.has(managerId)
    const own = managerId !== null && managerId === read.person.id
    if (unknown || (usable && own)) reader.fail(own ? 'bad-value' : 'unknown-person', 'manager_id', managerId, true)
    faults.push(...reader.faults)
    if (!usable) continue
    taken.add(read.person.id)
    items.push(unknown || own ? { ...read, person: { ...read.person, managerId: null } } : read)
  }
  return { items, faults }
}

function readPerson(reader: RowReader<PersonColumn>): PersonRow {
  const timezone = reader.text('timezone')
  if (timezone !== '' && !isTimeZone(timezone)) reader.fail('bad-value', 'timezone', timezone)
  const reason = reader.text('left_reason')
  const person: Person = {
    id: reader.required('id'),
    name: reader.required('name'),
    department: reader.text('department'),
    managerId: reader.text('manager_id') || null,
    title: reader.text('title'),
    email: reader.text('email'),
    mobile: reader.text('mobile'),
    joinedOn: reader.date('joined_on'),
    leftOn: reader.date('left_on'),
    leftReason: Object.entries(LEFT_REASON).find(([, written]) => written.includes(reason))?.[0] ?? reason,
    leftKind: reader.oneOf('left_kind', LEFT_KIND),
    keyPerson: reader.oneOf('key_person', YES_NO) === 'yes',
    locale: reader.text('locale') || null,
    timezone: timezone || null,
  }
  const accounts = (['slack', 'dingtalk', 'wecom', 'wechat'] as const).flatMap((platform) => {
    const userId = reader.text(`${platform}_id`)
    return userId === '' ? [] : [{ platform, userId }]
  })
  return { person, accounts }
}
