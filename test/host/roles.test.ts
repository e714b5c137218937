import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '#db'
import { newPerson } from '#domain'
import { FarSide } from '../support/far-side.ts'
import { emptyDatabaseUrl, stopPostgres } from '../support/open-test-database.ts'
import { RedisServer } from '../support/redis-server.ts'
import { scratchFolder } from '../support/scratch.ts'
import { PLATFORM_ENV } from '../support/start-company.ts'
import { type HearbackProcess, prepareProcess, startProcess } from '../support/start-process.ts'

// Real processes on a real PostgreSQL; the platform is in this process and records who connects and who sends.

const SERVE_FAR = ['test/entries/serve-far.ts']
const LEASE_MS = 3000
/** Messages a sender has under way. */
const AT_ONCE = 16

let redis: RedisServer
beforeAll(async () => {
  redis = await RedisServer.start()
})
afterAll(async () => {
  await redis.stop()
  await stopPostgres()
})

async function installation(more: Readonly<Record<string, string>> = {}) {
  const far = await FarSide.start()
  const database = await emptyDatabaseUrl('postgres')
  const env = {
    HEARBACK_HOME: scratchFolder(),
    HEARBACK_LOG_LEVEL: 'info',
    DATABASE_URL: database,
    FAR_SIDE: far.url,
    LEASE_MS: String(LEASE_MS),
    ...PLATFORM_ENV,
    ...more,
  }
  return { far, database, env, start: (own = {}) => startProcess({ ...env, ...own }, SERVE_FAR) }
}

/** People with accounts, and a message owed to each of them. */
async function oweMessages(url: string, batch: string, count: number): Promise<string[]> {
  const database = openDatabase(url)
  const ids = Array.from({ length: count }, (_, index) => `${batch}${index}`)
  try {
    await database.transaction(async ({ people, outbox }) => {
      await people.put(ids.map((id) => newPerson({ id, name: id })))
      await people.link(ids.map((id) => ({ platform: 'slack', workspace: 'company', userId: id, personId: id })))
      const messages = ids.map((id) => ({
        draft: {
          key: id,
          to: { kind: 'person' as const, person: id },
          class: 'answer' as const,
          content: { kind: 'message' as const, message: { text: id } },
        },
        to: { route: 'slack/company', address: `slack/company/user/${id}` },
      }))
      await outbox.add(messages, 0)
    })
  } finally {
    await database.close()
  }
  return ids
}

describe('roles in processes of their own', () => {
  test.each([
    ['the local driver', false],
    ['BullMQ', true],
  ])('the gateway listens, the worker sends, the web answers, on %s', async (_, withRedis) => {
    const { far, database, start } = await installation(withRedis ? { REDIS_URL: redis.url } : {})
    await redis.command('FLUSHALL')
    // All at once on an empty database: none needs another to be there first.
    const [gateway, worker, web] = await Promise.all([
      start({ HEARBACK_ROLES: 'gateway' }),
      start({ HEARBACK_ROLES: 'worker' }),
      start({ HEARBACK_ROLES: 'web' }),
    ])
    expect(far.connected).toEqual([gateway.pid])
    await oweMessages(database, 'a', 1)
    await far.until(() => far.of('send').length === 1)
    far.say('a0', '帮助', 'in-1')
    await far.until(() => far.of('ack').length === 1 && far.of('send').length === 2)
    expect(far.of('ack').map(({ pid }) => pid)).toEqual([gateway.pid])
    expect(far.of('send').map(({ pid }) => pid)).toEqual([worker.pid, worker.pid])

    for (const { url } of [gateway, worker, web]) {
      expect(await (await fetch(`${url}/healthz`)).text()).toBe('ok')
      expect(await (await fetch(`${url}/readyz`)).text()).toBe('ready')
      expect(await (await fetch(`${url}/metrics`)).text()).toContain('hearback_outbox_messages')
    }
    for (const one of [gateway, worker, web]) expect(await one.end('SIGTERM')).toBe(0)
  })

  test('a database that comes later is waited for, with a sentence; a signal ends the wait', async () => {
    const { env } = await installation()
    const away = await prepareProcess({ ...env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }, SERVE_FAR)
    const started = away.start()
    await away.printed('The database does not answer yet')
    const [code] = await Promise.all([away.end('SIGTERM'), expect(started).rejects.toThrow('serve ended with 0')])
    expect(code).toBe(0)
  })
})

describe('a platform that allows one connection', () => {
  const two = async () => {
    const { far, database, start } = await installation({ FAR_EXCLUSIVE: '1' })
    const both = await Promise.all([start(), start()])
    await far.until(() => far.connected.length === 1)
    const holder = both.find(({ pid }) => pid === far.connected[0]) as HearbackProcess
    const standby = both.find((one) => one !== holder) as HearbackProcess
    return { far, database, holder, standby }
  }

  test('is held by one process; when that is killed, the other takes over, and nothing is lost or doubled', async () => {
    const { far, database, holder, standby } = await two()
    const first = await oweMessages(database, 'a', 20)
    await far.until(() => far.of('send').length === 20)
    await holder.end('SIGKILL')
    const second = await oweMessages(database, 'b', 20)
    await far.until(() => far.of('send').length === 40)
    expect(far.events.map(({ kind }) => kind).filter((kind) => kind !== 'send')).toEqual([
      'connect',
      'close',
      'connect',
    ])
    expect(
      far
        .of('send', holder.pid)
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual(first.toSorted())
    expect(
      far
        .of('send', standby.pid)
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual(second.toSorted())
  })

  test('whoever was paused past its lease sends nothing more when it wakes up, and stands by', async () => {
    const { far, database, holder, standby } = await two()
    far.delayMs = 1000
    await oweMessages(database, 'a', 100)
    await far.until(() => far.of('send').length === AT_ONCE)
    // It stands in the middle of a page: some messages have arrived and are not answered, others are claimed and not sent.
    holder.signal('SIGSTOP')
    await far.until(() => far.of('connect').length === 2)
    far.delayMs = 0
    holder.signal('SIGCONT')
    await far.until(() => far.of('close', holder.pid).length === 1)
    // What it had claimed and not sent it gives back; the other sends it.
    await far.until(() => far.of('send').length === 100)
    expect(far.of('send', holder.pid)).toHaveLength(AT_ONCE)
    expect(new Set(far.of('send').map(({ key }) => key)).size).toBe(100)

    // It is as good as new: when the other goes in order, it takes over at once.
    expect(await standby.end('SIGTERM')).toBe(0)
    await far.until(() => far.of('connect').length === 3)
    expect(far.connected).toEqual([holder.pid])
    await oweMessages(database, 'c', 1)
    await far.until(() => far.of('send').length === 101)
    expect(far.events.at(-1)).toMatchObject({ kind: 'send', pid: holder.pid, key: 'c0' })
  })
})
