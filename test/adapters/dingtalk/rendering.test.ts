import { expect, test } from 'vitest'
import type { Message, Sheet } from '#core'
import { startAdapter, to } from './start-adapter.ts'

const TICKET: Message = {
  title: '来信 生乃 · 建议',
  text: '食堂可以早点开门吗？🍚\n[点这里](https://elsewhere.example)',
  sections: [
    { text: '答复截止：2026年3月24日（周二）' },
    {
      text: '新员工调查表',
      bars: [
        { label: '很好', count: 3, share: 0.75 },
        { label: '较差', count: 1, share: 0.25 },
      ],
    },
  ],
  actions: [
    { id: 'case.take', label: '我来处理', value: 'case-1', style: 'primary' },
    { id: 'case.answer', label: '答复', value: 'case-1' },
    { id: 'sheet.page', label: '打开网页', value: '', url: 'https://hearback.example/f/ticket' },
  ],
}

const FORM: Sheet = {
  title: '记录联系',
  submit: '提交',
  state: 'sealed',
  opener: 'opener',
  steps: [
    {
      fields: [
        { name: 'read', kind: 'statement', label: '青禾餐饮，上次联系 2026年2月1日' },
        {
          name: 'how',
          kind: 'choice',
          label: '怎么联系的？',
          required: true,
          options: [
            { value: 'call', label: '电话' },
            { value: 'visit', label: '上门' },
          ],
        },
        { name: 'notes', kind: 'paragraph', label: '说了什么？', hint: '可不填', maxLength: 500 },
        { name: 'next', kind: 'date', label: '下次什么时候？', value: '2026-04-20' },
      ],
    },
  ],
}

test('what a person sees of a message and of a form, with templates', async () => {
  const { adapter, one, start } = await startAdapter({ answer: () => ({ sheet: FORM }) })
  await adapter.send(to('U1', TICKET, 'one'))
  await start()
  await one.say('记录')
  await adapter.handled()
  const seen = one.sees().filter(({ from }) => from === 'hearback')
  const held = seen.map((shown) => shown.card && one.json(shown.card))
  // Which submission it is, is random.
  const turn = /hearback_turn_\w+|(?<="defaultValue":")[\w-]{20,}/g
  expect(JSON.parse(JSON.stringify(held).replace(turn, 'turn'))).toMatchSnapshot()
  const card = seen.at(-1)?.card
  if (!card) throw new Error('no form')
  await one.submit(card, { how: 'call' })
  // Of what stood in a form nothing is left on its card.
  expect(JSON.stringify(card.public)).not.toMatch(/sealed|怎么联系|call/)
})

test('what a person sees of a message and of a form, without', async () => {
  const { adapter, one, start } = await startAdapter({ cards: false, answer: () => ({ sheet: FORM }) })
  await adapter.send(to('U1', { ...TICKET, actions: [] }, 'one'))
  await start()
  await one.say('记录')
  await adapter.handled()
  const seen = one.sees().filter(({ from }) => from === 'hearback')
  expect(seen.map(({ title, text }) => `${title}\n---\n${text.replace(/·\w{4}$/, '·mark')}`)).toMatchSnapshot()
})
