import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import BetterSqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { simulatorDatabase } from '../../src/simulator-database.ts'
import { last, only, type SeenMessage, type SimulatorClient, withForm } from '../support/simulator-client.ts'
import { current, filing, more, openThread, speakUp } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'
import { windowedCompany } from '../support/windowed-company.ts'

const AUTHOR = 'E010'
/** Nobody's handler on the day on which a case about them is filed. */
const LATER = 'E005'
const COORDINATOR = 'E003'
const HR = 'E002'
const OUTSIDE = 'X001'

/** A running company whose definitions change under its cases. */
async function start(box: (yaml: string) => string = (yaml) => yaml) {
  const folder = windowedCompany((yaml) => `${yaml}\nrelease: immediate\n`)
  const shipped = new URL('../../flows/speak-up/definitions/speak-up.yaml', import.meta.url)
  writeFileSync(join(folder, 'speak-up.yaml'), box(readFileSync(fileURLToPath(shipped), 'utf8')))
  const running = await startSimulator({ programs: folder })
  const change = async (name: string, edit: (yaml: string) => string) => {
    const before = readFileSync(join(folder, name), 'utf8')
    const after = edit(before)
    expect(after).not.toBe(before)
    writeFileSync(join(folder, name), after)
    await running.app.reload()
  }
  return { ...running, folder, change }
}

async function fileAbout(client: SimulatorClient, about: string) {
  const form = withForm(await client.say(AUTHOR, '有话直说'))
  const values = filing(form, { way: 'none', topic: 'unfair-treatment', text: '一件事' })
  return client.submit(AUTHOR, form, { ...values, about_readers: [], about })
}

const TRIES = ['来信', '待处理来信', '来信统计', '菜单', '帮助', '我的跟进', '问卷结果', '进度']

/** Everything that came to somebody, and everything they get for what they try. */
async function seenBy(client: SimulatorClient, person: string): Promise<unknown[]> {
  for (const said of TRIES) await client.say(person, said)
  const seen = [...(await client.messages(`dm:${person}`)), ...(await client.messages('channel:hr'))]
  const shown = seen.map(({ text, card }) => ({ text, labels: card?.actions.map(({ label }) => label) }))
  const plain = JSON.stringify(shown)
    .replace(/[A-Za-z0-9_-]{40,}|\b[0-9a-f]{16,}\b/g, 'id')
    // Return words are drawn anew in each company.
    .replace(/(?:\p{Script=Han}{2}、){11}\p{Script=Han}{2}\\n(?:[a-z]+-[a-z]+(?:, )?){12}/gu, 'return words')
  return JSON.parse(plain)
}

test('somebody who becomes head of HR, coordinator and handler afterwards lives through months as if there were no case', async () => {
  async function live(about: boolean) {
    const { client, change } = await start()
    if (about) {
      const ticket = only(await fileAbout(client, LATER), `dm:${COORDINATOR}`)
      await client.submit(COORDINATOR, withForm(await client.tap(COORDINATOR, ticket, '转给部门')), {
        department: 'hr',
      })
    }
    await change('company.yaml', (yaml) =>
      yaml
        .replace('hr: [E002, E003]', 'hr: [E005, E002]')
        .replace('coordinator: [E003]', 'coordinator: [E005]')
        .replace('head_of_hr: [E002]', 'head_of_hr: [E005]')
        .replace('admin: [E002]', 'admin: [E005]')
        .replace('tue: [E003]', 'tue: [E005]'),
    )
    const seen: unknown[] = []
    for (const day of ['2026-03-12', '2026-03-17', '2026-03-30', '2026-05-20']) {
      await client.moveTo(`${day}T12:00:00+08:00`)
      seen.push(await seenBy(client, LATER))
    }
    return { seen, told: await client.messages(`dm:${OUTSIDE}`) }
  }
  const [without, withIt] = [await live(false), await live(true)]
  expect(JSON.stringify(withIt.told)).toContain('来信')
  expect(withIt.seen).toEqual(without.seen)
})

/** Whatever they tap, of the ticket's case, and their list. */
async function expectNothing(client: SimulatorClient, person: string, ticket: SeenMessage) {
  const value = ticket.card?.actions[0]?.value ?? ''
  const own = last(await client.say(person, '菜单'), `dm:${person}`)
  for (const verb of ['open', 'take', 'answer', 'close', 'note', 'more']) {
    const refused = last(await client.tapRaw(person, own.id, `case.${verb}`, value), `dm:${person}`)
    expect(refused.text).toContain('不能查看')
    expect(refused.card?.form ?? null).toBeNull()
  }
  expect(last(await client.say(person, '来信'), `dm:${person}`).text).not.toMatch(/不公|不再定义/)
}

test('a handler who comes to stand in for whom it is about has it no longer, though it was in their hands', async () => {
  const { client, change } = await start()
  const ticket = only(await fileAbout(client, LATER), `dm:${COORDINATOR}`)
  await client.submit(COORDINATOR, withForm(await more(client, COORDINATOR, ticket, 'assign')), {
    handler: COORDINATOR,
  })
  await change('company.yaml', (yaml) => `${yaml}\ndeputies: { ${LATER}: [${COORDINATOR}] }\n`)
  const before = await client.messages(`dm:${COORDINATOR}`)
  await client.moveTo('2026-03-20T12:00:00+08:00')
  const after = (await client.messages(`dm:${COORDINATOR}`)).slice(before.length)
  expect(after.filter(({ text }) => /来信|答复/.test(text))).toEqual([])
  await expectNothing(client, COORDINATOR, ticket)
  expect(JSON.stringify(await client.messages(`dm:${OUTSIDE}`))).toContain('不公')
})

test.each([
  [3, (yaml: string) => yaml],
  [
    0,
    (yaml: string) => `${yaml}
deputies: { ${LATER}: [${COORDINATOR}] }
`,
  ],
])('of what was written to somebody before and goes out only now, %i come by who is who now', async (count, edit) => {
  const first = await start()
  await fileAbout(first.client, LATER)
  const before = await first.client.messages(`dm:${COORDINATOR}`)
  await first.stop()
  // As if the platform had been away until now.
  const database = new BetterSqlite(simulatorDatabase(first.config.database).slice('sqlite:'.length))
  const id = database.prepare('select id from case_file').pluck().get() as string
  const row = database
    .prepare("select * from outbox where lane = 'person:E003' and subject is not null")
    .get() as object
  const columns = Object.keys(row).filter((name) => name !== 'seq')
  const insert = `insert into outbox (${columns.join()}) values (${columns.map((name) => `@${name}`).join()})`
  for (const [view, args] of [
    ['case.ticket', { case: id, desk: 'coordinator' }],
    ['case.alarm', { case: id, of: 'answer' }],
    ['case.author-line', { case: id, what: 'agree', n: '1' }],
  ] as const) {
    const content = JSON.stringify({ kind: 'view', view, args })
    const late = { ...row, key: `late-${view}`, state: 'pending', content, settled_at: null, message_id: null }
    database.prepare(insert).run(late)
  }
  database.close()
  const company = join(first.folder, 'company.yaml')
  writeFileSync(company, edit(readFileSync(company, 'utf8')))
  const { client } = await startSimulator({ home: first.home, programs: first.folder })
  expect((await client.messages(`dm:${COORDINATOR}`)).slice(before.length)).toHaveLength(count)
})

const RULED = (yaml: string) =>
  yaml.replace('  - id: unfair-treatment\n', '  - id: unfair-treatment\n    not_for: [hr]\n')

test('what a rule keeps out stays out when the topic is no longer defined', async () => {
  const { client, change } = await start(RULED)
  const { messages } = await speakUp(client, AUTHOR, { way: 'none', topic: 'unfair-treatment', text: '一件事' })
  const ticket = only(messages, `dm:${OUTSIDE}`)
  await change('speak-up.yaml', (yaml) => yaml.replace(/ {2}- id: unfair-treatment\n(?: {4}.*\n)+/, ''))
  // HR, and whoever has become one of them since.
  await change('company.yaml', (yaml) => yaml.replace('hr: [E002, E003]', 'hr: [E002, E003, E001]'))
  for (const person of ['E001', HR, COORDINATOR]) await expectNothing(client, person, ticket)
  const read = withForm(await client.tap(OUTSIDE, await current(client, ticket), '查看全文'))
  expect(JSON.stringify(read)).toContain('一件事')
})

test('whom a rule kept out when it was filed stays out when they leave that role', async () => {
  const { client, change } = await start(RULED)
  const { messages } = await speakUp(client, AUTHOR, { way: 'none', topic: 'unfair-treatment', text: '一件事' })
  const ticket = only(messages, `dm:${OUTSIDE}`)
  await change('company.yaml', (yaml) => yaml.replace('hr: [E002, E003]', 'hr: [E006]'))
  for (const person of ['E006', HR, COORDINATOR]) await expectNothing(client, person, ticket)
})

test('the line about a consent says that nothing is published where it is about somebody since', async () => {
  const { client, change } = await start()
  const filed = { way: 'none', topic: 'unfair-treatment', text: '门店太冷' } as const
  const { words, messages } = await speakUp(client, AUTHOR, filed)
  const ticket = only(messages, `dm:${COORDINATOR}`)
  await client.submit(COORDINATOR, withForm(await client.tap(COORDINATOR, ticket, '答复')), { text: '下周修。' })
  const form = withForm(await more(client, COORDINATOR, await current(client, ticket), 'propose'))
  await client.submit(COORDINATOR, form, { text: '有人说门店太冷：下周修。' })
  await change('speak-up.yaml', (yaml) => RULED(yaml).replace('not_for: [hr]', 'not_for: [store_manager]'))
  const told = await client.submit(AUTHOR, await openThread(client, AUTHOR, words), { consent: 'agree' })
  const line = told.find(({ text, in: place }) => place === `dm:${COORDINATOR}` && text.includes('同意公开'))
  expect(line?.text).toContain('没有公开')
  expect(await client.messages('channel:announce')).toEqual([])
})
