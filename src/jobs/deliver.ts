import type { CoreStores, OutboxRow, Settlement } from '#core'
import { CLAIM_MS, type DeliverParts, inParallel, settle } from './deliver-parts.ts'
import type { Job } from './job.ts'
import { type Prepared, send } from './send.ts'

/** Sends what stands in the outbox: claim, commit, send, settle. */
export function deliverJob<S extends CoreStores>(parts: DeliverParts<S>): Job {
  const { database, clock } = parts
  return {
    name: 'deliver',
    due: (limit) => database.transaction((stores) => stores.outbox.due(clock.now(), limit)),
    next: () => database.transaction((stores) => stores.outbox.nextDue()),

    async run(keys) {
      const owner = parts.random.id()
      const rows = await database.transaction((stores) => stores.outbox.claim(keys, { owner, forMs: CLAIM_MS }))
      const { ready, dropped } = await prepare(parts, rows)
      const sent = await inParallel(ready, (one) => send(parts, one))
      await settle(parts, owner, [...dropped, ...sent])
    },
  }
}

async function prepare<S extends CoreStores>(parts: DeliverParts<S>, rows: readonly OutboxRow[]) {
  const ready: Prepared[] = []
  const dropped: Settlement[] = []
  await parts.database.transaction(async (stores) => {
    for (const row of rows) {
      const prepared = await prepareOne(parts, stores, row)
      if (typeof prepared === 'string') dropped.push({ key: row.key, state: 'void', code: prepared })
      else ready.push(prepared)
    }
  })
  return { ready, dropped }
}

/** What to send and where, or why it is dropped. */
async function prepareOne<S extends CoreStores>(
  parts: DeliverParts<S>,
  stores: S,
  row: OutboxRow,
): Promise<Prepared | string> {
  const destination = await parts.resolve(stores, row.to)
  if (!destination) return 'no-address'
  const replaced = row.replaces ? await stores.outbox.posted(row.replaces) : null
  if (row.replaces && !(replaced && destination.adapter.capabilities.update)) return 'nothing-to-replace'
  const under = row.under ? await stores.outbox.posted(row.under) : null
  const message = await parts.render(stores, row.content, row.to)
  if (!message) return 'not-needed'
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
