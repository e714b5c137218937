import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emptyDatabaseUrl, stopPostgres } from '../support/open-test-database.ts'
import { RedisServer } from '../support/redis-server.ts'
import { field, last, only, withForm } from '../support/simulator-client.ts'
import { fileCase, openNudge } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'
import { CONTENT_ANSWERS, sayAll, startSurvey } from '../support/survey-steps.ts'

// The three paths on what a larger company runs. Their details are tested on the embedded default.

let redis: RedisServer
beforeAll(async () => {
  redis = await RedisServer.start()
})
afterAll(async () => {
  await redis.stop()
  await stopPostgres()
})

const SETUPS: Record<string, () => Promise<Record<string, string>>> = {
  'SQLite and BullMQ': async () => ({ REDIS_URL: redis.url }),
  'PostgreSQL and the local driver': async () => ({ DATABASE_URL: await emptyDatabaseUrl('postgres') }),
  'PostgreSQL and BullMQ': async () => ({ DATABASE_URL: await emptyDatabaseUrl('postgres'), REDIS_URL: redis.url }),
}

describe.each(Object.entries(SETUPS))('on %s', (_, setup) => {
  const start = async () => {
    await redis.command('FLUSHALL')
    return startSimulator({ env: await setup() })
  }

  test('a message is answered, both ways', async () => {
    const { client } = await start()
    const { ticket, words } = await fileCase(client, 'E010', { way: 'tell', text: '灯坏了' })
    await client.tap('E003', ticket, '我来处理')
    const answered = await client.sayIn('E003', 'channel:hr', '明天修。', ticket.id)
    const nudge = only(
      answered.filter((message) => message.in !== 'channel:hr'),
      'dm:E010',
    )
    const thread = await openNudge(client, 'E010', nudge, words)
    expect(field(thread, 'entry_2').label).toContain('明天修。')
    const line = only(await client.submit('E010', thread, { reply: '谢谢' }), 'channel:hr')
    expect(line.replyTo).toBe(ticket.id)
  })

  test('a survey is sent, filled in, counted', async () => {
    const { client } = await start()
    await startSurvey(client, 'E011')
    await sayAll(client, 'E011', [...CONTENT_ANSWERS, '提交'])
    expect(last(await client.say('E003', '问卷结果'), 'dm:E003').text).toContain('已交 1 / 2 人')
  })

  test('a reminder is done, escalated, and comes as a digest after a leap', async () => {
    const { client } = await start()
    const reminder = only(await client.messages('dm:E006'), 'dm:E006')
    const sheet = withForm(await client.tap('E006', reminder, '已完成'))
    const done = await client.submit('E006', sheet, { how: 'call', mood: 'happy' })
    expect(last(done, 'dm:E006').text).toContain('2026年4月10日（周五）')
    await client.moveTo('2027-04-12T12:00:00+08:00')
    const digest = last(await client.messages('dm:E006'), 'dm:E006')
    expect(digest.card?.title).toMatch(/有 \d+ 件事等您跟进/)
  })
})
