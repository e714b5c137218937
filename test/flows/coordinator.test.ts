import { describe, expect, test } from 'vitest'
import { field, last, only, type SeenMessage, type SimulatorClient, withForm } from '../support/simulator-client.ts'
import { current, more, openThread, speakUp } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'
import { windowedCompany } from '../support/windowed-company.ts'

const AUTHOR = 'E010'
/** The coordinator, who is in HR, too. */
const COORDINATOR = 'E003'
const HR = 'E002'
const SALES_LEAD = 'E004'

const ORIGINAL = '我们组的王某每天骂人，开会也骂。'
const RESTATED = '有同事反映一位主管经常辱骂下属。'

/** A case with the coordinator. */
async function withCoordinator(client: SimulatorClient) {
  const { words, messages } = await speakUp(client, AUTHOR, { way: 'tell', topic: 'unfair-treatment', text: ORIGINAL })
  return { words, ticket: only(messages, `dm:${COORDINATOR}`), messages }
}

/** Everything that was ever shown in a place. */
async function shownIn(client: SimulatorClient, place: string): Promise<string> {
  return JSON.stringify(await client.messages(place))
}

async function pass(client: SimulatorClient, ticket: SeenMessage, values: Record<string, string>) {
  return client.submit(COORDINATOR, withForm(await client.tap(COORDINATOR, ticket, '转给部门')), values)
}

describe('a coordinator stands between', () => {
  test('the text goes to the coordinator alone; the next step comes first', async () => {
    const { client } = await startSimulator()
    const { ticket, messages } = await withCoordinator(client)
    expect(messages.map((message) => message.in).sort()).toEqual([`dm:${COORDINATOR}`, `dm:${AUTHOR}`])
    expect(ticket.text).not.toContain('王某')
    expect(ticket.card?.actions.map(({ label }) => label)).toEqual(['查看全文', '转给部门', '答复', '更多…'])
    const form = withForm(await client.tap(COORDINATOR, ticket, '转给部门'))
    expect(field(form, 'original_1').label).toContain(ORIGINAL)
    expect(field(form, 'department').options?.map(({ value }) => value)).toEqual(['hr', 'sales'])
    expect(await client.say(HR, '来信')).toEqual([expect.objectContaining({ text: '没有待处理的来信。' })])
  })

  test('passed on in other words: the department reads those, the coordinator both', async () => {
    const { client } = await startSimulator()
    const { ticket, words } = await withCoordinator(client)
    const passed = await pass(client, ticket, { restated_1: RESTATED, department: 'sales' })
    const theirs = only(passed, `dm:${SALES_LEAD}`)
    const read = withForm(await client.tap(SALES_LEAD, theirs, '查看全文'))
    expect(field(read, 'entry_1').label).toContain(RESTATED)
    expect(await shownIn(client, `dm:${SALES_LEAD}`)).not.toContain('王某')
    const both = withForm(await client.tap(COORDINATOR, ticket, '查看全文'))
    expect(field(both, 'entry_1').label).toContain(ORIGINAL)
    expect(field(both, 'entry_1').label).toContain(RESTATED)
    expect((await current(client, ticket)).text).toContain('已转给部门')

    const answer = withForm(await client.tap(SALES_LEAD, theirs, '答复'))
    const told = await client.submit(SALES_LEAD, answer, { text: '我们会谈话。' })
    expect(last(told, `dm:${AUTHOR}`).text).toContain('回音')
    expect(
      only(
        told.filter(({ replyTo }) => replyTo === ticket.id),
        `dm:${COORDINATOR}`,
      ).text,
    ).toContain('已答复')
    const thread = await openThread(client, AUTHOR, words)
    expect(field(thread, 'entry_1').label).toContain(ORIGINAL)
    expect(field(thread, 'entry_2').label).toContain('我们会谈话。')
  })

  test('what the author adds goes through the coordinator, too', async () => {
    const { client } = await startSimulator()
    const { ticket, words } = await withCoordinator(client)
    const theirs = only(await pass(client, ticket, { restated_1: RESTATED, department: 'sales' }), `dm:${SALES_LEAD}`)
    await client.submit(SALES_LEAD, withForm(await client.tap(SALES_LEAD, theirs, '追问')), {
      text: '什么时候开始的？',
    })
    const thread = await openThread(client, AUTHOR, words)
    const added = await client.submit(AUTHOR, thread, { reply: '从王某调来那天。' })
    expect(added.filter((message) => message.in === `dm:${COORDINATOR}`)).toHaveLength(1)
    expect(await shownIn(client, `dm:${SALES_LEAD}`)).not.toContain('又写了')
    const before = withForm(await client.tap(SALES_LEAD, await current(client, theirs), '查看全文'))
    expect(before.card?.form?.fields.map(({ name }) => name)).toEqual(['entry_1', 'entry_2'])

    const again = await pass(client, await current(client, ticket), { restated_3: '几个月前。', department: 'sales' })
    expect(
      only(
        again.filter(({ replyTo }) => replyTo === theirs.id),
        `dm:${SALES_LEAD}`,
      ).text,
    ).toContain('已转给部门')
    const after = withForm(await client.tap(SALES_LEAD, await current(client, theirs), '查看全文'))
    expect(field(after, 'entry_3').label).toContain('几个月前。')
    expect(JSON.stringify(after)).not.toContain('王某')
  })

  test('a department that is not concerned gives it back and sees it no more', async () => {
    const { client } = await startSimulator()
    const { ticket } = await withCoordinator(client)
    const theirs = only(await pass(client, ticket, { department: 'sales' }), `dm:${SALES_LEAD}`)
    await more(client, SALES_LEAD, theirs, 'hand-back')
    const gone = await current(client, theirs)
    expect(gone.text).toContain('转到别处')
    expect(gone.card?.actions ?? []).toEqual([])
    const refused = await client.tapRaw(SALES_LEAD, theirs.id, 'case.open', theirs.card?.actions[0]?.value ?? '')
    expect(only(refused, `dm:${SALES_LEAD}`).text).toContain('不是这个主题的处理人')
    const back = await current(client, ticket)
    expect(back.text).toContain('协调人处理中')
    // To the next one, in whose channel it is a stub.
    const hr = only(await pass(client, back, { department: 'hr' }), 'channel:hr')
    expect(hr.text).not.toContain('王某')
    expect(hr.card?.actions.map(({ label }) => label)).toContain('查看全文')
    expect(field(withForm(await client.tap(HR, hr, '查看全文')), 'entry_1').label).toContain(ORIGINAL)
  })

  test('a department reads nothing of what was said at the desk before it was passed there', async () => {
    const { client } = await startSimulator()
    const { ticket, words } = await withCoordinator(client)
    await client.submit(COORDINATOR, withForm(await more(client, COORDINATOR, ticket, 'note')), { note: '我认识他。' })
    await client.submit(COORDINATOR, withForm(await more(client, COORDINATOR, ticket, 'ask')), { text: '是哪个组？' })
    await client.submit(AUTHOR, await openThread(client, AUTHOR, words), { reply: '王某的组。' })
    const values = { restated_1: RESTATED, restated_4: '一个小组。', department: 'sales' }
    const theirs = only(await pass(client, await current(client, ticket), values), `dm:${SALES_LEAD}`)
    const read = async (person: string, from: SeenMessage) => {
      const shown = withForm(await client.tap(person, await current(client, from), '查看全文'))
      return shown.card?.form?.fields.map(({ label }) => label.split('\n')[1]) ?? []
    }
    expect(await read(SALES_LEAD, theirs)).toEqual([RESTATED, '一个小组。'])

    const note = withForm(await more(client, COORDINATOR, await current(client, ticket), 'note'))
    await client.submit(COORDINATOR, note, { note: '请下周前谈。' })
    const answer = withForm(await client.tap(SALES_LEAD, theirs, '答复'))
    await client.submit(SALES_LEAD, answer, { text: '我们会谈话。' })
    expect(await read(SALES_LEAD, theirs)).toEqual([RESTATED, '一个小组。', '请下周前谈。', '我们会谈话。'])

    // The next department begins anew; whoever coordinates reads it all.
    const again = withForm(await more(client, COORDINATOR, await current(client, ticket), 'pass'))
    const hr = last(await client.submit(COORDINATOR, again, { department: 'hr' }), 'channel:hr')
    expect(await read(HR, hr)).toEqual([RESTATED, '一个小组。'])
    expect(await read(COORDINATOR, ticket)).toHaveLength(6)
  })

  test('whoever stood in for the former handler does not stand in for the next', async () => {
    const change = (yaml: string) => `${yaml.replace('hr: [E002, E003]', 'hr: [E002, E005]')}\nrelease: immediate\n`
    const { client } = await startSimulator({ programs: windowedCompany(change) })
    const { ticket } = await withCoordinator(client)
    const hr = last(await pass(client, ticket, { department: 'hr' }), 'channel:hr')
    await client.submit(HR, withForm(await more(client, HR, hr, 'assign')), { handler: HR, deputy: 'E005' })
    expect((await current(client, hr)).text).toContain('代理：')
    const form = withForm(await more(client, COORDINATOR, await current(client, ticket), 'pass'))
    await client.submit(COORDINATOR, form, { department: 'sales' })
    expect((await current(client, ticket)).text).not.toMatch(/代理：|处理人：/)
  })

  test('whoever decides an appeal reads the case in the words it has at the desk, passed on or not', async () => {
    const { client } = await startSimulator()
    const { ticket, words } = await withCoordinator(client)
    await client.submit(COORDINATOR, withForm(await client.tap(COORDINATOR, ticket, '答复')), { text: '查过了。' })
    const thread = await openThread(client, AUTHOR, words)
    const sent = await client.submit(AUTHOR, thread, { wish: 'appeal', reply: '没有人问过我。' })
    const read = withForm(await client.tap(HR, only(sent, `dm:${HR}`), '查看全文'))
    expect(field(read, 'root_1').label).toContain(ORIGINAL)
    expect(field(read, 'root_2').label).toContain('查过了。')
  })

  test('the coordinator answers without passing it on', async () => {
    const { client } = await startSimulator()
    const { ticket, words } = await withCoordinator(client)
    await client.submit(COORDINATOR, withForm(await client.tap(COORDINATOR, ticket, '答复')), { text: '我先了解。' })
    expect(field(await openThread(client, AUTHOR, words), 'entry_2').label).toContain('我先了解。')
    expect(await client.messages('channel:hr')).toEqual([])
  })

  test('handing over: a deputy, a note for the others, and the person who is to have it is told', async () => {
    const { client } = await startSimulator()
    const { messages, words } = await speakUp(client, AUTHOR, {
      way: 'none',
      topic: 'suggestion',
      text: '加一台饮水机',
    })
    const ticket = only(messages, 'channel:hr')
    const form = withForm(await more(client, HR, ticket, 'assign'))
    expect(field(form, 'handler').options?.map(({ value }) => value)).toEqual(['E002', 'E003'])
    const said = await client.submit(HR, form, { handler: COORDINATOR, deputy: HR, note: '去年也有人提过。' })
    expect(only(said, `dm:${COORDINATOR}`).text).toContain('王静 请您处理')
    const shown = await current(client, ticket)
    expect(shown.text).toContain('处理人：李敏 · 代理：王静')
    const read = withForm(await client.tap(HR, shown, '查看全文'))
    expect(field(read, 'entry_2').label).toContain('去年也有人提过。')
    const thread = await openThread(client, AUTHOR, words)
    expect(JSON.stringify(thread)).not.toContain('去年')
    expect(field(thread, 'waiting').label).toContain('已经有人在处理')
  })
})
