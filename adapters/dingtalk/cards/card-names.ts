/** Buttons of the card's template, one under the other. */
export const MOST_BUTTONS = 12
/** Names the taps of one person on one card apart; each answer to a tap gives them another. Private to each person. */
export const TAP = 'tap'
/** The hidden fields of a form: its sealed state, and the begin of the name of the one that tells submissions apart. */
export const STATE = 'hearback_state'
export const TURN = 'hearback_turn_'
/** What a form's button names when it is tapped. */
export const SUBMIT = 'sheet.submit'

/** The variables of a card: all of them are texts; lists and objects as JSON. */
export type CardVariables = Readonly<Record<string, string>>

/** The variables of the button with this number, from 1. */
export function buttonNames(n: number): { label: string; action: string; value: string } {
  return { label: `label_${n}`, action: `action_${n}`, value: `value_${n}` }
}
