import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openVault, systemRandom } from '#vault'
import { simulatorDatabase } from '../../src/simulator-database.ts'
import { mayFileOften } from '../support/may-file-often.ts'
import { extent } from '../support/privacy/extent.ts'
import { measured } from '../support/privacy/measured.ts'
import { type SimulatorClient, withForm } from '../support/simulator-client.ts'
import { filing } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'
import { windowedCompany } from '../support/windowed-company.ts'

const FROM = Date.parse('2026-03-10T10:00:00+08:00')
const WINDOW = Date.parse('2026-03-10T14:00:00+08:00')
const AUTHORS = ['E006', 'E008', 'E010', 'E011', 'E012']

/** Of a random order one filing stands at its own place on average: more than this happens once in a million games. */
const MOST_BY_CHANCE = 9

/** Tables of the box. */
const BOX = /^(case_|form_mark|waiting_|held_|return_word|choice|conversation)/

async function file(client: SimulatorClient, n: number): Promise<void> {
  const author = AUTHORS[n % AUTHORS.length] ?? ''
  const form = withForm(await client.say(author, '有话直说'))
  await client.submit(
    author,
    form,
    filing(form, { way: n % 2 ? 'tell' : 'none', topic: 'suggestion', text: `信${n}。` }),
  )
}

test('who knows when each of them used the bot links no case to its author better than chance', {
  timeout: extent.timeoutMs,
}, async () => {
  const { client, config } = await startSimulator({ programs: mayFileOften(windowedCompany()) })
  for (let n = 0; n < extent.filings; n++) await file(client, n)
  await client.moveTo(new Date(WINDOW + 10_000).toISOString())

  const database = new BetterSqlite(simulatorDatabase(config.database).slice('sqlite:'.length), { readonly: true })
  const { cases } = await openVault(config.keys, 'simulator', systemRandom)
  const column = (sql: string) => database.prepare(sql).pluck().all() as string[]
  const files = database.prepare('select id, key from case_file order by rowid').all() as { id: string; key: string }[]
  const bodies = new Map(database.prepare('select case_id, body from case_entry').raw().all() as [string, string][])
  /** Which filing a case was, counted from 0: the truth that the game is about. */
  const truth = new Map(
    files.map(({ id, key }) => [id, Number(/\d+/.exec(cases.open(key, bodies.get(id) ?? ''))?.[0])]),
  )
  const shares = new Map(files.map(({ id, key }) => [key.split('.')[0] ?? '', id]))
  const shareFiles = readdirSync(join(config.keys, 'shares'), { withFileTypes: true })
    .map(({ name }) => ({ name, ...statSync(join(config.keys, 'shares', name)) }))
    .filter(({ name }) => shares.has(name))
  const inOrder = (by: (one: (typeof shareFiles)[number]) => number) =>
    shareFiles.toSorted((a, b) => by(a) - by(b)).map(({ name }) => shares.get(name) ?? '')
  const tickets = (await client.messages('channel:hr')).map(({ text }) => Number(/信(\d+)。/.exec(text)?.[1]))

  const orders: Record<string, readonly number[]> = {
    'tickets in the channel': tickets,
    'rows of cases': files.map(({ id }) => truth.get(id) ?? -1),
    'ids of cases': files
      .map(({ id }) => id)
      .toSorted()
      .map((id) => truth.get(id) ?? -1),
    'rows of texts': column('select case_id from case_entry order by rowid').map((id) => truth.get(id) ?? -1),
    'rows of receipts': column('select case_id from case_lookup order by rowid').map((id) => truth.get(id) ?? -1),
    outbox: column("select subject from outbox where subject like 'case:%' order by seq").map(
      (one) => truth.get(one.slice(5)) ?? -1,
    ),
    'share files by time': inOrder(({ mtimeMs }) => mtimeMs).map((id) => truth.get(id) ?? -1),
    'share files by inode': inOrder(({ ino }) => ino).map((id) => truth.get(id) ?? -1),
  }
  for (const [name, order] of Object.entries(orders)) {
    expect(order.length, name).toBe(extent.filings)
    const linked = order.filter((n, place) => n === place).length
    const correlation = rank(order)
    measured('Timing game', {
      order: name,
      filings: order.length,
      'linked by place': linked,
      'by chance': 1,
      'rank correlation': correlation.toFixed(3),
    })
    expect(linked, name).toBeLessThanOrEqual(MOST_BY_CHANCE)
    expect(Math.abs(correlation), name).toBeLessThan(5 / Math.sqrt(order.length - 1))
  }
  // Every table of the box, for a time between the first filing and the window.
  const tables = column("select name from sqlite_schema where type = 'table'").filter((name) => BOX.test(name))
  expect(tables.length).toBeGreaterThan(9)
  const froms = [...tables, "outbox where subject like 'case:%'"]
  const times = froms.flatMap((table) =>
    (database.prepare(`select * from ${table}`).all() as Record<string, unknown>[]).flatMap((row) =>
      Object.entries(row).filter(([, value]) => typeof value === 'number' && value >= FROM && value < WINDOW),
    ),
  )
  measured('Times in the tables', { tables: froms.length, 'between filing and window': times.length })
  expect(times).toEqual([])
  database.close()
})

/** Spearman's: 0 where one order says nothing about the other, 1 where they are the same. */
function rank(order: readonly number[]): number {
  const n = order.length
  const squares = order.reduce((sum, value, place) => sum + (value - place) ** 2, 0)
  return 1 - (6 * squares) / (n * (n * n - 1))
}
