import { type SqlBool, sql } from 'kysely'
import type { Address } from '#core'
import type { Dialect } from '../dialects/dialect.ts'
import type { Connection } from './connection.ts'
import { isInHand, laneOf, lockPending, PENDING } from './outbox-rows.ts'

const HELD = sql.lit('held')
/** Whoever was asked about it is answered by the address. */
const ASKED = sql.lit('asked')

/** See `OutboxStore.readdress`. */
export async function readdress(
  db: Connection,
  dialect: Dialect,
  channel: string,
  { route, address }: Address,
  now: number,
): Promise<number> {
  const lane = laneOf({ kind: 'channel', channel })
  const owed = () => db.updateTable('outbox').where('lane', '=', lane)
  await lockPending(db, dialect, (eb) => eb('lane', '=', lane))
  await owed()
    .set({ route, address })
    .where('state', '=', PENDING)
    .where('address', '!=', address)
    .where('replaces', 'is', null)
    .where('under_key', 'is', null)
    .where(sql<SqlBool>`not ${isInHand(dialect, 'seq')}`)
    .execute()
  const result = await owed()
    .set({ route, address, state: 'pending', not_before: now, attempts: 0, code: null, question: null })
    .where('state', 'in', [HELD, ASKED])
    .where('code', '=', 'no-address')
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}
