import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import BetterSqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import type { Log } from '#core'
import { openVault, systemRandom } from '#vault'
import { type Dump, dumpDatabase } from '../support/privacy/dump-database.ts'
import { runVerb } from '../support/run-verb.ts'
import { scratchFolder } from '../support/scratch.ts'
import { last, only, withForm } from '../support/simulator-client.ts'
import { signCase } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'
import { windowedCompany } from '../support/windowed-company.ts'

const AUTHOR = 'E010'
const NAME = '郑浩'
const HR = 'E003'
/** Tables that say who works here, and what they are reminded of. */
const WHO_IS_WHO = ['person', 'person_account']

/** Rows that hold the author, by table. */
function naming(dump: Dump): Record<string, string[]> {
  const found = Object.entries(dump).map(([table, rows]) => [
    table,
    rows.filter((row) => new RegExp(`${NAME}|\\b${AUTHOR}\\b`).test(row)),
  ])
  return Object.fromEntries(found.filter(([, rows]) => rows?.length))
}

/** What an examiner with this database and these keys learns: who waits in the bag to be named, and who signed. */
async function signers(path: string, keys: string): Promise<(string | null)[]> {
  const vault = await openVault(keys, 'simulator', systemRandom)
  const tried = (work: () => string | null) => {
    try {
      return work()
    } catch {
      return null
    }
  }
  const database = new BetterSqlite(path, { readonly: true })
  const all = (sql: string) => database.prepare(sql).all() as Record<string, string>[]
  const bags = all('select sealed from waiting_bag').map(({ sealed = '' }) => tried(() => vault.waiting.open(sealed)))
  const waiting = bags.flatMap((bag) =>
    bag === null ? [] : (JSON.parse(bag) as { signatures: { person: string }[] }).signatures,
  )
  const signed = all('select f.key, a.sealed from case_author a join case_file f on f.id = a.case_id').map(
    ({ key = '', sealed = '' }) => tried(() => vault.cases.open(key, sealed)),
  )
  database.close()
  return [...waiting.map(({ person }) => person), ...signed]
}

test('who signed stands in one sealed row and nowhere else; sealing ends it, in every copy of the data', async () => {
  const folder = scratchFolder()
  const [home, programs] = [join(folder, 'data'), windowedCompany()]
  const lines: string[] = []
  const line = (event: string, fields?: unknown) => lines.push(`${event} ${JSON.stringify(fields ?? {})}`)
  const log: Log = { debug: line, info: line, warn: line, error: line }
  const copies: string[] = []
  const copy = async (name: string) => {
    expect((await runVerb(['backup', join(folder, name)], { HEARBACK_HOME: home })).code).toBe(0)
    copies.push(join(folder, name, 'hearback.sqlite'))
  }

  const first = await startSimulator({ home, programs, log })
  await signCase(first.client, AUTHOR, { text: '仓库后门的锁坏了。' })
  await first.stop()
  await copy('while it waits')

  const second = await startSimulator({ home, programs, log })
  await second.client.moveTo('2026-03-10T14:00:10+08:00')
  const ticket = last(await second.client.messages('channel:hr'), 'channel:hr')
  await second.client.sayIn(HR, 'channel:hr', '已经换锁。', ticket.id)
  const told = only(await second.client.moveTo('2026-03-10T17:00:10+08:00'), `dm:${AUTHOR}`)
  const thread = withForm(await second.client.tap(AUTHOR, told, '打开'))
  await second.client.submit(AUTHOR, thread, { reply: '新锁打不开。' })
  await second.client.moveTo('2026-03-11T10:00:10+08:00')
  await second.stop()
  await copy('while it is open')

  // In the data nobody stands beside the case, but for the sealed row; in the log nobody at all.
  for (const copied of copies) {
    const dump = await dumpDatabase(`sqlite:${copied}`)
    const named = naming(dump)
    expect(Object.keys(named).filter((table) => !WHO_IS_WHO.includes(table))).toEqual([])
    const cases = (dump.case_file ?? []).map((row) => (JSON.parse(row) as { id: string }).id)
    const beside = Object.values(named)
      .flat()
      .filter((row) => cases.some((id) => row.includes(id)))
    expect(beside).toEqual([])
  }
  expect(lines.filter((one) => new RegExp(`${NAME}|\\b${AUTHOR}\\b`).test(one))).toEqual([])
  // As long as it is open, whoever has data and keys may know.
  expect(await signers(copies[0] ?? '', `${home}-keys`)).toEqual([AUTHOR])
  expect(await signers(copies[1] ?? '', `${home}-keys`)).toEqual([AUTHOR])

  const third = await startSimulator({ home, programs, log })
  await third.client.submit(HR, withForm(await third.client.tap(HR, ticket, '结案')), { text: '换好了。' })
  await third.client.advance('P110D')
  await third.client.advance('P1D')
  await third.stop()
  await copy('after it was sealed')
  expect((await dumpDatabase(`sqlite:${copies[2]}`)).case_author).toEqual([])
  expect((await Promise.all(copies.map((path) => signers(path, `${home}-keys`)))).flat().filter(Boolean)).toEqual([])
})

test('only the files of the named route ask who signed a case', () => {
  const flow = fileURLToPath(new URL('../../flows/speak-up', import.meta.url))
  const asking = readdirSync(flow)
    .filter((name) => name.endsWith('.ts') && /\.authors\b|\{ authors \}/.test(readFileSync(join(flow, name), 'utf8')))
    .filter((name) => !name.startsWith('named-'))
  expect(asking).toEqual([])
})
