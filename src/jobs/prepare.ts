import type { CoreStores, OutboxRow, Settlement } from '#core'
import { loggable } from '#core'
import type { DeliverParts, Rendered } from './deliver-parts.ts'
import { type Prepared, unreadable } from './send.ts'

/** Finds destinations and makes messages; what cannot or need not be sent is dropped with its reason. */
export async function prepare<S extends CoreStores>(parts: DeliverParts<S>, stores: S, rows: readonly OutboxRow[]) {
  const ready: Prepared[] = []
  const dropped: Settlement[] = []
  const messages = await parts.render(stores, rows)
  for (const [index, row] of rows.entries()) {
    const prepared = await prepareOne(parts, stores, row, messages[index] ?? null)
    if ('state' in prepared) dropped.push(prepared)
    else ready.push(prepared)
  }
  return { ready, dropped }
}

async function prepareOne<S extends CoreStores>(
  parts: DeliverParts<S>,
  stores: S,
  row: OutboxRow,
  message: Rendered,
): Promise<Prepared | Settlement> {
  const drop = (code: string): Settlement => ({ key: row.key, state: 'void', code })
  if (message === null) return drop('not-needed')
  if (message instanceof Error) {
    parts.log.error('outbox.unreadable', loggable(message))
    return unreadable(parts, row)
  }
  const destination = await parts.destination(stores, row)
  if (!destination)
    return row.to.kind === 'channel' ? { key: row.key, state: 'held', code: 'no-address' } : drop('no-address')
  const replaced = row.replaces ? await stores.outbox.posted(row.replaces) : null
  if (row.replaces && !(replaced && destination.adapter.capabilities.update)) return drop('nothing-to-replace')
  const under = row.under ? await stores.outbox.posted(row.under) : null
  const post = {
    // The platform's records of a sealed message must lead to no row here: its key is forgotten.
    key: row.to.kind === 'sealed' ? parts.random.id() : row.key,
    to: destination.to,
    message,
    ...(replaced && { replaces: replaced.messageId }),
    ...(under && { under: under.messageId }),
  }
  return { row, destination, post }
}
