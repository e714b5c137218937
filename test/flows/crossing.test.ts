import { describe, expect, test } from 'vitest'
import {
  field,
  only,
  type Refusal,
  type SeenMessage,
  type SimulatorClient,
  withForm,
} from '../support/simulator-client.ts'
import { current, more, openThread, speakUp } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'
import { windowedCompany } from '../support/windowed-company.ts'

const AUTHOR = 'E010'
const HANDLER = 'E003'
/** The handler's manager, who had no part in it. */
const ABOVE = 'E002'

/** A case that was answered, and the answer has crossed: Tuesday, 17:00. */
async function answered() {
  const { client } = await startSimulator({ programs: windowedCompany() })
  const { words } = await speakUp(client, AUTHOR, { way: 'none', topic: 'suggestion', text: '想换座位' })
  const ticket = only(await client.moveTo('2026-03-10T14:00:00+08:00'), 'channel:hr')
  await client.sayIn(HANDLER, 'channel:hr', '不行。', ticket.id)
  await client.moveTo('2026-03-10T17:00:00+08:00')
  return { client, words, ticket }
}

const nextDay = (client: SimulatorClient) => client.moveTo('2026-03-11T10:00:00+08:00')

async function submit(client: SimulatorClient, words: readonly string[], values: Record<string, string>) {
  return only(await client.submit(AUTHOR, await openThread(client, AUTHOR, words), values), `dm:${AUTHOR}`).text
}

/** It came to the one above, and to nobody who had answered. */
async function expectAppeal(client: SimulatorClient, crossed: readonly SeenMessage[], why: string) {
  const [appeal] = crossed.filter((message) => message.in === `dm:${ABOVE}`)
  if (!appeal) throw new Error('nobody above was told')
  expect(appeal.card?.title).toMatch(/^申诉 /)
  const read = withForm(await client.tap(ABOVE, appeal, '查看全文'))
  expect(field(read, 'entry_1').label).toContain(why)
  expect(JSON.stringify(await client.messages('channel:hr'))).not.toContain(why)
  return read
}

describe('an appeal that waits for a window is heard as one', () => {
  test('after a reply that waited with it: both in their order, the appeal by somebody else', async () => {
    const { client, words } = await answered()
    for (const text of ['第一句。', '第二句。', '第三句。']) await submit(client, words, { reply: text })
    const said = await submit(client, words, { reply: '没有说明理由。', wish: 'appeal' })
    expect(said).toContain('申诉会在 2026年3月11日（周三） 10:00 交给更上一级的人')
    expect(said).toContain('不会在这里通知您')
    const waiting = await openThread(client, AUTHOR, words)
    expect(field(waiting, 'entry_6').label).toContain('申诉')
    const read = await expectAppeal(client, await nextDay(client), '没有说明理由。')
    for (const [index, text] of ['第一句。', '第二句。', '第三句。'].entries()) {
      expect(field(read, `root_${index + 3}`).label).toContain(text)
    }
  })

  test('though the handlers asked something, or answered once more, in the meantime', async () => {
    const { client, words, ticket } = await answered()
    await client.submit(HANDLER, withForm(await client.tap(HANDLER, await current(client, ticket), '追问')), {
      text: '坐在窗边可以吗？',
    })
    const early = await openThread(client, AUTHOR, words)
    expect(JSON.stringify(early)).not.toContain('窗边')
    await client.submit(AUTHOR, early, { reply: '没有说明理由。', wish: 'appeal' })
    await expectAppeal(client, await nextDay(client), '没有说明理由。')
  })

  test('though the case fell silent meanwhile', async () => {
    const { client, words, ticket } = await answered()
    await submit(client, words, { reply: '没有说明理由。', wish: 'appeal' })
    await more(client, HANDLER, await current(client, ticket), 'mute')
    await client.submit(HANDLER, withForm(await client.tap(HANDLER, await current(client, ticket), '结案')), {
      text: '就这样。',
    })
    await expectAppeal(client, await nextDay(client), '没有说明理由。')
  })

  test('a second one goes to whoever decides about the first', async () => {
    const { client, words } = await answered()
    await submit(client, words, { reply: '没有说明理由。', wish: 'appeal' })
    await submit(client, words, { reply: '也没有问过我。', wish: 'appeal' })
    const read = await expectAppeal(client, await nextDay(client), '没有说明理由。')
    expect(field(read, 'entry_2').label).toContain('也没有问过我。')
  })
})

describe('consent is to one text', () => {
  /** What stands in the channel for all, beside what the program posts there by itself. */
  async function published(client: SimulatorClient): Promise<string[]> {
    return (await client.messages('channel:announce')).flatMap(({ text }) => /第.稿。/.exec(text)?.[0] ?? [])
  }

  async function propose(client: SimulatorClient, ticket: SeenMessage, text: string) {
    const form = withForm(await more(client, HANDLER, await current(client, ticket), 'propose'))
    await client.submit(HANDLER, form, { text })
  }

  test('while another one is held from the author, nothing is there to agree to', async () => {
    const { client, words, ticket } = await answered()
    await propose(client, ticket, '第一稿。')
    await nextDay(client)
    const first = await openThread(client, AUTHOR, words)
    await client.submit(AUTHOR, first, { consent: 'decline' })
    await client.moveTo('2026-03-11T14:00:00+08:00')
    await propose(client, ticket, '第二稿。')
    const early = await openThread(client, AUTHOR, words)
    expect(early.card?.form?.fields.map(({ name }) => name)).not.toContain('consent')
    await client.moveTo('2026-03-11T17:00:00+08:00')
    await client.submit(AUTHOR, await openThread(client, AUTHOR, words), { consent: 'agree' })
    await client.moveTo('2026-03-12T10:00:00+08:00')
    expect(await published(client)).toEqual(['第二稿。'])
  })

  test('a form that shows another text than the one that is asked about now agrees to nothing', async () => {
    const { client } = await startSimulator()
    const { words, messages } = await speakUp(client, AUTHOR, { way: 'none', topic: 'suggestion', text: '开门早点' })
    const ticket = only(messages, 'channel:hr')
    await client.sayIn(HANDLER, 'channel:hr', '好的。', ticket.id)
    await propose(client, ticket, '第一稿。')
    const old = await openThread(client, AUTHOR, words)
    await client.submit(AUTHOR, await openThread(client, AUTHOR, words), { consent: 'decline' })
    await propose(client, ticket, '第二稿。')
    const refused = await client.submit(AUTHOR, old, { consent: 'agree' }).catch((error: Refusal) => error)
    expect((refused as Refusal).fields.consent).toContain('换了')
    expect(await published(client)).toEqual([])
    await client.submit(AUTHOR, await openThread(client, AUTHOR, words), { consent: 'agree' })
    expect(await published(client)).toEqual(['第二稿。'])
  })
})
