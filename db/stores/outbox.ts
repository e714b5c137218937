import { type Selectable, sql } from 'kysely'
import {
  MESSAGE_CLASSES,
  type MessageClass,
  type OutboxDraft,
  type OutboxRow,
  type OutboxState,
  type OutboxStore,
  type Posted,
  type Recipient,
  type Settlement,
} from '#core'
import type { Dialect } from '../dialects/dialect.ts'
import type { OutboxTable } from '../schema/outbox.ts'
import { type Connection, pages } from './connection.ts'

const NOTHING = '{}'

/**
 * States by which partial indexes are chosen stand in the statement itself: with a bound parameter the planner cannot
 * know that the index covers it, and reads the whole table.
 */
const PENDING = sql.lit('pending')
const CLAIMED = sql.lit('claimed')
const UNCERTAIN = sql.lit('uncertain')

export function outboxStore(db: Connection, dialect: Dialect): OutboxStore {
  const leaseEnd = (forMs: number) => sql<number>`${dialect.leaseNow()} + ${forMs}`

  const lapsed = () =>
    db
      .updateTable('outbox')
      .set({ state: 'uncertain', claim_owner: null, claim_until: null, code: 'claim-expired' })
      .where('state', 'in', [CLAIMED, UNCERTAIN])
      .where('claim_until', 'is not', null)
  const posted = () => db.selectFrom('outbox').select(['key', 'subject', 'message_id', 'address'])

  return {
    async add(drafts, now) {
      for (const page of pages(drafts)) {
        await db
          .insertInto('outbox')
          .values(page.map((draft) => toRow(draft, now)))
          .onConflict((conflict) => conflict.column('key').doNothing())
          .execute()
      }
    },

    async due(now, limit) {
      const rows = await db
        .selectFrom('outbox as row')
        .select('row.key')
        .where('row.state', '=', PENDING)
        .where('row.not_before', '<=', now)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('outbox as earlier')
                .select('earlier.key')
                .where('earlier.state', 'in', [PENDING, CLAIMED, UNCERTAIN])
                .whereRef('earlier.lane', '=', 'row.lane')
                .whereRef('earlier.seq', '<', 'row.seq')
                // One that was put off to a later day holds nobody up; one that is being retried does.
                .where((eb) => eb.or([eb('earlier.not_before', '<=', now), eb('earlier.attempts', '>', 0)])),
            ),
          ),
        )
        .orderBy('row.class')
        .orderBy('row.seq')
        .limit(limit)
        .execute()
      return rows.map((row) => row.key)
    },

    async nextDue() {
      const row = await db
        .selectFrom('outbox')
        .select('not_before')
        .where('state', '=', PENDING)
        .orderBy('not_before')
        .limit(1)
        .executeTakeFirst()
      return row?.not_before ?? null
    },

    async claim(keys, { owner, forMs }) {
      const claimed: OutboxRow[] = []
      for (const page of pages(keys)) {
        const rows = await db
          .updateTable('outbox')
          .set((eb) => ({
            state: 'claimed',
            claim_owner: owner,
            claim_until: leaseEnd(forMs),
            attempts: eb('attempts', '+', 1),
          }))
          .where('key', 'in', page)
          .where('state', '=', PENDING)
          .returningAll()
          .execute()
        claimed.push(...rows.toSorted((a, b) => a.class - b.class || a.seq - b.seq).map(fromRow))
      }
      return claimed
    },

    async settle(owner, settlements, now) {
      for (const settlement of settlements) {
        const held = db
          .updateTable('outbox')
          .set({ claim_owner: null, claim_until: null, ...outcome(settlement, now) })
          .where('key', '=', settlement.key)
          .where('claim_owner', '=', owner)
        await held.execute()
        // Nothing may tell later whom a sealed message went to, or when.
        if (isFinal(settlement.state)) {
          await db.deleteFrom('outbox').where('key', '=', settlement.key).where('lane', 'like', 'sealed:%').execute()
        }
      }
    },

    async expireClaims() {
      const result = await lapsed().where('claim_until', '<=', dialect.leaseNow()).executeTakeFirst()
      return Number(result.numUpdatedRows)
    },

    async dropClaims() {
      return Number((await lapsed().executeTakeFirst()).numUpdatedRows)
    },

    async uncertain(now, limit) {
      const rows = await db
        .selectFrom('outbox')
        .select('key')
        .where('state', '=', UNCERTAIN)
        .where('claim_owner', 'is', null)
        .where('not_before', '<=', now)
        .orderBy('seq')
        .limit(limit)
        .execute()
      return rows.map((row) => row.key)
    },

    async claimUncertain(keys, { owner, forMs }) {
      const rows = await db
        .updateTable('outbox')
        .set({ claim_owner: owner, claim_until: leaseEnd(forMs) })
        .where('key', 'in', keys)
        .where('state', '=', UNCERTAIN)
        .where('claim_owner', 'is', null)
        .returningAll()
        .execute()
      return rows.map(fromRow)
    },

    async posted(key) {
      return toPosted(await posted().where('key', '=', key).executeTakeFirst())
    },

    async postedById(address, messageId) {
      return toPosted(
        await posted()
          .where('address', '=', address)
          .where('message_id', '=', messageId)
          .where('replaces', 'is', null)
          .orderBy('seq', 'desc')
          .executeTakeFirst(),
      )
    },

    async keyAbout(subject, to) {
      const row = await db
        .selectFrom('outbox')
        .select('key')
        .where('subject', '=', subject)
        .where('lane', '=', laneOf(to))
        .where('replaces', 'is', null)
        .where('under_key', 'is', null)
        .orderBy('seq')
        .limit(1)
        .executeTakeFirst()
      return row?.key ?? null
    },

    async counts() {
      const rows = await db
        .selectFrom('outbox')
        .select(['state', (eb) => eb.fn.countAll<number>().as('count')])
        .groupBy('state')
        .execute()
      const counts = { pending: 0, claimed: 0, uncertain: 0, held: 0, sent: 0, refused: 0, void: 0 }
      for (const row of rows) counts[row.state as OutboxState] = Number(row.count)
      return counts
    },

    async prune(before) {
      const result = await db
        .deleteFrom('outbox')
        .where('settled_at', '<', before)
        .where('state', 'in', ['sent', 'refused', 'void'])
        .executeTakeFirst()
      return Number(result.numDeletedRows)
    },
  }
}

/** The recipient as text; rows of a lane are sent in the order they were added. */
function laneOf(to: Recipient): string {
  switch (to.kind) {
    case 'person':
      return `person:${to.person}`
    case 'channel':
      return `channel:${to.channel}`
    case 'sealed':
      return `sealed:${to.case}`
  }
}

function fromLane(lane: string): Recipient {
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

function isFinal(state: OutboxState): boolean {
  return state === 'sent' || state === 'refused' || state === 'void'
}

function outcome(settlement: Settlement, now: number) {
  switch (settlement.state) {
    case 'sent':
      return {
        state: 'sent',
        message_id: settlement.messageId,
        address: settlement.address,
        settled_at: now,
        content: NOTHING,
        code: null,
      }
    case 'pending':
    case 'uncertain':
      return { state: settlement.state, not_before: settlement.notBefore, code: settlement.code }
    case 'refused':
    case 'void':
      return { state: settlement.state, settled_at: now, content: NOTHING, code: settlement.code }
    default:
      return { state: settlement.state, code: settlement.code }
  }
}

function toRow(draft: OutboxDraft, now: number) {
  return {
    key: draft.key,
    lane: laneOf(draft.to),
    class: MESSAGE_CLASSES.indexOf(draft.class),
    subject: draft.subject ?? null,
    content: JSON.stringify(draft.content),
    not_before: draft.notBefore ?? now,
    replaces: draft.replaces ?? null,
    under_key: draft.under ?? null,
    when_uncertain: draft.whenUncertain ?? 'resend',
    state: 'pending',
    attempts: 0,
    created_at: now,
  }
}

function fromRow(row: Selectable<OutboxTable>): OutboxRow {
  return {
    key: row.key,
    to: fromLane(row.lane),
    class: MESSAGE_CLASSES[row.class] as MessageClass,
    content: JSON.parse(row.content),
    ...(row.subject !== null && { subject: row.subject }),
    notBefore: row.not_before,
    ...(row.replaces !== null && { replaces: row.replaces }),
    ...(row.under_key !== null && { under: row.under_key }),
    whenUncertain: row.when_uncertain,
    attempts: row.attempts,
  }
}

function toPosted(
  row: { key: string; subject: string | null; message_id: string | null; address: string | null } | undefined,
): Posted | null {
  if (!row || row.message_id === null || row.address === null) return null
  return { key: row.key, subject: row.subject, messageId: row.message_id, address: row.address }
}
