import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Identified, type Sheet } from '#core'
import { MOST_BUTTONS, SUBMIT, TAP } from '../../../adapters/dingtalk/cards/card-names.ts'
import { choiceCard } from '../../../adapters/dingtalk/cards/choice-card.ts'
import { doneCard, formCard } from '../../../adapters/dingtalk/cards/form-card.ts'
import { parseCard } from '../../../adapters/dingtalk/cards/parse-card.ts'
import { messageIdOf, trackIdOf } from '../../../adapters/dingtalk/cards/track-id.ts'

const SHEET: Sheet = {
  title: '记录',
  submit: '提交',
  state: 'sealed-state',
  steps: [
    {
      fields: [
        { name: 'read', kind: 'statement', label: '先读这句' },
        {
          name: 'how',
          kind: 'choice',
          label: '怎么联系的',
          options: [{ value: 'call', label: '电话' }],
          required: true,
        },
        { name: 'many', kind: 'choices', label: '选几个', options: [{ value: 'a', label: '甲' }], value: ['a'] },
        { name: 'notes', kind: 'paragraph', label: '说了什么', hint: '可不填' },
        { name: 'date', kind: 'date', label: '哪天', value: '2026-03-20' },
        { name: 'sum', kind: 'number', label: '多少' },
      ],
    },
  ],
}

describe('a card', () => {
  test('has a button for each action; pages are links; parts with buttons of their own are numbered', () => {
    const [a, b] = [
      { id: 'case.take', label: '我来处理', value: 'c1' },
      { id: 'case.open', label: '打开', value: 'c2' },
    ] as const
    const page = { id: 'sheet.page', label: '网页', value: '', url: 'https://hearback.example/f/x' }
    const one = choiceCard({ title: '来信', text: '正文', actions: [a, page] })
    expect(one).toMatchObject({ title: '来信', label_1: '我来处理', action_1: 'case.take', value_1: 'c1', label_2: '' })
    expect(one.text).toBe('正文\n\n[网页](https://hearback.example/f/x)')
    const two = choiceCard({
      text: '',
      sections: [
        { text: '甲', actions: [a] },
        { text: '乙', actions: [b] },
      ],
      actions: [b],
    })
    expect(two).toMatchObject({ label_1: '1 我来处理', label_2: '2 打开', label_3: '打开', text: '1. 甲\n\n2. 乙' })
  })

  test('nobody makes a link of other words', () => {
    expect(choiceCard({ text: '[点这里](https://elsewhere.example)' }).text).not.toContain('](')
  })
})

describe('a form card', () => {
  test('has each question as a field, and its state hidden', () => {
    const { form = '', text, open } = formCard(SHEET, 'turn1')
    expect({ text, open }).toEqual({ text: '先读这句', open: 'yes' })
    const { fields } = JSON.parse(form) as { fields: { name: string; type: string; hidden?: boolean }[] }
    expect(fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'how CHECKBOX_GROUP',
      'many MULTI_CHECKBOX_GROUP',
      'notes TEXT_AREA',
      'date DATE',
      'sum NUMBER',
      'hearback_state TEXT',
      'hearback_turn_turn1 TEXT',
    ])
    expect(fields.at(-2)).toMatchObject({ hidden: true, defaultValue: 'sealed-state' })
  })

  test('many options stand in a drop-down, what is chosen with its place', () => {
    const options = Array.from({ length: 11 }, (_, n) => ({ value: `v${n}`, label: `第${n}个` }))
    const one = { name: 'one', kind: 'choice', label: '选一个', options, value: 'v3' } as const
    const some = { name: 'some', kind: 'choices', label: '选几个', options, value: ['v1', 'v10'] } as const
    const { form = '' } = formCard({ ...SHEET, steps: [{ fields: [one, some] }] }, 't')
    expect(JSON.parse(form).fields).toMatchObject([
      { type: 'SELECT', defaultValue: { index: 3, value: 'v3' } },
      { type: 'MULTI_SELECT', defaultValue: { index: [1, 10], value: ['v1', 'v10'] } },
      {},
      {},
    ])
  })

  test('says what has to be corrected, by question; handed in, nothing is left on it', () => {
    expect(formCard(SHEET, 't', { date: '请选以后的日子。' }).faults).toContain('哪天：请选以后的日子。')
    expect(JSON.stringify({ ...formCard(SHEET, 't'), ...doneCard() })).not.toMatch(/sealed-state|先读|2026-03-20/)
  })
})

const said = (trackId: string, sent: object, more: object = {}) =>
  JSON.stringify({ type: 'actionCallback', outTrackId: trackId, userId: 'U1', userIdType: 1, ...sent, ...more })
const tapped = { actionIds: ['case.take'], params: { value: 'c1', tap: '' } }

describe('what comes back', () => {
  const trackId = trackIdOf('key/1', 'user')

  test.each([
    ['content, as JSON', { content: JSON.stringify({ cardPrivateData: tapped }) }],
    ['value, as JSON', { value: JSON.stringify({ cardPrivateData: tapped }) }],
    ['content, as it is', { content: { cardPrivateData: tapped } }],
    ['the top', { cardPrivateData: tapped }],
  ])('is read in %s', (_, sent) => {
    const heard = parseCard(said(trackId, sent), 'company')
    expect(heard?.inbound).toMatchObject({
      kind: 'action',
      actionId: 'case.take',
      value: 'c1',
      messageId: messageIdOf(trackId),
      place: { kind: 'direct' },
    })
    expect(heard && Identified.reveal(heard.inbound.from)).toMatchObject({ platform: 'dingtalk', userId: 'U1' })
  })

  test('is one thing however often it comes, and another with the next tap, person or button', () => {
    const key = (sent: object, more: object = {}) =>
      parseCard(said(trackId, { content: JSON.stringify({ cardPrivateData: sent }) }, more), 'company')?.inbound.key
    expect(key(tapped)).toBe(key(tapped))
    const others = [
      key({ ...tapped, params: { value: 'c1', tap: 'x' } }),
      key({ ...tapped, params: { value: 'c2', tap: '' } }),
      key({ ...tapped, actionIds: ['case.open'] }),
      key(tapped, { userId: 'U2' }),
    ]
    expect(new Set([key(tapped), ...others]).size).toBe(5)
    expect(key(tapped)).not.toContain('U1')
  })

  test('a card in a group names the group; one that is not ours is nothing', () => {
    const sent = { content: JSON.stringify({ cardPrivateData: tapped }) }
    const group = trackIdOf('k', 'channel')
    for (const spaceId of ['cid-hr', 'dtv1.card//IM_GROUP.cid-hr']) {
      const heard = parseCard(said(group, sent, { spaceId, spaceType: 'IM_GROUP' }), 'company')
      expect(heard?.inbound.place).toEqual({ kind: 'channel', channelId: 'cid-hr', thread: null })
    }
    expect(parseCard(said('somebody-elses', sent), 'company')).toBeNull()
    expect(parseCard(said(group, sent), 'company')).toBeNull()
  })

  test('a form comes back with its state and its values, lists in either shape', () => {
    const form = {
      how: 'call',
      many: ['a', 'b'],
      list: { index: 0, value: 'x' },
      sum: 3,
      hearback_state: 'sealed-state',
      hearback_turn_t1: 't1',
    }
    const sent = { content: JSON.stringify({ cardPrivateData: { actionIds: [SUBMIT], params: { form } } }) }
    const heard = parseCard(said(trackIdOf('f', 'form'), sent), 'company')
    expect(heard?.inbound).toMatchObject({
      kind: 'form',
      state: 'sealed-state',
      values: { how: 'call', many: ['a', 'b'], list: 'x', sum: '3' },
    })
  })
})

interface Component {
  readonly componentName: string
  readonly props: {
    readonly actionId?: { content: string }
    readonly params?: { name: string; variable: string }[]
    readonly text?: { content: string }
  }
  readonly children?: readonly Component[]
}

interface Template {
  readonly schema: { readonly componentsTree: readonly Component[] }
  readonly variableList: readonly { name: string; private: boolean }[]
}

function template(name: string): Template {
  const file = join(import.meta.dirname, '../../../docs/dingtalk', `${name}.json`)
  const { editorData, type, mode } = JSON.parse(readFileSync(file, 'utf8'))
  expect({ type, mode }).toEqual({ type: 'im', mode: 'card' })
  return JSON.parse(editorData)
}

function named(components: readonly Component[], name: string): Component[] {
  return components.flatMap((one) => [...(one.componentName === name ? [one] : []), ...named(one.children ?? [], name)])
}

describe('the templates for import', () => {
  test('the card has a variable for each that is sent, and a button that sends back what was given it', () => {
    const { variableList, schema } = template('card')
    const names = variableList.map(({ name }) => name)
    expect(names.toSorted()).toEqual([...Object.keys(choiceCard({ text: '' })), TAP].toSorted())
    expect(variableList.filter((one) => one.private).map(({ name }) => name)).toEqual([TAP])
    const buttons = named(schema.componentsTree, 'SingleButton')
    expect(buttons).toHaveLength(MOST_BUTTONS)
    for (const [index, { props }] of buttons.entries()) {
      const n = index + 1
      expect(props.text?.content).toBe(`\${label_${n}}`)
      expect(props.actionId?.content).toBe(`\${action_${n}}`)
      expect(props.params).toMatchObject([
        { name: 'value', variable: `value_${n}` },
        { name: TAP, variable: TAP },
      ])
    }
  })

  test('the form has a variable for each that is sent', () => {
    const { variableList, schema } = template('form')
    expect(variableList.map(({ name }) => name).toSorted()).toEqual(Object.keys(formCard(SHEET, 't')).toSorted())
    expect(named(schema.componentsTree, 'SingleButton')[0]?.props.actionId?.content).toBe(SUBMIT)
  })
})
