import type { Selectable } from 'kysely'
import type { CaseEntry, CaseFile, Tag } from '#domain'
import type { CaseEntryTable, CaseFileTable } from '../schema/case.ts'

export function tagText(tag: Tag): string {
  return tag.join('-')
}

export function fromRow(row: Selectable<CaseFileTable>): CaseFile {
  const [first = 0, second = 0] = row.tag.split('-').map(Number)
  return {
    id: row.id,
    tag: [first, second],
    topic: row.topic,
    state: row.state as CaseFile['state'],
    key: row.key,
    about: row.about,
    receivedOn: row.received_on,
    owedOn: row.owed_on,
    answerBy: row.answer_by,
    acknowledgeBy: row.acknowledge_by,
    alarmOn: row.alarm_on,
    handlerId: row.handler_id,
    deputyId: row.deputy_id,
    department: row.department,
    passedAfter: row.passed_after,
    answeredOn: row.answered_on,
    closedOn: row.closed_on,
    outcome: row.outcome as CaseFile['outcome'],
    rating: row.rating,
    muted: row.muted === 1,
    publication: row.publication as CaseFile['publication'],
    appealOf: row.appeal_of,
    deciders: JSON.parse(row.deciders) as string[],
    revision: row.revision,
  }
}

export function toRow(file: CaseFile): Omit<CaseFileTable, 'seal_on'> {
  return {
    id: file.id,
    tag: tagText(file.tag),
    topic: file.topic,
    state: file.state,
    key: file.key,
    about: file.about,
    received_on: file.receivedOn,
    owed_on: file.owedOn,
    answer_by: file.answerBy,
    acknowledge_by: file.acknowledgeBy,
    alarm_on: file.alarmOn,
    handler_id: file.handlerId,
    deputy_id: file.deputyId,
    department: file.department,
    passed_after: file.passedAfter,
    answered_on: file.answeredOn,
    closed_on: file.closedOn,
    outcome: file.outcome,
    rating: file.rating,
    muted: file.muted ? 1 : 0,
    publication: file.publication,
    appeal_of: file.appealOf,
    deciders: JSON.stringify(file.deciders),
    revision: file.revision,
  }
}

export function fromEntryRow(row: Selectable<CaseEntryTable>, pictures: number): CaseEntry {
  return {
    side: row.side,
    kind: row.kind,
    body: row.body,
    restated: row.restated,
    passed: row.passed === 1,
    by: row.by_id,
    on: row.on_day,
    pictures,
  }
}
