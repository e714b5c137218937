import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Action, Field, Message, Sheet } from '#core'
import { renderHome, renderMessage } from '../../../adapters/slack/render-message.ts'
import { renderSheet } from '../../../adapters/slack/render-sheet.ts'
import { blocksTooLong, type Json, messageBlockFaults, viewFaults } from '../../emulators/slack/check-blocks.ts'
import { buttonsOf, textOfBlocks } from '../../emulators/slack/read-blocks.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 400 })
const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,20}$/)
const action: fc.Arbitrary<Action> = fc.record({ id: name, label: text, value: fc.string({ maxLength: 2000 }) })
const message: fc.Arbitrary<Message> = fc.record(
  {
    title: text,
    text: fc.string({ unit: 'grapheme', maxLength: 20_000 }),
    sections: fc.array(fc.record({ text, actions: fc.array(action, { maxLength: 6 }) }), { maxLength: 30 }),
    actions: fc.array(action, { maxLength: 130 }),
  },
  { requiredKeys: ['text'] },
)
const option = fc.record({ value: name, label: text })
const field: fc.Arbitrary<Field> = fc.record(
  {
    name,
    kind: fc.constantFrom('statement', 'choice', 'choices', 'text', 'paragraph', 'number', 'date'),
    label: text.filter((label) => label.trim() !== ''),
    options: fc.uniqueArray(option, { minLength: 1, maxLength: 40, selector: ({ value }) => value }),
    required: fc.boolean(),
    maxLength: fc.integer({ min: 1, max: 10_000 }),
    value: text,
  },
  { requiredKeys: ['name', 'kind', 'label', 'options'] },
)
const sheet: fc.Arbitrary<Sheet> = fc.record({
  title: text.filter((title) => title.trim() !== ''),
  submit: fc.constant('提交'),
  state: fc.string({ maxLength: 900 }),
  steps: fc.uniqueArray(field, { minLength: 1, maxLength: 20, selector: (one) => one.name }).map((fields) => [
    { title: 'A', fields },
    { title: 'B', fields: [] },
  ]),
})

describe('Slack: what is shown', () => {
  test('Slack takes every message, and nothing of its text is missing', () => {
    fc.assert(
      fc.property(message, (one) => {
        const parts = renderMessage(one)
        for (const { blocks } of parts) {
          expect(messageBlockFaults(blocks as Json[])).toEqual([])
          expect(blocksTooLong(blocks as Json[])).toBe(false)
        }
        const shown = squeezed(parts.map(({ blocks }) => textOfBlocks(blocks as Json[])).join('\n'))
        expect(shown).toContain(squeezed(one.text))
        const offered = parts.flatMap(({ blocks }) => buttonsOf(blocks as Json[]))
        const all = [...(one.sections ?? []).flatMap(({ actions = [] }) => actions), ...(one.actions ?? [])]
        expect(offered).toHaveLength(all.length)
      }),
      { numRuns: 60 },
    )
  })

  test('Slack takes every form', () => {
    fc.assert(
      fc.property(sheet, (one) => {
        const view = renderSheet(one) as Json
        expect(viewFaults(view)).toEqual([])
        const names = (view.blocks as Json[]).filter(({ type }) => type === 'input').map((block) => block.block_id)
        const filled = one.steps.flatMap(({ fields }) => fields.filter(({ kind }) => kind !== 'statement'))
        expect(names).toEqual(filled.map((one) => one.name))
      }),
      { numRuns: 100 },
    )
  })

  test('nothing in a text is a mention, an alarm or a link', () => {
    const [part] = renderMessage({ title: '<!channel>', text: '<@U1> & <!here> *bold* <http://a|b>' })
    expect(part?.text).toBe('&lt;!channel&gt;\n&lt;@U1&gt; &amp; &lt;!here&gt; *bold* &lt;http://a|b&gt;')
    for (const block of part?.blocks ?? []) expect((block.text as Json).type).toBe('plain_text')
  })

  test('a ticket, a survey question, a result, and more to choose from than buttons', () => {
    const shown = (one: Message) => renderMessage(one).map(({ blocks }) => blocks)
    expect(
      shown({
        title: '来信 · 建议',
        text: '开门',
        actions: [button('case.take', '我来处理', 'c1'), { ...button('case.answer', '答复', 'c1'), style: 'primary' }],
      }),
    ).toMatchSnapshot('ticket')
    expect(
      shown({ title: '结果', text: '', sections: [{ text: '环境', bars: [{ label: '好', count: 3, share: 0.75 }] }] }),
    ).toMatchSnapshot('result')
    const many = Array.from({ length: 40 }, (_, n) => button('survey.answer', `选项 ${n}`, `r|q|1|${n}`))
    const [first] = shown({ text: '选一个', actions: many })
    expect(first?.at(-1)).toMatchObject({ elements: [{ type: 'static_select' }] })
    expect(
      shown({ text: '网页', actions: [{ ...button('sheet.page', '打开网页', ''), url: 'https://a.example/f/x' }] }),
    ).toMatchSnapshot('page')
  })

  test('what a form has no room for stands above it in full', () => {
    const long = '您的账号会加密封存，只在通知您有新答复时打开，结案时销毁；'.repeat(4)
    const view = renderSheet({
      title: '这个标题比二十四个字长得多所以要在上面再写一遍才行',
      submit: '提交',
      state: 's',
      steps: [
        { fields: [{ name: 'way', kind: 'choice', label: '怎么告诉您', options: [{ value: 'a', label: long }] }] },
      ],
    })
    const shown = textOfBlocks(view.blocks as Json[])
    expect(shown).toContain('要在上面再写一遍才行')
    expect(shown).toContain(long)
  })

  test('a form to read only has no button to send it; an old long one keeps its newest part', () => {
    const fields = Array.from({ length: 150 }, (_, n) => ({
      name: `entry_${n}`,
      kind: 'statement' as const,
      label: `第 ${n} 条`,
    }))
    const view = renderSheet({ title: '来信', submit: '关闭', state: 's', steps: [{ fields }] }) as Json
    expect(view.submit).toBeUndefined()
    expect(viewFaults(view)).toEqual([])
    const shown = textOfBlocks(view.blocks as Json[])
    expect(shown).toContain('第 149 条')
    expect(shown.startsWith('…')).toBe(true)
  })

  test('the home has room for a hundred blocks', () => {
    const home = renderHome({
      title: '首页',
      text: '您好',
      sections: Array.from({ length: 80 }, (_, n) => ({ text: `第 ${n} 件` })),
    }) as Json
    expect(viewFaults(home)).toEqual([])
  })
})

function button(id: string, label: string, value: string): Action {
  return { id, label, value }
}

function squeezed(value: string): string {
  return value.replace(/\s+/g, '')
}
