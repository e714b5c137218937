import { type CardVariables, TAP } from './card-names.ts'

/** How a card looks from now on; it goes with the acknowledgement and is no call. */
export interface Repaint {
  readonly cardUpdateOptions: { readonly updateCardDataByKey: true; readonly updatePrivateDataByKey: true }
  readonly cardData?: { readonly cardParamMap: CardVariables }
  readonly userPrivateData?: { readonly cardParamMap: CardVariables }
}

const BY_KEY = { updateCardDataByKey: true, updatePrivateDataByKey: true } as const

/** The next tap of this person on this card is another one. */
export function nextTap(random: string): Repaint {
  return { cardUpdateOptions: BY_KEY, userPrivateData: { cardParamMap: { [TAP]: random } } }
}

export function looksLike(variables: CardVariables): Repaint {
  return { cardUpdateOptions: BY_KEY, cardData: { cardParamMap: variables } }
}

/** Nothing changes. */
export const AS_IT_WAS: Repaint = { cardUpdateOptions: BY_KEY }
