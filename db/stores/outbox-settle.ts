import { sql } from 'kysely'
import { SEALED_ROUTE, type Settlement } from '#core'
import type { Dialect } from '../dialects/dialect.ts'
import type { Connection } from './connection.ts'
import { NOTHING } from './outbox-rows.ts'

interface Alike {
  /** Numbers of the rows that are their owner's to settle. */
  readonly held: readonly number[]
  readonly page: readonly Settlement[]
  readonly now: number
}

/** Writes settlements that differ in nothing but the key and the platform's id, with one statement; answers whose. */
export async function settleAlike(db: Connection, dialect: Dialect, { held, page, now }: Alike): Promise<number[]> {
  const [first] = page
  if (!first) return []
  const pairs = page.map((one) => [one.key, 'messageId' in one ? one.messageId : null] as const)
  const { from, where, value } = dialect.paired('outbox.key', pairs)
  const update = db.updateTable('outbox')
  const settled = await (from ? update.from(from) : update)
    .set((eb) => ({ ...outcome(first, now), ...(first.state !== 'released' && { attempts: eb('attempts', '+', 1) }) }))
    .$if(first.state === 'sent', (query) => query.set({ message_id: value }))
    .where(where)
    // SQLite would begin with the numbers, and look through all pairs for each of them.
    .where(dialect.isNumber(dialect.name === 'sqlite' ? sql`+outbox.seq` : 'outbox.seq', held))
    .returning(['outbox.key', 'outbox.seq', 'outbox.route'])
    .execute()
  // Nothing may tell later whom a sealed message went to, or when.
  const sealed = isFinal(first.state) ? settled.filter(({ route }) => route === SEALED_ROUTE) : []
  const gone = sealed.map(({ key }) => key)
  if (gone.length > 0) await db.deleteFrom('outbox').where(dialect.isOneOf('key', gone)).execute()
  return settled.map(({ seq }) => seq)
}

function isFinal(state: Settlement['state']): boolean {
  return state === 'sent' || state === 'refused' || state === 'void'
}

/** Settlements that differ in nothing but the key and the platform's id, so that one statement writes them. */
export function alike(settlements: readonly Settlement[]): Settlement[][] {
  const groups = new Map<string, Settlement[]>()
  for (const one of settlements) {
    const notBefore = 'notBefore' in one ? one.notBefore : ''
    const name = `${one.state} ${'code' in one ? one.code : ''} ${notBefore}`
    const group = groups.get(name)
    if (group) group.push(one)
    else groups.set(name, [one])
  }
  return [...groups.values()]
}

function outcome(settlement: Settlement, now: number) {
  switch (settlement.state) {
    case 'sent':
      return { state: 'sent', settled_at: now, content: NOTHING, code: null }
    case 'pending':
    case 'uncertain':
      return { state: settlement.state, not_before: settlement.notBefore, code: settlement.code }
    case 'released':
      return { state: 'pending', ...(settlement.notBefore !== null && { not_before: settlement.notBefore }) }
    case 'refused':
    case 'void':
      return { state: settlement.state, settled_at: now, content: NOTHING, code: settlement.code }
    case 'held':
      return { state: settlement.state, code: settlement.code }
  }
}
