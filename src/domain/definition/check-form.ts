import type { Condition, Option, Question } from '../form/form.ts'
import type { Text } from '../text.ts'
import type { Report } from './schema-parts.ts'

export interface RawItem {
  id?: string
  kind?: Question['kind']
  text?: Text
  options?: Option[]
  scale?: string
  required?: boolean
  min?: number
  max?: number
  max_length?: number
  when?: Condition
  ask?: RawItem[]
}

export interface RawForm {
  scales?: Record<string, Option[]>
  questions: RawItem[]
}

type Path = readonly (string | number)[]

/** What of a form only shows when its parts are seen together: names used twice, conditions on what comes later. */
export function checkForm(form: RawForm, report: Report): void {
  const scales = form.scales ?? {}
  const known = new Map<string, readonly Option[]>()
  checkItems(form.questions, ['questions'])

  function checkItems(items: unknown, path: Path): void {
    if (!Array.isArray(items)) return
    for (const [index, item] of items.entries()) {
      if (typeof item !== 'object' || item === null) continue
      if (item.when || item.ask) checkBlock(item, [...path, index])
      else checkQuestion(item, [...path, index])
    }
  }

  function checkBlock(block: RawItem, path: Path): void {
    if (!block.when || !block.ask) {
      report(path, { 'zh-CN': '条件需要 when 和 ask 两部分', en: 'a condition needs both `when` and `ask`' })
    }
    if (block.when) checkCondition(block.when, [...path, 'when'])
    checkItems(block.ask, [...path, 'ask'])
  }

  function checkCondition(when: Condition, path: Path): void {
    for (const [name, test] of Object.entries(when)) {
      const options = known.get(name)
      if (!options) {
        report([...path, name], {
          'zh-CN': `条件只能用前面已经问过的题目，前面没有“${name}”`,
          en: `a condition may only use a question asked before; there is no “${name}” above`,
        })
        continue
      }
      for (const value of options.length > 0 ? valuesOf(test) : []) {
        if (options.some((option) => option.id === value)) continue
        report([...path, name], {
          'zh-CN': `题目“${name}”没有选项“${value}”`,
          en: `question “${name}” has no option “${value}”`,
        })
      }
    }
  }

  function checkQuestion(question: RawItem, path: Path): void {
    for (const name of ['id', 'kind', 'text'] as const) {
      if (question[name] !== undefined) continue
      report(path, { 'zh-CN': `题目缺少 ${name}`, en: `the question has no \`${name}\`` })
    }
    if (question.id !== undefined && known.has(question.id)) {
      report([...path, 'id'], { 'zh-CN': `“${question.id}”用了两次`, en: `“${question.id}” is used twice` })
    }
    const options = checkOptions(question, path)
    if (question.id !== undefined) known.set(question.id, options)
  }

  function checkOptions(question: RawItem, path: Path): readonly Option[] {
    const { scale, kind } = question
    if (scale !== undefined && !scales[scale]) {
      report([...path, 'scale'], { 'zh-CN': `没有名为“${scale}”的量表`, en: `there is no scale “${scale}”` })
    }
    const options = question.options ?? (scale === undefined ? [] : (scales[scale] ?? []))
    const chooses = kind === 'single' || kind === 'multi'
    if (chooses && !question.options && scale === undefined) {
      report(path, { 'zh-CN': '选择题需要 options 或 scale', en: 'a choice needs `options` or a `scale`' })
    }
    if (kind && !chooses && options.length > 0) {
      report(path, { 'zh-CN': `${kind} 题没有选项`, en: `a ${kind} question takes no options` })
    }
    if (!Array.isArray(options)) return []
    const ids = options.map((option) => option?.id)
    for (const double of new Set(ids.filter((id, index) => ids.indexOf(id) < index))) {
      report([...path, 'options'], { 'zh-CN': `选项“${double}”用了两次`, en: `option “${double}” is used twice` })
    }
    return options
  }
}

function valuesOf(test: Condition[string]): readonly string[] {
  if (typeof test !== 'object' || test === null) return []
  if ('anyOf' in test) return test.anyOf
  return 'noneOf' in test ? test.noneOf : []
}
