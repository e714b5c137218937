import type { Capabilities } from './capabilities.ts'
import type { Action, Message, Section } from './message.ts'
import type { Locale } from './words.ts'

/** What a number typed in answer stands for. */
export interface Choice {
  readonly actionId: string
  readonly value: string
}

/** A message as a platform can show it, with what its numbers stand for: the first is 1. */
export interface Numbered {
  readonly message: Message
  readonly choices: readonly Choice[]
}

const HINT: Readonly<Record<Locale, string>> = {
  'zh-CN': '请回复数字选择：',
  en: 'Reply with a number to choose:',
}

/**
 * Makes numbered lines of the buttons that a platform cannot show, so that nothing is lost: too many of them, too long
 * a label, or none at all. `link` makes an address of an action that nobody may be asked to type; null leaves it out.
 */
export function numbered(
  message: Message,
  capabilities: Pick<Capabilities, 'buttons' | 'select'>,
  locale: Locale,
  link?: (action: Action) => string | null,
): Numbered {
  const all = [...(message.actions ?? []), ...(message.sections ?? []).flatMap((section) => section.actions ?? [])]
  if (fitsIn(all, capabilities)) return { message, choices: [] }
  const choices: Choice[] = []
  const numbers: string[] = []
  const line = (action: Action): string[] => {
    const url = action.url ?? (link ? link(action) : undefined)
    if (url !== undefined) return url === null ? [] : [`${action.label} ${url}`]
    choices.push({ actionId: action.id, value: action.value })
    numbers.push(action.label)
    return [`${choices.length}  ${action.label}`]
  }
  const kept = (message.actions ?? []).filter((action) => fits([action], capabilities.buttons))
  const buttons = kept.slice(0, capabilities.buttons.max)
  const sections = message.sections?.map((section): Section => {
    const { actions = [], ...rest } = section
    return { ...rest, text: [section.text, ...actions.flatMap(line)].join('\n') }
  })
  const below = (message.actions ?? []).filter((action) => !buttons.includes(action)).flatMap(line)
  const lines = choices.length > 0 ? [HINT[locale], ...below] : below
  const text = [message.text, ...(sections ? [] : lines)].filter(Boolean).join('\n')
  const last: Section[] = sections && lines.length > 0 ? [{ text: lines.join('\n') }] : []
  const { actions: _, sections: __, ...rest } = message
  return {
    message: {
      ...rest,
      text,
      ...(sections && { sections: [...sections, ...last] }),
      ...(buttons.length > 0 && { actions: buttons }),
      ...(numbers.length > 0 && { numbers }),
    },
    choices,
  }
}

/** Whether a platform can show these under one message. */
export function fitsIn(
  actions: readonly Action[],
  { buttons, select }: Pick<Capabilities, 'buttons' | 'select'>,
): boolean {
  return actions.length === 0 || fits(actions, buttons) || (select !== null && fits(actions, select))
}

interface Room {
  readonly max: number
  readonly labelMax: number
  readonly valueMax?: number
}

function fits(actions: readonly Action[], { max, labelMax, valueMax = Number.POSITIVE_INFINITY }: Room): boolean {
  return (
    actions.length <= max &&
    actions.every(({ label, value }) => Array.from(label).length <= labelMax && value.length <= valueMax)
  )
}
