import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { simulatorDatabase } from '../../src/simulator-database.ts'
import { needlesOf } from '../support/needles.ts'
import { startPostgres } from '../support/postgres-server.ts'
import { dumpDatabase } from '../support/privacy/dump-database.ts'
import { measured } from '../support/privacy/measured.ts'
import { PEOPLE, type Who } from '../support/privacy/needle-people.ts'
import { scan } from '../support/privacy/scan.ts'
import { readFolder } from '../support/read-folder.ts'
import { EVERYTHING, RedisServer } from '../support/redis-server.ts'
import { runVerb } from '../support/run-verb.ts'
import { scratchFolder } from '../support/scratch.ts'
import { only, type SimulatorClient, withForm } from '../support/simulator-client.ts'
import { fileCase, openNudge, receiptForm } from '../support/speak-up-steps.ts'
import { startProcess } from '../support/start-process.ts'

const HR = 'E003'
const SAID = {
  untold: '三号仓库的灯坏了三个星期。',
  told: '五号窗口的秤每次都多算。',
  answer: '周五之前换好，谢谢提醒。',
  reply: '还有复印室旁边那一盏。',
}
const NEEDLES = Object.entries(PEOPLE).flatMap(([who, person]) =>
  needlesOf({ ...person }).map(({ name, bytes }) => ({ name: `${who}: ${name}`, bytes })),
)

/** Everything is written down, with what was handed over; nothing of it is written over, packed, or left out. */
const LOUD = {
  log_statement: 'all',
  log_min_duration_statement: 0,
  log_parameter_max_length: -1,
  log_parameter_max_length_on_error: -1,
  log_min_messages: 'debug1',
  log_error_verbosity: 'verbose',
  logging_collector: 'on',
  log_directory: 'log',
  wal_level: 'logical',
  full_page_writes: 'off',
  autovacuum: 'off',
  checkpoint_timeout: '1d',
  max_wal_size: '4GB',
}

/** As docs/operate.md says. */
const ADVISED = {
  log_statement: 'none',
  log_min_duration_statement: -1,
  log_min_error_statement: 'panic',
  log_parameter_max_length: 0,
  log_parameter_max_length_on_error: 0,
}

/** A life of two cases on the servers of a large installation; the other one opens the same forms and sends nothing. */
async function live(author: Who, idle: Who) {
  const postgres = await startPostgres(LOUD)
  onTestFinished(() => postgres.stop())
  const redis = await RedisServer.start(EVERYTHING)
  onTestFinished(() => redis.stop())
  const url = await postgres.createDatabase()
  const env = {
    HEARBACK_HOME: join(scratchFolder(), 'data'),
    DATABASE_URL: url,
    REDIS_URL: redis.url,
    HEARBACK_LOG_LEVEL: 'trace',
    DEBUG: '*',
  }
  const csv = join(scratchFolder(), 'people.csv')
  const rows = Object.values(PEOPLE).map(({ id, name, email, mobile }) => [id, name, email, mobile].join())
  writeFileSync(csv, ['id,name,email,mobile', ...rows].join('\n'))
  expect((await runVerb(['import', 'people', csv], env)).code).toBe(0)
  const hearback = await startProcess(env)
  const { client } = hearback

  await withReceipt(client, PEOPLE[author].id)
  await onlyOpens(client, PEOPLE[idle].id)
  // A nudge looks up whoever asked for it: with a log of parameters nobody should ask for one.
  await postgres.set(ADVISED)
  await nudged(client, PEOPLE[author].id)
  await hearback.end('SIGKILL')

  const sample = simulatorDatabase(url)
  const rest = Object.entries(await dumpDatabase(sample)).filter(([table]) => !/^(person|account)/.test(table))
  const dumped = postgres.dump(url)
  const told = await redis.written()
  const data = await postgres.close()
  return {
    files: Buffer.concat([readFolder(data, ['log']), dumped]),
    log: readFolder(join(data, 'log')),
    nameless: Buffer.concat([told, Buffer.from(hearback.output), Buffer.from(JSON.stringify(rest))]),
  }
}

async function withReceipt(client: SimulatorClient, author: string): Promise<void> {
  const { ticket, words } = await fileCase(client, author, { way: 'none', text: SAID.untold })
  await client.submit(HR, withForm(await client.tap(HR, ticket, '答复')), { text: SAID.answer })
  const ask = await receiptForm(client, author)
  await expect(client.submit(author, ask, { receipt: '的'.repeat(12) })).rejects.toThrow()
  const thread = withForm(await client.submit(author, ask, { receipt: words.join('') }))
  await client.submit(author, thread, { reply: SAID.reply })
}

async function onlyOpens(client: SimulatorClient, idle: string): Promise<void> {
  const form = withForm(await client.say(idle, '有话直说'))
  await expect(client.submit(idle, form, {})).rejects.toThrow()
  const ask = await receiptForm(client, idle)
  for (let times = 0; times < 3; times++) {
    await expect(client.submit(idle, ask, { receipt: '的'.repeat(12) })).rejects.toThrow()
  }
}

async function nudged(client: SimulatorClient, author: string): Promise<void> {
  const { ticket, words } = await fileCase(client, author, { way: 'tell', text: SAID.told })
  const answer = withForm(await client.tap(HR, ticket, '答复'))
  const heard = await client.submit(HR, answer, { text: SAID.answer })
  const nudge = only(
    heard.filter((message) => message.in !== 'channel:hr'),
    `dm:${author}`,
  )
  await client.submit(author, await openNudge(client, author, nudge, words), { reply: SAID.reply })
  const close = withForm(await client.tap(HR, ticket, '结案'))
  await client.submit(HR, close, { text: SAID.answer })
}

test('in the files of PostgreSQL, its log of every statement, what pg_dump copies, and in Redis, an author is nowhere more often than somebody who only opens the form', async () => {
  const byFirst = await live('first', 'other')
  const byOther = await live('other', 'first')
  const said = Object.entries(SAID).map(([name, text]) => ({ name, bytes: Buffer.from(text) }))
  for (const where of ['files', 'log'] as const) {
    const found = scan(byFirst[where], [...NEEDLES, ...said])
    // The staff list holds them and they are looked up, so the scan can find them; what was said is sealed everywhere.
    expect(Object.keys(found), where).toEqual(expect.arrayContaining(['first: id (utf-8)', 'other: id (utf-8)']))
    expect(Object.keys(found).filter((name) => name in SAID)).toEqual([])
    expect(scan(byOther[where], [...NEEDLES, ...said]), where).toEqual(found)
  }
  for (const { files, log, nameless } of [byFirst, byOther]) {
    expect(scan(nameless, [...NEEDLES, ...said])).toEqual({})
    measured('Bytes on servers', {
      'bytes of files': files.length,
      'bytes of the statement log': log.length,
      'bytes of Redis, tables, our log': nameless.length,
      needles: NEEDLES.length,
      'more often than control': 0,
    })
  }
}, 120_000)
