import type { Locale } from '../text.ts'
import type { Answer, Question } from './form.ts'

/** An answer as people read it. */
export function showAnswer(question: Question, answer: Answer, locale: Locale): string {
  if (question.kind === 'single' || question.kind === 'multi') {
    const ids = Array.isArray(answer) ? answer : [String(answer)]
    const labels = question.options.filter((option) => ids.includes(option.id)).map((option) => option.label[locale])
    return labels.join(locale === 'zh-CN' ? '、' : ', ')
  }
  return String(answer)
}
