import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Action, fitsIn, type Message, numbered } from '#core'

const action = fc.record({
  id: fc.constantFrom('a.b', 'c.d'),
  label: fc.string({ minLength: 1, maxLength: 30 }),
  value: fc.string({ maxLength: 60 }),
})
const message: fc.Arbitrary<Message> = fc.record({
  text: fc.string(),
  actions: fc.array(action, { maxLength: 8 }),
  sections: fc.array(fc.record({ text: fc.string(), actions: fc.array(action, { maxLength: 3 }) }), { maxLength: 4 }),
})
const room = fc.record({
  buttons: fc.record({ max: fc.nat(10), labelMax: fc.nat(30), valueMax: fc.nat(60) }),
  select: fc.constant(null),
})

function actionsOf({ actions = [], sections = [] }: Message): Action[] {
  return [...actions, ...sections.flatMap((section) => section.actions ?? [])]
}

function textOf({ text, sections = [] }: Message): string {
  return [text, ...sections.map((section) => section.text)].join('\n')
}

test('every button is shown as a button or has its number, and what is shown fits', () => {
  fc.assert(
    fc.property(message, room, (given, capabilities) => {
      const { message: shown, choices } = numbered(given, capabilities, 'en')
      expect(fitsIn(actionsOf(shown), capabilities)).toBe(true)
      const reachable = [
        ...actionsOf(shown).map(({ id, value }) => `${id} ${value}`),
        ...choices.map((one) => `${one.actionId} ${one.value}`),
      ]
      expect(reachable.toSorted()).toEqual(
        actionsOf(given)
          .map(({ id, value }) => `${id} ${value}`)
          .toSorted(),
      )
      const lines = textOf(shown).split('\n')
      for (const [index] of choices.entries()) {
        expect(lines.some((line) => line.startsWith(`${index + 1}  `))).toBe(true)
      }
    }),
  )
})

test('what nobody may be asked to type becomes a link, or goes', () => {
  const nudge: Message = { text: 'news', actions: [{ id: 'a.b', label: 'Open', value: 'v' }] }
  const none = { buttons: { max: 0, labelMax: 0, valueMax: 0 }, select: null }
  expect(numbered(nudge, none, 'en', ({ value }) => `https://x/f/${value}`)).toEqual({
    message: { text: 'news\nOpen https://x/f/v' },
    choices: [],
  })
  expect(numbered(nudge, none, 'en', () => null)).toEqual({ message: { text: 'news' }, choices: [] })
})
