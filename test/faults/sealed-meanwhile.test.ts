import pg from 'pg'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { simulatorDatabase } from '../../src/simulator-database.ts'
import { emptyDatabaseUrl, stopPostgres } from '../support/open-test-database.ts'
import { only, withForm } from '../support/simulator-client.ts'
import { openThread, speakUp } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'
import { windowedCompany } from '../support/windowed-company.ts'

afterAll(stopPostgres)

const AUTHOR = 'E010'
const HANDLER = 'E003'

async function connect(url: string) {
  const at = new URL(simulatorDatabase(url))
  const schema = at.searchParams.get('schema') ?? ''
  at.searchParams.delete('schema')
  const client = new pg.Client({ connectionString: at.toString() })
  await client.connect()
  onTestFinished(() => client.end())
  await client.query(`set search_path to ${schema}`)
  return client
}

/** What has been written, and how many others of this database wait for a lock. */
async function look(client: pg.Client) {
  // Within a transaction the list of connections stays as it was first seen.
  await client.query('select pg_stat_clear_snapshot()')
  const { rows } = await client.query<{ waiting: number; written: string }>(`select
    (select count(*)::int from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock') as waiting,
    concat((select mark from waiting_bag), ' ', (select count(*) from case_entry)) as written`)
  const [found] = rows
  if (!found) throw new Error('the database says nothing')
  return found
}

test.each([
  ['to a window', windowedCompany],
  ['at once', () => windowedCompany((yaml) => `${yaml}\nrelease: immediate\n`)],
])(
  'a reply that comes, %s, while its case is being sealed is heard, or its author is told otherwise',
  async (_, box) => {
    const url = await emptyDatabaseUrl('postgres')
    const { client } = await startSimulator({ programs: box(), env: { DATABASE_URL: url } })
    const { words } = await speakUp(client, AUTHOR, { way: 'none', topic: 'suggestion', text: '灯坏了' })
    await client.moveTo('2026-03-10T14:00:00+08:00')
    const ticket = only(await client.messages('channel:hr'), 'channel:hr')
    await client.submit(HANDLER, withForm(await client.tap(HANDLER, ticket, '结案')), { text: '修好了。' })
    await client.moveTo('2026-03-11T10:00:00+08:00')

    const other = await connect(url)
    const { rows } = await other.query<{ day: string }>('select seal_on as day from case_file')
    const day = rows[0]?.day ?? ''
    await client.moveTo(new Date(Date.parse(`${day}T18:00:00+08:00`) - 86_400_000).toISOString())
    const thread = await openThread(client, AUTHOR, words)

    // The case is looked at once more before it goes, and cannot go yet.
    const { written } = await look(other)
    await other.query('begin')
    await other.query('lock table case_destruction in exclusive mode')
    const sealed = client.moveTo(`${day}T09:00:00+08:00`)
    while ((await look(other)).waiting < 1);
    const said = client.submit(AUTHOR, thread, { again: '又坏了。', wish: 'reopen' })
    const isOver = (now: { waiting: number; written: string }) => now.waiting > 1 || now.written !== written
    while (!isOver(await look(other)));
    await other.query('rollback')
    await sealed

    const handed = (await said).map(({ text }) => text).join()
    await client.moveTo(new Date(Date.parse(`${day}T18:00:00+08:00`) + 4 * 86_400_000).toISOString())
    const heard = JSON.stringify(await client.messages('channel:hr')).includes('又坏了。')
    expect(handed.includes('已经过期')).toBe(!heard)
  },
)
