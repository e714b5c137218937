import { readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { simulatorDatabase } from '../../src/simulator-database.ts'
import { countIn, type Needle, needlesOf } from '../support/needles.ts'
import { measured } from '../support/privacy/measured.ts'
import { readFolder } from '../support/read-folder.ts'
import { runVerb } from '../support/run-verb.ts'
import { scratchFolder } from '../support/scratch.ts'
import { last, only, type SimulatorClient, withForm } from '../support/simulator-client.ts'
import { fileCase, openNudge } from '../support/speak-up-steps.ts'
import { startProcess } from '../support/start-process.ts'

/** Two people alike but for who they are; long values, so that no needle occurs by chance. */
const PEOPLE = {
  first: {
    id: 'staff-5b1f77c2-first',
    name: '欧阳晓峰甲',
    email: 'first-5b1f77c2@needle.example',
    mobile: '19911112222333',
  },
  other: {
    id: 'staff-c03d94ae-other',
    name: '欧阳晓峰乙',
    email: 'other-c03d94ae@needle.example',
    mobile: '19944445555666',
  },
}

type Who = keyof typeof PEOPLE

const HR = 'E003'
const CASE_TABLES = [
  'case_file',
  'case_entry',
  'case_picture',
  'case_lookup',
  'case_address',
  'form_mark',
  'return_word',
  'return_board',
]
const QUEUE_TABLES = ['outbox', 'seen', 'conversation']

interface Traces {
  /** Data, keys, temporary files, and copies of all of it. */
  readonly everything: Buffer
  /** Temporary files. */
  readonly left: readonly string[]
  readonly cases: Buffer
  readonly queue: Buffer
  readonly log: Buffer
  readonly addresses: number
}

/** A whole life of two cases, and everything the program wrote meanwhile. */
async function run(author: Who): Promise<Traces> {
  const home = join(scratchFolder(), 'data')
  const [temporary, copies] = [scratchFolder(), scratchFolder()]
  // What Node keeps of the program's code is none of what people say.
  const code = { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') }
  const env = { HEARBACK_HOME: home, HEARBACK_LOG_LEVEL: 'trace', DEBUG: '*', TMPDIR: temporary, ...code }
  const csv = join(scratchFolder(), 'people.csv')
  const lines = Object.values(PEOPLE).map((person) => [person.id, person.name, person.email, person.mobile].join(','))
  writeFileSync(csv, ['id,name,email,mobile', ...lines].join('\n'))
  expect((await runVerb(['import', 'people', csv], env)).code).toBe(0)

  const hearback = await startProcess(env)
  await speak(hearback.client, PEOPLE[author].id)
  await hearback.end('SIGKILL')
  for (const [name, verb] of Object.entries({ data: ['backup'], keys: ['keys', 'backup'] })) {
    expect((await runVerb([...verb, join(copies, name)], env)).code).toBe(0)
  }

  const database = simulatorDatabase(readConfig(env).database).slice('sqlite:'.length)
  return {
    everything: Buffer.concat([home, `${home}-keys`, temporary, copies].map((one) => readFolder(one, ['simulator']))),
    left: readdirSync(temporary, { recursive: true, encoding: 'utf8' }),
    cases: dump(database, CASE_TABLES),
    queue: dump(database, QUEUE_TABLES),
    addresses: JSON.parse(dump(database, ['case_address']).toString()).length,
    log: Buffer.from(hearback.output),
  }
}

async function speak(client: SimulatorClient, author: string): Promise<void> {
  const told = await fileCase(client, author, { way: 'tell', text: '食堂的灯坏了三天。' })
  const untold = await fileCase(client, author, { way: 'none', topic: 'pay-and-benefits', text: '有人被骂。' })
  const answer = withForm(await client.tap(HR, told.ticket, '答复'))
  const nudge = only(
    (await client.submit(HR, answer, { text: '今天修好。' })).filter((message) => message.in !== 'channel:hr'),
    `dm:${author}`,
  )
  const thread = await openNudge(client, author, nudge, told.words)
  await client.submit(author, thread, { reply: '修好了，谢谢。' })
  await client.sayIn(HR, 'channel:hr', '不客气。', told.ticket.id)

  await client.sayIn(HR, 'channel:hr', '请多说一些。', untold.ticket.id)
  const opened = await client.say(author, 'speak up')
  const hint = opened.find((message) => message.card?.actions.some((action) => action.label.includes('回执')))
  if (!hint) throw new Error('no hint')
  const ask = withForm(await client.tap(author, hint, '回执'))
  await client.submit(author, ask, { receipt: '的'.repeat(12) }).catch(() => null)
  const again = withForm(await client.submit(author, ask, { receipt: untold.words.join('') }))
  await client.submit(author, again, { reply: '上周三下午。' })
  const close = withForm(await client.tap(HR, told.ticket, '结案'))
  await client.submit(HR, close, { text: '结束。' })
  expect(last(await client.messages('channel:hr'), 'channel:hr')).toBeDefined()
}

function dump(path: string, tables: readonly string[]): Buffer {
  const database = new BetterSqlite(path, { readonly: true })
  const rows = tables.map((table) => JSON.stringify(database.prepare(`select * from ${table}`).all()))
  database.close()
  return Buffer.from(rows.join('\n'))
}

function hits(needles: readonly Needle[], bytes: Buffer): Record<string, number> {
  return Object.fromEntries(
    needles.map((needle) => [needle.name, countIn(bytes, needle)] as const).filter(([, count]) => count > 0),
  )
}

describe('byte scan', () => {
  test('an author is nowhere more often than somebody who wrote nothing', async () => {
    const asFirst = await run('first')
    const asOther = await run('other')
    for (const [who, person] of Object.entries(PEOPLE)) {
      const needles = needlesOf({ ...person })
      // The staff list holds them, so the scan can find them.
      expect(hits(needles, asFirst.everything)['id (utf-8)'], who).toBeGreaterThan(0)
      expect(hits(needles, asFirst.everything), who).toEqual(hits(needles, asOther.everything))
      for (const traces of [asFirst, asOther]) {
        expect(hits(needles, traces.cases), `${who} in the tables of cases`).toEqual({})
        expect(hits(needles, traces.queue), `${who} in the queue`).toEqual({})
        expect(hits(needles, traces.log), `${who} in the log`).toEqual({})
        expect(traces.left).toEqual([])
        expect(traces.addresses, 'sealed addresses left').toBe(0)
      }
    }
    measured('Bytes of a process', {
      'bytes of data, keys, copies, temporary files': asFirst.everything.length,
      'bytes of the log': asFirst.log.length,
      needles: Object.values(PEOPLE).flatMap((person) => needlesOf({ ...person })).length,
      'more often than control': 0,
      'in case tables, queue, log': 0,
    })
    // What was written is sealed, too.
    expect(countIn(asFirst.everything, { name: 'text', bytes: Buffer.from('食堂的灯') })).toBe(0)
  })

  test('the scan finds every spelling it looks for', () => {
    for (const needle of needlesOf(PEOPLE.first)) {
      const haystack = Buffer.concat([Buffer.from('xx'), needle.bytes, Buffer.from('yy'), needle.bytes])
      expect(countIn(haystack, needle), needle.name).toBe(2)
    }
    const encoded = Buffer.from(`ab${PEOPLE.first.id}c`).toString('base64')
    const found = needlesOf(PEOPLE.first).filter((needle) => countIn(Buffer.from(encoded), needle) > 0)
    expect(found.map((needle) => needle.name)).toEqual(['id (base64 +2)'])
  })
})
