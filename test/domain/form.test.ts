import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Answers,
  allQuestions,
  answer,
  back,
  current,
  type Form,
  type Item,
  type Option,
  parseAnswer,
  progress,
  pruned,
  type Question,
  readSheet,
  START,
  shapeOf,
  sheetFields,
  skip,
  tally,
  visible,
  type Walk,
} from '#domain'

const text = (both: string) => ({ 'zh-CN': both, en: both })

function question(id: string, overrides: Partial<Question> = {}): Question {
  return {
    id,
    kind: 'single',
    text: text(id),
    options: abc,
    required: true,
    min: null,
    max: null,
    maxLength: 100,
    ...overrides,
  }
}

const abc: Option[] = ['a', 'b', 'c'].map((id) => ({ id, label: { 'zh-CN': `选项${id}`, en: `Option ${id}` } }))

function form(items: readonly Item[]): Form {
  return { id: 'f', title: text('f'), invitation: null, thanks: null, privacy: 'named', readers: null, items }
}

const nested = form([
  question('one'),
  {
    when: { one: { anyOf: ['b', 'c'] } },
    items: [
      question('two', { kind: 'text', options: [], required: false }),
      { when: { one: { anyOf: ['c'] } }, items: [question('three')] },
    ],
  },
  question('four', { kind: 'multi' }),
  question('five', { kind: 'number', options: [], min: 0, max: 10 }),
])

describe('walking through a form', () => {
  test('asks what the answers so far call for', () => {
    const asked = (answers: Record<string, string>) => visible(nested, answers).map((one) => one.id)
    expect(asked({})).toEqual(['one', 'four', 'five'])
    expect(asked({ one: 'b' })).toEqual(['one', 'two', 'four', 'five'])
    expect(asked({ one: 'c' })).toEqual(['one', 'two', 'three', 'four', 'five'])
  })

  test('an answer that is no longer asked for does not count, and comes back with its question', () => {
    let walk = answer(answer(START, 'one', 'c'), 'three', 'a')
    expect(pruned(nested, walk)).toEqual({ one: 'c', three: 'a' })
    walk = answer(walk, 'one', 'a')
    expect(pruned(nested, walk)).toEqual({ one: 'a' })
    walk = answer(walk, 'one', 'c')
    expect(pruned(nested, walk)).toEqual({ one: 'c', three: 'a' })
  })

  test('any way through ends with every asked question answered or skipped, and progress never passes the end', () => {
    type Move = { kind: 'answer'; pick: number } | { kind: 'skip' } | { kind: 'back' }
    const move: fc.Arbitrary<Move> = fc.oneof(
      { weight: 5, arbitrary: fc.record({ kind: fc.constant('answer' as const), pick: fc.nat(2) }) },
      fc.constant({ kind: 'skip' } as const),
      fc.constant({ kind: 'back' } as const),
    )
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
        let walk: Walk = START
        for (const one of moves) {
          const now = current(nested, walk)
          const { number, of } = progress(nested, walk)
          expect(number).toBeLessThanOrEqual(of)
          if (one.kind === 'back') walk = back(nested, walk)
          else if (now && one.kind === 'skip' && !now.required) walk = skip(walk, now.id)
          else if (now && one.kind === 'answer') walk = answer(walk, now.id, valueFor(now, one.pick))
        }
        for (let left = 20; left > 0 && current(nested, walk); left--) {
          const now = current(nested, walk)
          if (now) walk = answer(walk, now.id, valueFor(now, 0))
        }
        expect(current(nested, walk)).toBeNull()
        for (const one of visible(nested, walk.answers)) {
          expect(one.id in walk.answers || walk.skipped.includes(one.id), one.id).toBe(true)
        }
      }),
    )
  })

  test('back from the first question stays there, from the summary goes to the last', () => {
    expect(current(nested, back(nested, START))?.id).toBe('one')
    let walk: Walk = START
    for (const id of ['one', 'four', 'five']) walk = answer(walk, id, 'a')
    expect(current(nested, walk)).toBeNull()
    expect(current(nested, back(nested, walk))?.id).toBe('five')
  })
})

function valueFor(one: Question, pick: number) {
  if (one.kind === 'multi') return [abc[pick]?.id ?? 'a']
  if (one.kind === 'number') return pick
  return one.kind === 'text' ? 'words' : (abc[pick]?.id ?? 'a')
}

describe('typed equals tapped', () => {
  const single = question('q')

  test('letter, number, label, in any width, case and language', () => {
    for (const typed of [
      'b',
      'B',
      'Ｂ',
      '2',
      '２',
      '选项b',
      'option B',
      'OPTION  b',
      'B. 选项b',
      'b、Option b',
      ' b。',
      '2)',
    ]) {
      expect(parseAnswer(single, typed), typed).toEqual({ value: 'b' })
    }
    for (const typed of ['d', '4', '0', '', 'bb', 'b maybe', 'A 选项b', '选项', '😀', 'a'.repeat(20_000)]) {
      expect(parseAnswer(single, typed), typed.slice(0, 20)).toEqual({ fault: 'choose' })
    }
  })

  test('several at once', () => {
    const multi = question('q', { kind: 'multi', max: 2 })
    for (const typed of ['a,c', 'AC', 'Ａ，Ｃ', '1 3', '1、3', '选项a、选项c', 'c a', 'a and c', 'a;a;c']) {
      expect(parseAnswer(multi, typed), typed).toEqual({ value: ['a', 'c'] })
    }
    expect(parseAnswer(multi, 'abc')).toEqual({ fault: 'choose-between', min: 1, max: 2 })
    expect(parseAnswer(multi, 'a,x')).toEqual({ fault: 'choose' })
  })

  test('numbers, dates, texts', () => {
    const number = question('n', { kind: 'number', options: [], min: 0, max: 10 })
    expect(parseAnswer(number, '７')).toEqual({ value: 7 })
    expect(parseAnswer(number, '11')).toEqual({ fault: 'number', min: 0, max: 10 })
    expect(parseAnswer(number, 'seven')).toEqual({ fault: 'number', min: 0, max: 10 })
    expect(parseAnswer(number, '')).toEqual({ fault: 'number', min: 0, max: 10 })
    expect(parseAnswer(question('d', { kind: 'date', options: [] }), '3月1日', '2026-01-01')).toEqual({
      value: '2026-03-01',
    })
    const words = question('t', { kind: 'text', options: [], maxLength: 5 })
    expect(parseAnswer(words, '𠮷😀字字字')).toEqual({ value: '𠮷😀字字字' })
    expect(parseAnswer(words, '𠮷😀字字字字')).toEqual({ fault: 'too-long', max: 5, length: 6 })
    expect(parseAnswer(words, '   ')).toEqual({ fault: 'empty' })
  })

  test('what is typed never throws, and is an option or a fault', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('single', 'multi', 'text', 'number', 'date'),
        (typed, kind) => {
          const parsed = parseAnswer(
            question('q', { kind, options: kind === 'single' || kind === 'multi' ? abc : [] }),
            typed,
          )
          if ('fault' in parsed) return
          const ids = [parsed.value].flat()
          if (kind === 'single' || kind === 'multi') for (const id of ids) expect(['a', 'b', 'c']).toContain(id)
        },
      ),
    )
  })
})

describe('as one sheet', () => {
  test('the same questions, the same rules', () => {
    const fields = sheetFields(nested, 'en')
    expect(fields.map((one) => one.name)).toEqual(['one', 'four', 'five'])
    expect(readSheet(nested, { one: 'b', four: ['a', 'c'], five: '7' }, 'en', '2026-01-01')).toEqual({
      answers: { one: 'b', four: ['a', 'c'], five: 7 },
      errors: {},
    })
    const wrong = readSheet(nested, { one: 'x', four: [], five: '70', other: 'y' }, 'en', '2026-01-01')
    expect(Object.keys(wrong.errors)).toEqual(['one', 'four', 'five'])
  })
})

describe('results', () => {
  test('counts add up', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c', undefined)), (given) => {
        const submissions = given.map((value, index) => ({
          person: String(index),
          answers: value === undefined ? ({} as Answers) : { one: value },
        }))
        const [first] = tally(nested, submissions)
        if (first?.kind !== 'counts') throw new Error('expected counts')
        const answered = given.filter((value) => value !== undefined).length
        expect(first.answered).toBe(answered)
        expect(first.counts.reduce((sum, one) => sum + one.count, 0)).toBe(answered)
        const shares = first.counts.reduce((sum, one) => sum + one.share, 0)
        expect(shares).toBeCloseTo(answered === 0 ? 0 : 1)
      }),
    )
  })

  test('the wording does not change the shape, an option does', () => {
    const reworded = form([{ ...question('one'), text: text('other words') }, ...nested.items.slice(1)])
    const changed = form([question('one', { options: abc.slice(0, 2) }), ...nested.items.slice(1)])
    expect(shapeOf(reworded)).toEqual(shapeOf(nested))
    expect(shapeOf(changed)).not.toEqual(shapeOf(nested))
    expect(allQuestions(nested.items)).toHaveLength(5)
  })
})
