import { text } from 'node:stream/consumers'
import { openDatabase } from '#db'

// Claims what is due, page by page, until nothing is; writes the keys it got. One of several on the same store: begins
// when its input ends.

const PAGE = 100
const now = Date.now()
const database = openDatabase(process.env.DATABASE_URL ?? '')
const query = { route: 'recorder/company', methods: ['send'], now, limit: PAGE } as const

process.stdout.write('ready\n')
await text(process.stdin)
for (;;) {
  const keys = await database.transaction(({ outbox }) => outbox.due(query))
  if (keys.length === 0) break
  const claim = { owner: `claimer-${process.pid}`, forMs: 600_000 }
  const rows = await database.transaction(({ outbox }) => outbox.claim(keys, claim))
  for (const { key } of rows) process.stdout.write(`${key}\n`)
}
await database.close()
