import type { Action, Message } from '#core'
import { toBody } from '../render.ts'
import { buttonNames, type CardVariables, MOST_BUTTONS } from './card-names.ts'

/**
 * A message as the variables of the card with buttons, all of them each time, so that a card can be put in the place of
 * another. Buttons stand below the text: where several parts have their own, part and buttons carry a number.
 */
export function choiceCard(message: Message): CardVariables {
  const { title = '', sections = [], actions = [] } = message
  const several = sections.filter((section) => tapped(section.actions).length > 0).length > 1
  let number = 0
  const buttons: Action[] = []
  const shown = sections.map((section) => {
    const own = tapped(section.actions)
    if (!several || own.length === 0) {
      buttons.push(...own)
      return section
    }
    number++
    buttons.push(...own.map((action) => ({ ...action, label: `${number} ${action.label}` })))
    return { ...section, text: `${number}. ${section.text}` }
  })
  return {
    title,
    text: toBody({ ...message, title: undefined, sections: shown }),
    ...buttonVariables([...buttons, ...tapped(actions)]),
  }
}

/** Whether it has what only a card can show. */
export function hasButtons({ actions = [], sections = [] }: Message): boolean {
  return [...actions, ...sections.flatMap((section) => section.actions ?? [])].some(({ url }) => url === undefined)
}

/** Pages are opened by links in the text. */
function tapped(actions: readonly Action[] = []): readonly Action[] {
  return actions.filter(({ url }) => url === undefined)
}

/** A button without a label is not shown. */
function buttonVariables(buttons: readonly Action[]): CardVariables {
  const entries = Array.from({ length: MOST_BUTTONS }, (_, index) => {
    const names = buttonNames(index + 1)
    const { label = '', id = '', value = '' } = buttons[index] ?? {}
    return [
      [names.label, label],
      [names.action, id],
      [names.value, value],
    ]
  })
  return Object.fromEntries(entries.flat())
}
