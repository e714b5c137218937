import { expect, test } from 'vitest'
import {
  field,
  last,
  only,
  Refusal,
  type SeenMessage,
  type SimulatorClient,
  withForm,
} from '../support/simulator-client.ts'
import { fileCase, filing, openNudge } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'

const HR = 'E003'
const AUTHOR = 'E010'
const TELLING = '这件事只有我知道，打 13912345678 找我。'
const FISHING = '谢谢。请问您是哪个部门的？'

/** Submits what is refused, and the form as it stands then. */
async function refused(
  client: SimulatorClient,
  who: string,
  form: SeenMessage,
  values: Parameters<SimulatorClient['submit']>[2],
) {
  const refusal = await client.submit(who, form, values).catch((error: unknown) => error)
  if (!(refusal instanceof Refusal)) throw new Error('it was not refused')
  const standing = (await client.messages(form.in)).find((message) => message.id === form.id)
  if (!standing) throw new Error('the form is gone')
  return { fields: Object.keys(refusal.fields), standing }
}

test('what could give the author away is pointed out once; changed or confirmed it goes, in either language', async () => {
  const { client } = await startSimulator()
  for (const [start, way, send] of [
    ['有话直说', '只有您一个人符合', '就这样提交'],
    ['speak up', 'fits one person only', 'send it as it is'],
  ] as const) {
    if (start === 'speak up') await client.say(AUTHOR, 'language en')
    const before = (await client.messages('channel:hr')).length
    const form = withForm(await client.say(AUTHOR, start))
    const filled = filing(form, { way: 'none', topic: 'suggestion', text: TELLING })
    const { fields, standing } = await refused(client, AUTHOR, form, filled)
    expect(fields).toEqual(['as_it_is'])
    expect(field(standing, 'as_it_is').label).toContain(way)
    expect(field(standing, 'as_it_is').label).toContain('13912345678')
    expect(field(standing, 'as_it_is').options?.[0]?.label).toContain(send)
    expect((await client.messages('channel:hr')).length).toBe(before)
    await client.submit(AUTHOR, standing, { ...filled, as_it_is: ['yes'] })
    expect(last(await client.messages('channel:hr'), 'channel:hr').text).toContain(TELLING)
  }

  const form = withForm(await client.say(AUTHOR, '有话直说'))
  const filled = filing(form, { way: 'none', topic: 'suggestion', text: TELLING })
  const { standing } = await refused(client, AUTHOR, form, filled)
  await client.submit(AUTHOR, standing, { ...filled, text: '灯坏了。' })
  expect(last(await client.messages('channel:hr'), 'channel:hr').text).toContain('灯坏了。')
})

test('a question that fishes for who it is: the handler is told before it goes, the author need not answer', async () => {
  const { client } = await startSimulator()
  const { ticket, words } = await fileCase(client, AUTHOR, { way: 'tell', text: '灯坏了。' })

  const under = await client.sayIn(HR, 'channel:hr', FISHING, ticket.id)
  expect(under.map(({ text }) => text).join()).toContain('没有转给来信人')
  expect(await client.messages(`dm:${AUTHOR}`).then((all) => all.filter(({ text }) => text.includes('回音')))).toEqual(
    [],
  )

  const ask = withForm(await client.tap(HR, ticket, '追问'))
  const { fields, standing } = await refused(client, HR, ask, { text: FISHING })
  expect(fields).toEqual(['as_it_is'])
  expect(field(standing, 'as_it_is').label).toContain('您是哪个部门')
  const sent = await client.submit(HR, standing, { text: FISHING, as_it_is: ['yes'] })
  const nudge = only(
    sent.filter((message) => message.in !== 'channel:hr'),
    `dm:${AUTHOR}`,
  )
  const thread = await openNudge(client, AUTHOR, nudge, words)
  expect(field(thread, 'entry_1').label).not.toContain('您可以不回答')
  expect(field(thread, 'entry_2').label).toContain('您可以不回答')

  const { standing: again } = await refused(client, AUTHOR, thread, { reply: '我是仓库的会计。' })
  expect(field(again, 'as_it_is').label).toContain('您的岗位')
  await client.submit(AUTHOR, again, { reply: '不想说。' })
  expect(last(await client.messages('channel:hr'), 'channel:hr').text).toContain('不想说。')
})
