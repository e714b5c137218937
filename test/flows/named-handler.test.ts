import { describe, expect, test } from 'vitest'
import {
  field,
  last,
  only,
  Refusal,
  type SeenMessage,
  type SimulatorClient,
  withForm,
} from '../support/simulator-client.ts'
import { current, more, signCase } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'
import { windowedCompany } from '../support/windowed-company.ts'

const MANAGER = 'E001'
/** In HR, and nothing else. */
const HEAD = 'E002'
/** The coordinator, who is in HR, too. */
const COORDINATOR = 'E003'
const OUTSIDE = 'X001'
const OWN = '您自己署名写的'

/** To whom tickets went. */
function tickets(messages: readonly SeenMessage[]): string[] {
  const found = messages.filter(({ card }) => /^(来信|申诉) /.test(card?.title ?? ''))
  return found.map((message) => message.in)
}

/** What comes of a button or a reply that is not taken. */
async function refused(work: Promise<SeenMessage[]>): Promise<string> {
  return work.then(
    (messages) => JSON.stringify(messages),
    (error: unknown) => (error instanceof Refusal ? error.message : String(error)),
  )
}

async function listOf(client: SimulatorClient, person: string): Promise<string> {
  return JSON.stringify(await client.say(person, '来信'))
}

describe('nobody handles what they have signed themselves', () => {
  test('a handler who signs sees their ticket in the channel, and is told that others handle it; the answer comes to them', async () => {
    const { client } = await startSimulator()
    const { messages } = await signCase(client, COORDINATOR, { text: '想换一台显示器。' })
    const ticket = last(messages, 'channel:hr')
    for (const label of ['我来处理', '答复', '查看全文', '更多']) {
      expect(await refused(client.tap(COORDINATOR, ticket, label))).toContain(OWN)
    }
    const before = await client.messages('channel:hr')
    expect(await refused(client.sayIn(COORDINATOR, 'channel:hr', '同意。', ticket.id))).toContain(OWN)
    // Nothing of it stands where others read it.
    expect((await client.messages('channel:hr')).filter(({ from }) => from === 'hearback')).toEqual(
      before.filter(({ from }) => from === 'hearback'),
    )
    expect(await listOf(client, COORDINATOR)).toContain('没有待处理的来信')
    expect(await listOf(client, HEAD)).toContain('建议')

    await client.tap(HEAD, ticket, '我来处理')
    const assigning = withForm(await more(client, HEAD, await current(client, ticket), 'assign'))
    expect(field(assigning, 'handler').options?.map(({ value }) => value)).toEqual([HEAD])
    const answered = await client.sayIn(HEAD, 'channel:hr', '下周给您换。', ticket.id)
    const told = last(
      answered.filter((one) => one.in !== 'channel:hr'),
      `dm:${COORDINATOR}`,
    )
    expect(told.text).toContain('下周给您换。')
  })

  test.each([
    ['at once', false],
    ['at a window', true],
  ])('what the only coordinator signs goes to the outside person, and so does its alarm; %s', async (_, windowed) => {
    const { client } = await startSimulator(windowed ? { programs: windowedCompany() } : {})
    const signed = await signCase(client, COORDINATOR, { topic: 'unfair-treatment', text: '组长骂人。' })
    const messages = windowed ? await client.moveTo('2026-03-10T14:00:00+08:00') : signed.messages
    expect(tickets(messages)).toEqual([`dm:${OUTSIDE}`])
    expect(await listOf(client, COORDINATOR)).toContain('没有待处理的来信')
    const later = await client.moveTo('2026-03-20T12:00:00+08:00')
    const missed = later.filter(({ text }) => text.includes('过期'))
    expect(missed.map((message) => message.in)).not.toContain(`dm:${COORDINATOR}`)
    expect(missed.map((message) => message.in)).toContain(`dm:${OUTSIDE}`)
  })

  test('a letter that somebody writes to themselves goes to the coordinator', async () => {
    const { client } = await startSimulator()
    const { messages } = await signCase(client, MANAGER, {
      opener: '总经理信箱',
      topic: 'letter-to-general-manager',
      text: '试一试。',
    })
    expect(tickets(messages)).toEqual([`dm:${COORDINATOR}`])
    expect(last(messages, `dm:${MANAGER}`).text).toContain('署名')
  })

  test('where nobody else could handle it, it cannot be signed', async () => {
    const programs = windowedCompany((yaml) =>
      yaml.replace('hr: [E002, E003]', 'hr: [E002]').replace('coordinator: [E003]', 'coordinator: [E002]'),
    )
    const { client } = await startSimulator({ programs })
    const refusal = await signCase(client, HEAD, {
      topic: 'unfair-treatment',
      text: '组长骂人。',
      about_readers: [OUTSIDE],
    }).catch((error: unknown) => error)
    expect((refusal as Refusal).fields.way).toContain('除了您自己')
    const { messages } = await signCase(client, HEAD, { topic: 'unfair-treatment', text: '组长骂人。' })
    expect(last(messages, `dm:${HEAD}`).text).toContain('署名')
  })

  test('what is urgent and signed by whoever is on duty pages somebody else', async () => {
    const { client } = await startSimulator()
    // A Tuesday: the coordinator is on duty.
    const { messages } = await signCase(client, COORDINATOR, { topic: 'danger', text: '三号仓库漏气' })
    const paged = messages.filter((message) => message.card?.actions.some(({ label }) => label === '我来处理'))
    expect(paged.map((message) => message.in)).toContain(`dm:${HEAD}`)
    expect(paged.map((message) => message.in)).not.toContain(`dm:${COORDINATOR}`)
  })

  test('an appeal does not come to whoever signed it', async () => {
    const { client } = await startSimulator()
    const { messages } = await signCase(client, HEAD, { text: '走廊太暗。' })
    const ticket = last(messages, 'channel:hr')
    const closing = withForm(await client.tap(COORDINATOR, ticket, '结案'))
    const closed = last(
      (await client.submit(COORDINATOR, closing, { text: '不换。' })).filter((one) => one.in !== 'channel:hr'),
      `dm:${HEAD}`,
    )
    const thread = withForm(await client.tap(HEAD, closed, '打开'))
    const appealed = await client.submit(HEAD, thread, { again: '太暗了。', wish: 'appeal' })
    // One above the decider would be the author herself.
    expect(only(appealed, `dm:${MANAGER}`).text).toContain('署名来信')
    expect(tickets(appealed)).not.toContain(`dm:${HEAD}`)
  })

  test('to a department in which the author works it goes with the name: being left out would tell it', async () => {
    const { client } = await startSimulator()
    const { messages } = await signCase(client, HEAD, { topic: 'unfair-treatment', text: '组长骂人。' })
    const ticket = only(messages, `dm:${COORDINATOR}`)
    const form = withForm(await client.tap(COORDINATOR, ticket, '转给部门'))
    const without = { department: 'hr', signature: 'without' }
    const refusal = await client.submit(COORDINATOR, form, without).catch((error: unknown) => error)
    expect((refusal as Refusal).fields.signature).toContain('部门')
    expect(field(form, 'signature').options?.map(({ value }) => value)).toEqual(['with', 'without'])
    await client.submit(COORDINATOR, form, { department: 'sales', signature: 'without' })
    expect(last(await client.messages('dm:E004'), 'dm:E004').text).not.toContain('署名')
  })
})
