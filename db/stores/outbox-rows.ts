import { type Expression, type ExpressionBuilder, type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import {
  type Addressed,
  MESSAGE_CLASSES,
  type MessageClass,
  type OutboxDraft,
  type OutboxRow,
  type Posted,
  type Recipient,
} from '#core'
import type { Dialect } from '../dialects/dialect.ts'
import type { Tables } from '../schema/index.ts'
import type { OutboxTable } from '../schema/outbox.ts'
import type { Connection } from './connection.ts'

/** The content of a row that needs none any more. */
export const NOTHING = '{}'

/** The recipient as text; rows of a lane are sent in the order they were added. */
export function laneOf(to: Recipient): string {
  switch (to.kind) {
    case 'person':
      return `person:${to.person}`
    case 'channel':
      return `channel:${to.channel}`
    case 'sealed':
      return `sealed:${to.case}`
  }
}

export function fromLane(lane: string): Recipient {
  const at = lane.indexOf(':')
  const id = lane.slice(at + 1)
  switch (lane.slice(0, at)) {
    case 'person':
      return { kind: 'person', person: id }
    case 'channel':
      return { kind: 'channel', channel: id }
    default:
      return { kind: 'sealed', case: id }
  }
}

export function toRow({ draft, to }: Addressed, now: number) {
  return {
    key: draft.key,
    lane: laneOf(draft.to),
    route: to?.route ?? '',
    address: to?.address ?? null,
    class: MESSAGE_CLASSES.indexOf(draft.class),
    subject: draft.subject ?? null,
    batch: draft.batch ?? null,
    content: to || draft.to.kind === 'channel' ? JSON.stringify(draft.content) : NOTHING,
    not_before: draft.notBefore ?? now,
    replaces: draft.replaces ?? null,
    under_key: draft.under ?? null,
    when_uncertain: draft.whenUncertain ?? 'resend',
    attempts: 0,
    created_at: Math.min(now, draft.since ?? now),
    ...(to ? { state: 'pending' } : unreachable(draft.to, now)),
    ...(to && draft.doubted && doubted(draft.whenUncertain)),
  }
}

function doubted(whenUncertain: OutboxDraft['whenUncertain']) {
  const policy = whenUncertain === 'repeat' ? ('repeat' as const) : ('hold' as const)
  return { state: 'uncertain', when_uncertain: policy, code: 'restored' }
}

/** Somebody without an account is not written to; what a channel is owed waits until there is a way. */
function unreachable(to: Recipient, now: number) {
  return to.kind === 'channel'
    ? { state: 'held', code: 'no-address' }
    : { state: 'void', code: 'no-address', settled_at: now }
}

/**
 * States stand in the statement itself where partial indexes are chosen by them: with a bound parameter the planner
 * cannot know that the index covers it, and reads the whole table.
 */
export const PENDING = sql.lit('pending')
export const UNCERTAIN = sql.lit('uncertain')

/** Whether somebody has taken the row with this number, and not settled it yet. */
export function isInHand(dialect: Dialect, column: string): RawBuilder<SqlBool> {
  return sql`${sql.ref(column)} in ${dialect.listed('outbox_claim', 'outbox_claim.seqs')}`
}

/**
 * Before rows that nobody has in hand are changed: on PostgreSQL a claim of them that is just being made is waited for, so
 * that the statement after this one sees it.
 */
export async function lockPending(
  db: Connection,
  dialect: Dialect,
  which: (eb: ExpressionBuilder<Tables, 'outbox'>) => Expression<SqlBool>,
): Promise<void> {
  if (dialect.name === 'sqlite') return
  await db.selectFrom('outbox').select('seq').where('state', '=', PENDING).where(which).forUpdate().execute()
}

/** What of a row whoever sends it wants to know, and its place. */
export const ROW = [
  'seq',
  'key',
  'lane',
  'address',
  'class',
  'content',
  'subject',
  'batch',
  'not_before',
  'replaces',
  'under_key',
  'when_uncertain',
  'attempts',
] as const satisfies readonly (keyof OutboxTable)[]

export type Row = Pick<Selectable<OutboxTable>, (typeof ROW)[number]>

export function fromRow(row: Row): OutboxRow {
  const { subject, batch, replaces, under_key: under } = row
  const read: { -readonly [Name in keyof OutboxRow]: OutboxRow[Name] } = {
    key: row.key,
    to: fromLane(row.lane),
    address: row.address,
    class: MESSAGE_CLASSES[row.class] as MessageClass,
    content: JSON.parse(row.content),
    notBefore: row.not_before,
    whenUncertain: row.when_uncertain,
    attempts: row.attempts,
  }
  if (subject !== null) read.subject = subject
  if (batch !== null) read.batch = batch
  if (replaces !== null) read.replaces = replaces
  if (under !== null) read.under = under
  return read
}

export function toPosted(
  row: { key: string; subject: string | null; message_id: string | null; address: string | null } | undefined,
): Posted | null {
  if (!row || row.message_id === null || row.address === null) return null
  return { key: row.key, subject: row.subject, messageId: row.message_id, address: row.address }
}
