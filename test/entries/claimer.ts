import { createInterface } from 'node:readline'
import { openDatabase } from '#db'

// One of several that claim what is due on the same store, page by page, and write the keys they got. The first page
// is claimed at the first line of input; the others when a second line says that everybody has the first.

const PAGE = 100
const now = Date.now()
const database = openDatabase(process.env.DATABASE_URL ?? '')
const query = { route: 'recorder/company', methods: ['send'], now, limit: PAGE } as const

/** Claims a page of what is due; `false` when nothing is left. */
async function claimPage(): Promise<boolean> {
  const keys = await database.transaction(({ outbox }) => outbox.due(query))
  if (keys.length === 0) return false
  const claim = { owner: `claimer-${process.pid}`, forMs: 600_000 }
  const rows = await database.transaction(({ outbox }) => outbox.claim(keys, claim))
  for (const { key } of rows) process.stdout.write(`${key}\n`)
  return true
}

const orders = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
process.stdout.write('ready\n')
await orders.next()
await claimPage()
process.stdout.write('begun\n')
await orders.next()
while (await claimPage());
process.stdout.write('done\n')
await database.close()
process.stdin.destroy()
