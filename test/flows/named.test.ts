import BetterSqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { simulatorDatabase } from '../../src/simulator-database.ts'
import { ownCopy } from '../support/own-definitions.ts'
import {
  field,
  last,
  only,
  type Refusal,
  type SeenMessage,
  type SimulatorClient,
  withForm,
} from '../support/simulator-client.ts'
import { current, filing, more, openThread, signCase, speakUp } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'
import { windowedCompany } from '../support/windowed-company.ts'

const AUTHOR = 'E010'
/** The coordinator, who is in HR, too. */
const COORDINATOR = 'E003'
const HR = 'E003'
const HEAD = 'E002'
const SALES_LEAD = 'E004'

async function theName(client: SimulatorClient): Promise<string> {
  return (await client.people()).find(({ id }) => id === AUTHOR)?.name ?? ''
}

async function opened(client: SimulatorClient, who: string, ticket: SeenMessage): Promise<string> {
  const reading = withForm(await client.tap(who, ticket, '查看全文'))
  return (reading.card?.form?.fields ?? []).map(({ label }) => label).join('\n')
}

/** The author's thread, opened from a message of the bot's. */
async function fromMessage(client: SimulatorClient, message: SeenMessage): Promise<SeenMessage> {
  return withForm(await client.tap(AUTHOR, message, '打开'))
}

/** What a table of the sample company holds. */
function rows(config: { database: string }, table: string): Record<string, unknown>[] {
  const database = new BetterSqlite(simulatorDatabase(config.database).slice('sqlite:'.length), { readonly: true })
  const found = database.prepare(`select * from ${table}`).all() as Record<string, unknown>[]
  database.close()
  return found
}

describe('with my name', () => {
  test('the form says who will see it, asks once more under the name the company knows, and only then it goes', async () => {
    const { client } = await startSimulator()
    const name = await theName(client)
    const form = withForm(await client.say(AUTHOR, '有话直说'))
    expect(field(form, 'way').options?.map(({ value }) => value)).toEqual(['tell', 'none', 'named'])
    expect(JSON.stringify(form)).not.toContain(name)
    const { asked, messages } = await signCase(client, AUTHOR, { text: '想换一台显示器。' })
    expect(asked.label).toContain(name)
    expect(asked.label).toContain('不能收回')
    expect(asked.label).toContain('处理这件事的人')
    expect(asked.label).not.toContain('协调人')
    expect(messages.filter((message) => message.in === 'channel:hr')).toHaveLength(1)
  })

  test('handlers see the name on the opened case, the channel does not; the answer comes as a message, and is answered from it', async () => {
    const { client } = await startSimulator()
    const name = await theName(client)
    const { messages } = await signCase(client, AUTHOR, { text: '想换一台显示器。' })
    const ticket = last(messages, 'channel:hr')
    expect(ticket.text).toContain('署名来信')
    const told = only(
      messages.filter(({ ephemeral }) => !ephemeral),
      `dm:${AUTHOR}`,
    )
    expect(told.text).toContain('署名')

    expect(await opened(client, HR, ticket)).toContain(`署名：${name}`)
    const answer = last(
      (await client.sayIn(HR, 'channel:hr', '下周给您换。', ticket.id)).filter((one) => one.in !== 'channel:hr'),
      `dm:${AUTHOR}`,
    )
    expect(answer.text).toContain('下周给您换。')
    const thread = await fromMessage(client, answer)
    expect(field(thread, 'entry_2').label).toContain('下周给您换。')
    const added = await client.submit(AUTHOR, thread, { reply: '谢谢，要大一点的。' })
    expect(only(added, 'channel:hr').text).toContain('谢谢，要大一点的。')
    expect(JSON.stringify(await client.messages('channel:hr'))).not.toContain(name)
    expect(await opened(client, HR, ticket)).toContain(`署名：${name}`)
  })

  test('the message of a sensitive topic says only that there is an answer', async () => {
    const { client } = await startSimulator()
    const { messages } = await signCase(client, AUTHOR, { topic: 'danger', text: '三号仓库漏气' })
    const ticket = last(messages, 'channel:hr')
    expect(ticket.text).not.toContain('漏气')
    await client.tap(HR, ticket, '我来处理')
    const answered = await client.submit(HR, withForm(await client.tap(HR, ticket, '答复')), { text: '已经派人。' })
    const told = only(
      answered.filter((one) => one.in !== 'channel:hr'),
      `dm:${AUTHOR}`,
    )
    expect(told.text).not.toContain('已经派人')
    expect(JSON.stringify(await fromMessage(client, told))).toContain('已经派人。')
  })

  test('nobody else opens it from that message', async () => {
    const { client } = await startSimulator()
    const { messages } = await signCase(client, AUTHOR, { text: '想换一台显示器。' })
    const told = only(
      messages.filter(({ ephemeral }) => !ephemeral),
      `dm:${AUTHOR}`,
    )
    const action = told.card?.actions[0]
    const theirs = last(await client.say('E011', '菜单'), 'dm:E011')
    const other = await client.tapRaw('E011', theirs.id, action?.actionId ?? '', action?.value ?? '')
    expect(last(other, 'dm:E011').text).toContain('过期')
    expect(other.some((message) => message.card?.form)).toBe(false)
    expect(JSON.stringify(other)).not.toContain('显示器')
  })

  test('closed, opened again and appealed as any other', async () => {
    const { client } = await startSimulator()
    const name = await theName(client)
    const { messages } = await signCase(client, AUTHOR, { text: '走廊太暗。' })
    const ticket = last(messages, 'channel:hr')
    const toAuthor = (said: SeenMessage[]) =>
      last(
        said.filter((one) => one.in !== 'channel:hr'),
        `dm:${AUTHOR}`,
      )
    const closing = withForm(await client.tap(HR, ticket, '结案'))
    const closed = toAuthor(await client.submit(HR, closing, { text: '换好了。' }))
    expect(closed.text).toContain('换好了。')
    await client.submit(AUTHOR, await fromMessage(client, closed), { again: '又坏了。', wish: 'reopen' })
    expect((await current(client, ticket)).text).toContain('处理中')
    const again = toAuthor(await client.sayIn(HR, 'channel:hr', '再修。', ticket.id))
    const appealed = await client.submit(AUTHOR, await fromMessage(client, again), {
      reply: '修了三次。',
      wish: 'appeal',
    })
    const appeal = only(appealed, `dm:${HEAD}`)
    expect(await opened(client, HEAD, appeal)).toContain(`署名：${name}`)
    const decided = withForm(await client.tap(HEAD, appeal, '结案'))
    const end = toAuthor(await client.submit(HEAD, decided, { text: '换新的。', outcome: 'done' }))
    expect(end.text).toContain('换新的。')
  })

  test('what is published with their consent names nobody', async () => {
    const { client } = await startSimulator()
    const name = await theName(client)
    const { messages } = await signCase(client, AUTHOR, { text: '走廊太暗。' })
    const ticket = last(messages, 'channel:hr')
    await client.sayIn(HR, 'channel:hr', '已经换了灯。', ticket.id)
    const proposing = withForm(await more(client, HR, await current(client, ticket), 'propose'))
    const asked = last(
      (await client.submit(HR, proposing, { text: '有同事说走廊太暗，我们换了灯。' })).filter(
        (one) => one.in !== 'channel:hr',
      ),
      `dm:${AUTHOR}`,
    )
    expect(asked.text).toContain('我们换了灯。')
    await client.submit(AUTHOR, await fromMessage(client, asked), { consent: 'agree' })
    const published = JSON.stringify(await client.messages('channel:announce'))
    expect(published).toContain('我们换了灯。')
    expect(published).not.toContain(name)
  })

  test('the coordinator passes it on with the name, or without; what the channel shows holds it never', async () => {
    const { client } = await startSimulator()
    const name = await theName(client)
    for (const [choice, shown] of [
      [undefined, true],
      ['without', false],
    ] as const) {
      const { asked, messages } = await signCase(client, AUTHOR, { topic: 'unfair-treatment', text: '组长骂人。' })
      expect(asked.label).toContain('协调人')
      const ticket = only(messages, `dm:${COORDINATOR}`)
      expect(ticket.text).not.toContain(name)
      expect(await opened(client, COORDINATOR, ticket)).toContain(`署名：${name}`)
      const form = withForm(await client.tap(COORDINATOR, ticket, '转给部门'))
      expect(field(form, 'original_1').label).toContain(name)
      expect(field(form, 'signature').options?.map(({ value }) => value)).toEqual(['with', 'without'])
      const values = { department: 'sales', ...(choice && { signature: choice }) }
      const theirs = only(await client.submit(COORDINATOR, form, values), `dm:${SALES_LEAD}`)
      expect(theirs.text.includes('署名来信')).toBe(shown)
      expect((await opened(client, SALES_LEAD, theirs)).includes(name)).toBe(shown)
      expect(await opened(client, COORDINATOR, ticket)).toContain(`署名：${name}`)
    }
  })

  test('whoever knows the name may ask what would else ask for it; a department without it may not', async () => {
    const { client } = await startSimulator()
    const asks = '请问您在哪个部门？'
    const { messages, words } = await signCase(client, AUTHOR, { text: '想换一台显示器。' })
    const ticket = last(messages, 'channel:hr')
    await client.sayIn(HR, 'channel:hr', asks, ticket.id)
    await client.submit(HR, withForm(await client.tap(HR, ticket, '追问')), { text: asks })
    expect(last(await client.messages(`dm:${AUTHOR}`), `dm:${AUTHOR}`).text).toContain(asks)
    const thread = JSON.stringify(await openThread(client, AUTHOR, words))
    expect(thread.split(asks).length - 1).toBe(2)
    expect(thread).not.toContain('可以不回答')

    const hidden = await signCase(client, AUTHOR, { topic: 'unfair-treatment', text: '组长骂人。' })
    const theirs = only(hidden.messages, `dm:${COORDINATOR}`)
    const passing = withForm(await client.tap(COORDINATOR, theirs, '转给部门'))
    const passed = await client.submit(COORDINATOR, passing, { department: 'sales', signature: 'without' })
    const asking = withForm(await more(client, SALES_LEAD, only(passed, `dm:${SALES_LEAD}`), 'ask'))
    const refusal = await client.submit(SALES_LEAD, asking, { text: asks }).catch((error: unknown) => error)
    expect((refusal as Refusal).fields.as_it_is).toBeTruthy()
    await client.submit(SALES_LEAD, asking, { text: asks, as_it_is: ['yes'] })
    expect(JSON.stringify(await openThread(client, AUTHOR, hidden.words))).toContain('可以不回答')
  })

  test('whoever it is about sees nothing of it, and no name', async () => {
    const { client } = await startSimulator()
    const name = await theName(client)
    const before = { channel: await client.messages('channel:hr'), list: await client.say(HEAD, '来信') }
    const { messages } = await signCase(client, AUTHOR, { text: '人事主管泄露了工资表。', about_readers: [HEAD] })
    expect(messages.some((one) => ['channel:hr', `dm:${HEAD}`, `dm:${COORDINATOR}`].includes(one.in))).toBe(false)
    expect(await opened(client, 'X001', only(messages, 'dm:X001'))).toContain(`署名：${name}`)
    expect((await client.say(HEAD, '来信')).map(({ text }) => text)).toEqual(before.list.map(({ text }) => text))
    expect(await client.messages('channel:hr')).toEqual(before.channel)
  })

  test('it waits for the window as all others do, and its answers cross at windows', async () => {
    const { client, config } = await startSimulator({ programs: windowedCompany() })
    const size = () => rows(config, 'waiting_bag').map(({ sealed }) => String(sealed).length)
    const before = size()
    const { messages } = await signCase(client, AUTHOR, { text: '食堂太吵' })
    expect(messages.map((one) => one.in)).toEqual([`dm:${AUTHOR}`])
    // That the time must not give them away is nothing to tell somebody who gave their name.
    expect(messages[0]?.text).toContain('14:00')
    expect(messages[0]?.text).not.toContain('暴露')
    expect(size()).toEqual(before)
    expect(rows(config, 'case_author')).toEqual([])
    const released = await client.moveTo('2026-03-10T14:00:00+08:00')
    const ticket = only(released, 'channel:hr')
    expect(only(released, `dm:${AUTHOR}`).text).toContain('署名')
    expect(await opened(client, HR, ticket)).toContain(`署名：${await theName(client)}`)
    const answered = await client.sayIn(HR, 'channel:hr', '我们换吸音板。', ticket.id)
    expect(answered.filter((one) => one.in === `dm:${AUTHOR}`)).toEqual([])
    const told = only(await client.moveTo('2026-03-10T17:00:00+08:00'), `dm:${AUTHOR}`)
    expect(told.text).toContain('我们换吸音板。')
    expect(rows(config, 'case_author')).toHaveLength(1)
  })

  test('an anonymous case has no author, and a receipt serves a signed one as well', async () => {
    const { client, config } = await startSimulator()
    await speakUp(client, AUTHOR, { way: 'none', topic: 'suggestion', text: '灯坏了。' })
    await speakUp(client, AUTHOR, { way: 'tell', topic: 'suggestion', text: '门坏了。' })
    expect(rows(config, 'case_author')).toEqual([])
    const { words } = await signCase(client, AUTHOR, { text: '窗坏了。' })
    expect(field(await openThread(client, AUTHOR, words), 'entry_1').label).toContain('窗坏了。')
    expect(rows(config, 'case_author')).toHaveLength(1)
  })

  test('a form sent twice is one case with one author', async () => {
    const { client, config } = await startSimulator()
    const form = withForm(await client.say(AUTHOR, '有话直说'))
    const values = { ...filing(form, { way: 'named', topic: 'suggestion', text: '只此一次' }), sign: ['yes'] }
    await Promise.allSettled([1, 2, 3].map(() => client.submit(AUTHOR, form, values)))
    expect((await client.messages('channel:hr')).filter(({ text }) => text.includes('只此一次'))).toHaveLength(1)
    expect(rows(config, 'case_author')).toHaveLength(1)
  })

  test('a topic can leave it out; where none offers it, it is no choice', async () => {
    const { folder, edit } = ownCopy('speak-up', 'speak-up.yaml')
    edit((yaml) => yaml.replace('  - id: suggestion\n', '  - id: suggestion\n    named: false\n'))
    const { client, stop, home } = await startSimulator({ programs: folder })
    const form = withForm(await client.say(AUTHOR, '有话直说'))
    const values = { ...filing(form, { way: 'named', topic: 'suggestion', text: '灯坏了' }), sign: ['yes'] }
    const refusal = await client.submit(AUTHOR, form, values).catch((error: unknown) => error)
    expect((refusal as Refusal).fields.way).toContain('建议')
    await stop()
    edit((yaml) =>
      yaml.replaceAll(/^ {2}- id: ([a-z-]+)\n(?! {4}named)(?= {4}title)/gm, '  - id: $1\n    named: false\n'),
    )
    const again = await startSimulator({ programs: folder, home })
    const without = withForm(await again.client.say(AUTHOR, '有话直说'))
    expect(field(without, 'way').options?.map(({ value }) => value)).toEqual(['tell', 'none'])
  })

  test('whoever signed opens their own from what they say, and nobody else’s; nothing of it is kept', async () => {
    const { client, config } = await startSimulator()
    expect(last(await client.say(AUTHOR, '我的署名来信'), `dm:${AUTHOR}`).text).toContain('没有可以看的')
    await speakUp(client, AUTHOR, { way: 'none', topic: 'suggestion', text: '灯坏了。' })
    await signCase(client, AUTHOR, { text: '想换一台显示器。' })
    await signCase(client, 'E011', { text: '别人的来信。' })
    const one = withForm(await client.say(AUTHOR, '我的署名来信'))
    expect(field(one, 'entry_1').label).toContain('想换一台显示器。')
    await signCase(client, AUTHOR, { topic: 'unfair-treatment', text: '组长骂人。' })
    const before = rows(config, 'outbox').length
    const list = withForm(await client.say(AUTHOR, '我的署名来信'))
    expect(rows(config, 'outbox')).toHaveLength(before)
    const { options = [] } = field(list, 'case')
    expect(options.map(({ label }) => label.split(' · ')[1]).sort()).toEqual(['不公、骚扰、违规', '建议'])
    const mine = options.map(({ value }) => value)
    const others = rows(config, 'case_author').filter(({ case_id }) => !mine.includes(String(case_id)))
    expect(others).toHaveLength(1)
    const foreign = await client.submit(AUTHOR, list, { case: String(others[0]?.case_id) })
    expect(JSON.stringify(foreign)).toContain('过期')
    const again = withForm(await client.say(AUTHOR, '我的署名来信'))
    const chosen = options.find(({ label }) => label.includes('不公'))?.value ?? ''
    const thread = withForm(await client.submit(AUTHOR, again, { case: chosen }))
    const added = await client.submit(AUTHOR, thread, { reply: '昨天又骂了。' })
    expect(only(added, `dm:${COORDINATOR}`).text).toContain('又写了')
    const inChannel = await client.sayIn(HR, 'channel:hr', '我的署名来信')
    expect(JSON.stringify(inChannel)).toContain('私下')
    expect(inChannel.some((message) => message.card?.form)).toBe(false)
  })

  test('whoever has left hears nothing more, and nothing of theirs waits; handlers go on', async () => {
    const { client, config } = await startSimulator({ programs: windowedCompany() })
    const name = await theName(client)
    await signCase(client, AUTHOR, { text: '食堂太吵' })
    const database = new BetterSqlite(simulatorDatabase(config.database).slice('sqlite:'.length))
    database.prepare('update person set left_on = ? where id = ?').run('2026-03-10', AUTHOR)
    database.close()
    const released = await client.moveTo('2026-03-11T10:00:00+08:00')
    const ticket = only(released, 'channel:hr')
    expect(await opened(client, HR, ticket)).toContain(`署名：${name}`)
    await client.sayIn(HR, 'channel:hr', '我们换吸音板。', ticket.id)
    const later = await client.moveTo('2026-03-11T14:00:00+08:00')
    expect([...released, ...later].filter((message) => message.in === `dm:${AUTHOR}`)).toEqual([])
    const waiting = rows(config, 'outbox').filter(({ route, state }) => route === 'sealed' && state !== 'sent')
    expect(waiting).toEqual([])
  })

  test('in English', async () => {
    const { client } = await startSimulator()
    const form = withForm(await client.say('E009', 'speak up'))
    const filled = filing(form, { way: 'named', topic: 'suggestion', text: 'More light, please.' })
    await client.submit('E009', form, filled).catch(() => null)
    const standing = await current(client, form)
    expect(field(standing, 'sign').label).toContain('cannot be taken back')
    const messages = await client.submit('E009', standing, { ...filled, sign: ['yes'] })
    const ticket = last(messages, 'channel:hr')
    const told = last(
      (await client.sayIn(HR, 'channel:hr', 'Tomorrow.', ticket.id)).filter((one) => one.in !== 'channel:hr'),
      'dm:E009',
    )
    expect(told.text).toContain('The handlers')
  })
})
