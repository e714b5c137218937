import { CUSTOMER_ATTRIBUTES, PERSON_ATTRIBUTES } from '../cadence/subject.ts'
import type { Report } from './schema-parts.ts'

interface RawRhythm {
  when?: object
  who?: unknown
  within?: unknown
  every?: unknown
  after?: unknown
}

export interface RawCadence extends RawRhythm {
  subject?: 'person' | 'leaver' | 'customer'
  anchor?: string
  eligible?: object
  record?: unknown
  send?: unknown
  series?: RawRhythm[]
}

const ANCHORS = { person: 'joined_on', leaver: 'left_on', customer: 'last_contact' } as const

/** What of a cadence only shows when its parts are seen together. */
export function checkCadence(cadence: RawCadence, report: Report): void {
  const { subject } = cadence
  const anchor = subject && ANCHORS[subject]
  if (anchor && cadence.anchor !== anchor) {
    report(['anchor'], { 'zh-CN': `${subject} 的起算日是 ${anchor}`, en: `a ${subject} counts from ${anchor}` })
  }
  if ((cadence.record === undefined) === (cadence.send === undefined)) {
    report([], { 'zh-CN': 'record 和 send 必须且只能写一个', en: 'write exactly one of `record` and `send`' })
  }
  checkAttributes(cadence.eligible, ['eligible'])
  if (Array.isArray(cadence.series)) {
    for (const [index, series] of cadence.series.entries()) checkRhythm(series ?? {}, ['series', index])
  } else {
    checkRhythm(cadence, [])
  }

  function checkRhythm(rhythm: RawRhythm, path: readonly (string | number)[]): void {
    if ((rhythm.within === undefined) === (rhythm.every === undefined)) {
      report(path, { 'zh-CN': 'within 和 every 必须且只能写一个', en: 'write exactly one of `within` and `every`' })
    }
    if (rhythm.after && !rhythm.every) {
      report([...path, 'after'], { 'zh-CN': 'after 只能和 every 一起用', en: '`after` goes with `every` only' })
    }
    if (rhythm.who === undefined) {
      report(path, { 'zh-CN': '缺少 who：由谁来做', en: '`who` is missing: who is to do it' })
    }
    checkAttributes(rhythm.when, [...path, 'when'])
  }

  function checkAttributes(when: object | undefined, path: readonly (string | number)[]): void {
    const attributes: readonly string[] = subject === 'customer' ? CUSTOMER_ATTRIBUTES : PERSON_ATTRIBUTES
    for (const name of Object.keys(when ?? {})) {
      if (attributes.includes(name)) continue
      const list = attributes.join(', ')
      report([...path, name], {
        'zh-CN': `没有“${name}”这一项，可用的有：${list}`,
        en: `there is no attribute “${name}”; there are: ${list}`,
      })
    }
  }
}
