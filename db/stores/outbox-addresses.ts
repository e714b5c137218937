import { sql } from 'kysely'
import type { Address } from '#core'
import type { Connection } from './connection.ts'
import { laneOf } from './outbox-rows.ts'

const PENDING = sql.lit('pending')
const HELD = sql.lit('held')
/** Whoever was asked about it is answered by the address. */
const ASKED = sql.lit('asked')

/** See `OutboxStore.readdress`. */
export async function readdress(
  db: Connection,
  channel: string,
  { route, address }: Address,
  now: number,
): Promise<number> {
  const owed = () => db.updateTable('outbox').where('lane', '=', laneOf({ kind: 'channel', channel }))
  await owed()
    .set({ route, address })
    .where('state', '=', PENDING)
    .where('address', '!=', address)
    .where('replaces', 'is', null)
    .where('under_key', 'is', null)
    .execute()
  const result = await owed()
    .set({ route, address, state: 'pending', not_before: now, attempts: 0, code: null, question: null })
    .where('state', 'in', [HELD, ASKED])
    .where('code', '=', 'no-address')
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}
