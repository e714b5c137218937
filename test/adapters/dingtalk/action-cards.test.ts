import { expect, test } from 'vitest'
import { numbered } from '#core'
import { GROUP, startAdapter, to } from './start-adapter.ts'

const NO_BUTTONS = { buttons: { max: 0, labelMax: 0, valueMax: 0 }, select: null }

/** A question with so many answers, as the core hands it over where there are no buttons. */
function question(count: number) {
  const actions = Array.from({ length: count }, (_, n) => ({
    id: 'survey.answer',
    label: `答案${n + 1}`,
    value: `${n}`,
  }))
  return numbered({ text: '您对工作环境满意吗？', actions }, NO_BUTTONS, 'zh-CN').message
}

test.each([1, 2, 5])(
  'without card templates %i answers are buttons of an ActionCard that type their number',
  async (count) => {
    const { adapter, one, took, start } = await startAdapter({ cards: false })
    await start()
    expect((await adapter.send(to('U1', question(count)))).kind).toBe('sent')
    const [shown] = one.sees()
    if (!shown) throw new Error('nothing came')
    expect(shown.buttons.map(({ title }) => title)).toEqual(
      Array.from({ length: count }, (_, n) => `${n + 1}  答案${n + 1}`),
    )
    // The text says the same, for whoever types.
    expect(shown.text).toContain(`${count}  答案${count}`)
    expect(await one.press(shown, `答案${count}`)).toBe(true)
    expect(took.at(-1)).toMatchObject({ kind: 'text', text: String(count) })
  },
)

test('by the way back of a conversation, too, and in a group', async () => {
  const { adapter, dingtalk, one, start } = await startAdapter({ cards: false })
  await start()
  await one.say('你好')
  expect((await adapter.send(to('U1', question(2)))).kind).toBe('sent')
  expect(dingtalk.calls.filter(({ path }) => path.endsWith('batchSend'))).toEqual([])
  expect(one.sees().at(-1)?.buttons).toHaveLength(2)
  const grouped = { ...to('U1', question(3)), to: { kind: 'channel', channelId: GROUP } } as const
  expect((await adapter.send(grouped)).kind).toBe('sent')
  expect(one.sees(GROUP).at(-1)?.buttons).toHaveLength(3)
})

test('more answers than an ActionCard holds stay lines to answer by number', async () => {
  const { adapter, one } = await startAdapter({ cards: false })
  expect((await adapter.send(to('U1', question(6)))).kind).toBe('sent')
  const [shown] = one.sees()
  expect(shown?.buttons).toEqual([])
  expect(shown?.text).toContain('6  答案6')
})
