import type { CoreStores, Message, OutboxRow, Settlement } from '#core'
import { loggable, numbered } from '#core'
import type { DeliverParts, Destination, Rendered } from './deliver-parts.ts'
import { type Prepared, setAside, unreadable } from './send.ts'

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
  if (destination === 'away') return setAside(parts, row)
  if (!destination)
    return row.to.kind === 'channel' ? { key: row.key, state: 'held', code: 'no-address' } : drop('no-address')
  const replaced = row.replaces ? await stores.outbox.posted(row.replaces) : null
  if (row.replaces && !(replaced && destination.adapter.capabilities.update)) return drop('nothing-to-replace')
  const under = row.under ? await stores.outbox.posted(row.under) : null
  const post = {
    // The platform's records of a sealed message must lead to no row here: its key is forgotten.
    key: row.to.kind === 'sealed' ? parts.random.id() : row.key,
    to: destination.to,
    message: row.to.kind === 'sealed' ? withLinks(parts, message, destination) : message,
    ...(replaced && { replaces: replaced.messageId }),
    ...(under && { under: under.messageId }),
  }
  return { row, destination, post }
}

/** For a recipient whom nobody may know nothing is kept, so numbers cannot serve; links do. */
function withLinks<S extends CoreStores>(
  { linkOf = () => null }: DeliverParts<S>,
  message: Message,
  { adapter, member }: Destination,
): Message {
  return numbered(message, adapter.capabilities, 'zh-CN', (action) => linkOf(action, member ?? null)).message
}
