import { type Item, isBlock, type Question } from '../form/form.ts'
import type { Programs } from './programs.ts'
import type { ProgramsFault } from './programs-fault.ts'

/** As much of what a platform can show as matters to what people write in definitions; characters and counts. */
export interface Presentation {
  /** As people call it. */
  readonly platform: string
  readonly buttons: { readonly max: number; readonly labelMax: number }
  readonly titleMax: number
  readonly textMax: number
  readonly sheet: {
    readonly fields: number
    readonly labelMax: number
    readonly textMax: number
    readonly options: { readonly max: number; readonly labelMax: number }
  } | null
}

const LOCALES = ['zh-CN', 'en'] as const
/** Every option stands behind a letter and a blank. */
const LETTER = 2

/**
 * What of the definitions a platform cannot show as it is meant: nothing is lost (options are typed, forms open as a page),
 * but whoever wrote it may prefer fewer words.
 */
export function checkPresentation({ forms, boxes }: Programs, shown: Presentation): ProgramsFault[] {
  const faults: ProgramsFault[] = []
  const { platform, buttons, titleMax, sheet } = shown
  for (const { form } of forms.values()) {
    const definition = `form:${form.id}`
    for (const locale of LOCALES) {
      const title = lengthOf(form.title[locale])
      if (title > titleMax) faults.push(tooLong(definition, ['title', locale], title, titleMax, platform, TITLE))
    }
    const questions = placed(form.items, ['questions'])
    if (sheet && questions.length > sheet.fields) {
      faults.push({ definition, path: ['questions'], text: LONG(questions.length, sheet.fields, platform) })
    }
    for (const { question, path } of questions) {
      faults.push(...checkTexts(question, { definition, path }, shown))
      if (question.options.length > buttons.max) {
        faults.push({ definition, path, text: MANY(question.options.length, buttons.max, platform) })
        continue
      }
      for (const [index, option] of question.options.entries()) {
        for (const locale of LOCALES) {
          const length = lengthOf(option.label[locale]) + LETTER
          if (length <= buttons.labelMax) continue
          const where = [...path, 'options', index, locale]
          faults.push(tooLong(definition, where, length - LETTER, buttons.labelMax - LETTER, platform, BUTTON))
        }
      }
    }
  }
  if (!sheet) return faults
  for (const box of boxes) {
    for (const [index, topic] of box.topics.entries()) {
      for (const locale of LOCALES) {
        const length = lengthOf(topic.title[locale])
        if (length <= sheet.options.labelMax) continue
        const where = ['topics', index, 'title', locale]
        faults.push(tooLong(`speak_up:${box.id}`, where, length, sheet.options.labelMax, platform, OPTION))
      }
    }
  }
  return faults
}

/** What is said and what may be answered, in a message and in a form. */
function checkTexts(
  { text, kind, maxLength }: Question,
  { definition, path }: Pick<ProgramsFault, 'definition' | 'path'>,
  { platform, textMax, sheet }: Presentation,
): ProgramsFault[] {
  const faults: ProgramsFault[] = []
  for (const locale of LOCALES) {
    const length = lengthOf(text[locale])
    const where = [...path, 'text', locale]
    if (length > textMax) faults.push(tooLong(definition, where, length, textMax, platform, MESSAGE))
    if (sheet && length > sheet.labelMax) {
      faults.push(tooLong(definition, where, length, sheet.labelMax, platform, LABEL))
    }
  }
  if (sheet && kind === 'text' && maxLength > sheet.textMax) {
    faults.push({ definition, path, text: SHORT(maxLength, sheet.textMax, platform) })
  }
  return faults
}

/** Every question with where it stands in its file. */
function placed(
  items: readonly Item[],
  path: readonly (string | number)[],
): { question: Question; path: readonly (string | number)[] }[] {
  return items.flatMap((item, index) =>
    isBlock(item) ? placed(item.items, [...path, index, 'ask']) : [{ question: item, path: [...path, index] }],
  )
}

const TITLE = { 'zh-CN': '标题', en: 'a title' }
const MESSAGE = { 'zh-CN': '消息，会分成几条', en: 'a message; it comes in parts' }
const LABEL = { 'zh-CN': '表单题目', en: 'a question of a form' }
const BUTTON = { 'zh-CN': '按钮，会改成回复字母来选', en: 'a button; the option is typed instead' }
const OPTION = { 'zh-CN': '选项，会被截短', en: 'an option; it is cut short' }

const LONG = (count: number, most: number, platform: string) => ({
  'zh-CN': `有 ${count} 个问题，${platform} 的表单最多放 ${most} 个，会改在网页上填写`,
  en: `has ${count} questions; a form on ${platform} holds ${most}, so that it is filled in on its page`,
})

const SHORT = (most: number, there: number, platform: string) => ({
  'zh-CN': `答案最多 ${most} 个字，${platform} 的表单里最多填 ${there} 个；再长就要在聊天里或网页上回答`,
  en: `takes answers of ${most} characters; a form on ${platform} takes ${there}, longer ones are given in the chat or on the page`,
})

const MANY = (count: number, most: number, platform: string) => ({
  'zh-CN': `有 ${count} 个选项，${platform} 一条消息最多放 ${most} 个按钮，会改成回复字母来选`,
  en: `has ${count} options; a message on ${platform} takes ${most} buttons, so they are typed instead`,
})

function tooLong(
  definition: string,
  path: readonly (string | number)[],
  length: number,
  most: number,
  platform: string,
  what: Readonly<Record<'zh-CN' | 'en', string>>,
): ProgramsFault {
  return {
    definition,
    path,
    text: {
      'zh-CN': `有 ${length} 个字，${platform} 最多放 ${most} 个字的${what['zh-CN']}`,
      en: `has ${length} characters; ${platform} takes ${most} in ${what.en}`,
    },
  }
}

function lengthOf(text: string): number {
  return Array.from(text).length
}
