import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Locale } from '#core'
import { DefinitionsError, loadPrograms, presentationNotes } from '../../src/definitions/load-programs.ts'
import { SHIPPED_DEFINITIONS } from '../../src/flows.ts'
import { SAMPLE_FOLDER } from '../../src/sample-company.ts'
import { scratchFolder } from '../support/scratch.ts'

const SHIPPED = [...SHIPPED_DEFINITIONS, SAMPLE_FOLDER]

function faultsOf(files: Readonly<Record<string, string>>, locale: Locale = 'en'): string[] {
  const folder = scratchFolder()
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  try {
    loadPrograms([...SHIPPED, folder], locale)
    return []
  } catch (error) {
    if (!(error instanceof DefinitionsError)) throw error
    return error.faults.map((fault) => fault.replace(`${folder}/`, ''))
  }
}

const TEN_MISTAKES = `form: My Survey
title: { zh-CN: 调查 }
privacy: secret
readers: hr
colour: red
scales:
  mood:
    - { id: good, zh-CN: 好, en: Good }
questions:
  - id: one
    kind: single
    text: { zh-CN: 一, en: One }
    scale: moods
  - when: { two: [x] }
    ask:
      - { id: one, kind: text, text: { zh-CN: 二, en: Two } }
  - { id: three, kind: essay, text: { zh-CN: 三, en: Three } }
  - { id: four, kind: single, text: { zh-CN: 四, en: Four } }
  - { kind: text }
`

describe('definitions', () => {
  test('the shipped ones are right', () => {
    const programs = loadPrograms(SHIPPED, 'en')
    expect([...programs.forms.keys()].sort()).toEqual(['alumni-record', 'new-employee-survey', 'visit-record'])
    expect([...programs.cadences.keys()].sort()).toEqual(['alumni-calls', 'customer-revisits', 'first-week-survey'])
    const survey = programs.forms.get('new-employee-survey')
    expect(survey?.form.items.filter((item) => 'id' in item)).toHaveLength(10)
  })

  test('ten mistakes in one file: each gets its line, its column and what is expected', () => {
    const faults = faultsOf({ 'survey.yaml': TEN_MISTAKES })
    const expected = [
      /^survey\.yaml:1:7 form: a name is made of lower-case letters/,
      /^survey\.yaml:2:8 title\.en: the translation en is missing/,
      /^survey\.yaml:3:10 privacy: .*"named"/,
      /^survey\.yaml:5:1?\d? ?colour: “colour” is not known here/,
      /^survey\.yaml:8:5 scales\.mood: .*2/,
      /^survey\.yaml:13:12 questions\.0\.scale: there is no scale “moods”/,
      /^survey\.yaml:14:18 questions\.1\.when\.two: a condition may only use a question asked before; there is no “two”/,
      /^survey\.yaml:16:15 questions\.1\.ask\.0\.id: “one” is used twice/,
      /^survey\.yaml:17:24 questions\.2\.kind: .*"single"/,
      /^survey\.yaml:18:5 questions\.3: a choice needs `options` or a `scale`/,
      /^survey\.yaml:19:5 questions\.4: the question has no `id`/,
      /^survey\.yaml:19:5 questions\.4: the question has no `text`/,
    ]
    for (const pattern of expected)
      expect(
        faults.filter((fault) => pattern.test(fault)),
        String(pattern),
      ).toHaveLength(1)
    expect(faults).toHaveLength(expected.length)
  })

  test('and in Chinese for those who read that', () => {
    const faults = faultsOf({ 'survey.yaml': TEN_MISTAKES }, 'zh-CN')
    expect(faults).toHaveLength(12)
    for (const fault of faults) expect(fault).toMatch(/\p{Script=Han}/u)
    expect(faults.join('\n')).toContain('survey.yaml:2:8 title.en: 缺少译文 en')
  })

  test('broken YAML is named with its place', () => {
    expect(faultsOf({ 'broken.yaml': 'form: x\n  title: {' })[0]).toMatch(/^broken\.yaml:\d+:\d+ /)
    expect(faultsOf({ 'odd.yaml': 'hello: world' })[0]).toContain('it needs one of form, cadence, speak_up or company')
    expect(faultsOf({ 'empty.yaml': '' })[0]).toContain('it needs one of form')
  })

  test('names that another file should explain', () => {
    const cadence = readFileSync(join(SHIPPED_DEFINITIONS[2] ?? '', 'alumni-calls.yaml'), 'utf8')
    const faults = faultsOf({
      'a.yaml': cadence.replace('{ role: hr }', '{ role: nobody }').replace('record: alumni-record', 'record: nothing'),
    })
    expect(faults.some((fault) => /^a\.yaml:\d+:\d+ who\.role: company\.yaml has no role “nobody”/.test(fault))).toBe(
      true,
    )
    expect(faults.some((fault) => /^a\.yaml:\d+:\d+ record: there is no form “nothing”/.test(fault))).toBe(true)
  })

  test('a cadence with rules that contradict each other', () => {
    const faults = faultsOf({
      'c.yaml': `cadence: odd
title: { zh-CN: 怪, en: Odd }
subject: customer
anchor: joined_on
eligible: { shoe_size: 42 }
lead: -1
within: [P1M, soon]
every: P1M
record: visit-record
send: new-employee-survey
`,
    })
    expect(faults.map((fault) => fault.replace(/^c\.yaml:\d+:\d+ /, '')).sort()).toEqual([
      ': `who` is missing: who is to do it',
      ': write exactly one of `record` and `send`',
      ': write exactly one of `within` and `every`',
      'anchor: a customer counts from last_contact',
      'eligible.shoe_size: there is no attribute “shoe_size”; there are: grade, type',
      'lead: Too small: expected number to be >=0',
      'within.1: expected a period such as P7D (7 days), P2W (2 weeks), P1M (1 month) or P1Y (1 year)',
    ])
  })

  test("a company's file takes the place of the shipped one of the same name, wherever it lies", () => {
    const folder = scratchFolder()
    cpSync(SHIPPED_DEFINITIONS[1] ?? '', join(folder, 'deep/er'), { recursive: true })
    const file = join(folder, 'deep/er/new-employee-survey.yaml')
    writeFileSync(file, readFileSync(file, 'utf8').replace('en: New employee survey', 'en: Welcome survey'))
    const programs = loadPrograms([...SHIPPED, folder], 'en')
    expect(programs.forms.get('new-employee-survey')?.form.title.en).toBe('Welcome survey')
    const shipped = loadPrograms(SHIPPED, 'en').forms.get('new-employee-survey')
    expect(programs.forms.get('new-employee-survey')?.content).not.toBe(shipped?.content)
    expect(programs.forms.get('new-employee-survey')?.shape).toBe(shipped?.shape)
  })
})

const WORDY = `form: wordy
title: { zh-CN: 很长的表单, en: A form with a rather long title }
privacy: named
readers: hr
questions:
  - { id: one, kind: single, text: { zh-CN: 一, en: One }, options: [{ id: a, zh-CN: 好, en: Good enough for me }, { id: b, zh-CN: 差, en: Bad }] }
  - when: { one: [b] }
    ask:
      - id: two
        kind: multi
        text: { zh-CN: 二, en: Two }
        options:
          - { id: a, zh-CN: 甲, en: A }
          - { id: b, zh-CN: 乙, en: B }
          - { id: c, zh-CN: 丙, en: C }
          - { id: d, zh-CN: 丁, en: D }
`

test('what a platform cannot show as it is meant is named with its place', () => {
  const folder = scratchFolder()
  writeFileSync(join(folder, 'wordy.yaml'), WORDY)
  const folders = [...SHIPPED, folder]
  const shown = {
    platform: 'WeCom',
    buttons: { max: 3, labelMax: 16 },
    titleMax: 20,
    textMax: 4000,
    sheet: null,
  }
  const programs = loadPrograms(folders, 'en')
  const notes = presentationNotes(folders, programs, shown, 'en').filter((note) => note.startsWith(folder))
  expect(notes.map((note) => note.replace(`${folder}/`, ''))).toEqual([
    'wordy.yaml:2:28 title.en: has 31 characters; WeCom takes 20 in a title',
    'wordy.yaml:6:92 questions.0.options.0.en: has 18 characters; WeCom takes 14 in a button; the option is typed instead',
    'wordy.yaml:9:9 questions.1.ask.0: has 4 options; a message on WeCom takes 3 buttons, so they are typed instead',
  ])
  expect(
    presentationNotes(folders, programs, { ...shown, buttons: { max: 25, labelMax: 80 }, titleMax: 150 }, 'en'),
  ).toEqual([])
})
