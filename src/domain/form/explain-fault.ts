import type { Locale } from '../text.ts'
import type { AnswerFault } from './parse-answer.ts'

/** One sentence that says what is expected instead. */
export function explainFault(fault: AnswerFault, locale: Locale): string {
  const zh = locale === 'zh-CN'
  switch (fault.fault) {
    case 'choose':
      return zh
        ? '请点一个选项，或回复它前面的字母或数字。'
        : 'Please tap an option, or reply with its letter or number.'
    case 'choose-between':
      return zh
        ? `请选择 ${fault.min} 到 ${fault.max} 项，例如“A,C”。`
        : `Please choose ${fault.min} to ${fault.max} options, for example “A,C”.`
    case 'too-long':
      return zh
        ? `这段话有 ${fault.length} 个字，最多 ${fault.max} 个字。请缩短后再发一次。`
        : `That text has ${fault.length} characters; at most ${fault.max} fit. Please shorten it and send it again.`
    case 'empty':
      return zh ? '请写几个字。' : 'Please write a few words.'
    case 'number':
      return zh
        ? `请回复一个数字${range(fault, '至', '不小于', '不大于')}。`
        : `Please reply with a number${range(fault, ' to ', 'at least ', 'at most ')}.`
    case 'date':
      return zh ? '请回复一个日期，例如 2026-03-01 或 3月1日。' : 'Please reply with a date, for example 2026-03-01.'
  }
}

function range(fault: { min: number | null; max: number | null }, to: string, least: string, most: string): string {
  if (fault.min !== null && fault.max !== null) return ` (${fault.min}${to}${fault.max})`
  if (fault.min !== null) return ` (${least}${fault.min})`
  return fault.max === null ? '' : ` (${most}${fault.max})`
}
