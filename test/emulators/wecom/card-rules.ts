import { WecomError } from './wecom-error.ts'

/** A template card as it is sent; what is not looked at here stays as it is. */
export interface TemplateCard {
  readonly card_type: string
  readonly task_id?: string
  readonly main_title?: { readonly title?: string; readonly desc?: string }
  readonly sub_title_text?: string
  readonly button_list?: readonly CardButton[]
  readonly button_selection?: CardSelection
  readonly select_list?: readonly CardSelection[]
  readonly checkbox?: {
    readonly question_key: string
    readonly mode?: number
    readonly option_list: readonly CardOption[]
  }
  readonly submit_button?: { readonly text: string; readonly key: string }
  readonly card_action?: { readonly type?: number; readonly url?: string }
}

interface CardButton {
  readonly text: string
  readonly key?: string
  readonly type?: number
  readonly url?: string
  readonly style?: number
}

interface CardSelection {
  readonly question_key: string
  readonly title?: string
  readonly option_list: readonly CardOption[]
}

interface CardOption {
  readonly id: string
  readonly text: string
}

const TYPES = ['text_notice', 'news_notice', 'button_interaction', 'vote_interaction', 'multiple_interaction']
const INTERACTIVE = ['button_interaction', 'vote_interaction', 'multiple_interaction']

export function isInteractive(card: TemplateCard): boolean {
  return INTERACTIVE.includes(card.card_type)
}

export function bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}

/** Refuses what WeCom refuses. */
export function checkCard(card: TemplateCard): void {
  const refuse = (why: string) => {
    throw new WecomError(42045, `template_card: ${why}`)
  }
  if (!TYPES.includes(card.card_type)) refuse('card_type')
  if (!card.main_title?.title && !card.sub_title_text && card.card_type !== 'text_notice') refuse('main_title')
  if (isInteractive(card)) {
    if (!card.task_id || !/^[\w@-]+$/.test(card.task_id) || bytes(card.task_id) > 128) refuse('task_id')
  } else if (!card.card_action) refuse('card_action')
  if (card.card_type === 'button_interaction') {
    const buttons = card.button_list ?? []
    if (buttons.length < 1 || buttons.length > 6) refuse('button_list size')
    for (const { text, key, type, url } of buttons) {
      if (!text) refuse('button text')
      if (type === 1 ? !url : !key || bytes(key) > 1024) refuse('button key')
    }
    const keys = buttons.flatMap(({ key }) => key ?? [])
    if (new Set(keys).size !== keys.length) refuse('button keys repeat')
    if (card.button_selection) checkOptions(card.button_selection.option_list, 10, refuse)
  }
  if (card.card_type === 'multiple_interaction') {
    const lists = card.select_list ?? []
    if (lists.length < 1 || lists.length > 3) refuse('select_list size')
    for (const list of lists) checkOptions(list.option_list, 10, refuse)
  }
  if (card.card_type === 'vote_interaction') checkOptions(card.checkbox?.option_list ?? [], 20, refuse)
}

function checkOptions(options: readonly CardOption[], most: number, refuse: (why: string) => void): void {
  if (options.length < 1 || options.length > most) refuse('option_list size')
  for (const { id, text } of options) if (!id || !text || bytes(id) > 128) refuse('option')
  if (new Set(options.map(({ id }) => id)).size !== options.length) refuse('option ids repeat')
}
