import { afterAll, expect, onTestFinished, test } from 'vitest'
import { type Database, openDatabase } from '#db'
import { postgresPool } from '../../db/dialects/postgres.ts'
import { emptyDatabaseUrl, stopPostgres } from '../support/open-test-database.ts'

afterAll(stopPostgres)

const MESSAGE = {
  draft: {
    key: 'a',
    to: { kind: 'person', person: 'p' },
    class: 'visit',
    content: { kind: 'message', message: { text: 'a' } },
  },
  to: { route: 'p/w', address: 'p/w/user/p' },
} as const

async function url(settings = ''): Promise<string> {
  return `${await emptyDatabaseUrl('postgres')}${settings}`
}

function open(at: string): Database {
  const database = openDatabase(at)
  onTestFinished(() => database.close())
  return database
}

/** Another process. */
function pool(at: string) {
  const connections = postgresPool(at)
  onTestFinished(() => connections.end())
  return connections
}

test('a statement, and a transaction in which nothing is said, end by themselves', async () => {
  const connections = pool(await url())
  const shown = async (name: string) => (await connections.query(`show ${name}`)).rows[0][name]
  expect(await shown('statement_timeout')).toBe('2min')
  expect(await shown('idle_in_transaction_session_timeout')).toBe('30s')
})

test('statements are not compiled before they are run, whatever the server would do, and whichever schema it is', async () => {
  const shown = async (at: string) => (await pool(at).query('show jit')).rows[0].jit
  const at = await url()
  expect(await shown(at)).toBe('off')
  expect(await shown(`${at}?schema=public`)).toBe('off')
})

test('a statement that is stuck fails and lets go; whoever it waited for is not disturbed', async () => {
  const database = open(await url('?statement_timeout=300'))
  await database.migrate()
  const set = (value: string) => database.transaction(({ settings }) => settings.set('a', value))
  await set('first')
  const stuck = Promise.withResolvers<void>()
  await database.transaction(async ({ settings }) => {
    await settings.set('a', 'second')
    await expect(set('third')).rejects.toMatchObject({ code: '57014' })
    stuck.resolve()
  })
  await stuck.promise
  expect(await database.transaction(({ settings }) => settings.get('a'))).toBe('second')
  await set('fourth')
  expect(await database.transaction(({ settings }) => settings.get('a'))).toBe('fourth')
})

test('a process that stands still in the middle of a claim keeps nothing from the others', async () => {
  const at = await url('?idle_in_transaction_session_timeout=300')
  const [still, other] = [open(at), open(at)]
  await still.migrate()
  await still.transaction(({ outbox }) => outbox.add([MESSAGE], 0))
  const claimed = Promise.withResolvers<number>()
  const awake = Promise.withResolvers<void>()
  const standing = still.transaction(async ({ outbox }) => {
    claimed.resolve((await outbox.claim(['a'], { owner: 'still', forMs: 1000 })).length)
    await awake.promise
  })
  expect(await claimed.promise).toBe(1)
  const claim = () => other.transaction(({ outbox }) => outbox.claim(['a'], { owner: 'other', forMs: 60_000 }))
  // What another one is just taking is looked past, for as long as its transaction lasts.
  expect(await claim()).toEqual([])
  await expect.poll(claim, { timeout: 20_000 }).toHaveLength(1)
  awake.resolve()
  await expect(standing).rejects.toThrow()
})

test('changes of the schema, and whoever waits for them, may take as long as they need', async () => {
  const at = await url('?statement_timeout=100')
  const [first, second] = [open(at), open(at)]
  const slow = pool(at)
  const begun = Promise.withResolvers<void>()
  const order: string[] = []
  const making = first.alone(async () => {
    begun.resolve()
    await slow.query('begin; set local statement_timeout = 0; select pg_sleep(0.4); commit')
    order.push('first')
  })
  await begun.promise
  await second.alone(async () => {
    order.push('second')
  })
  await making
  expect(order).toEqual(['first', 'second'])
  await expect(slow.query('select pg_sleep(0.4)')).rejects.toMatchObject({ code: '57014' })
})
