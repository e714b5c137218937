import { barLine, splitText } from '#adapters/shared'
import { type Action, type Message, type OutFile, shorten } from '#core'
import { writeButtonKey } from './button-key.ts'

/** One thing to send of a message. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'card'; readonly card: TemplateCard }
  | { readonly kind: 'file'; readonly file: OutFile }

/** A card of WeCom's; the task is set when it is sent. */
export interface TemplateCard {
  readonly card_type: 'button_interaction'
  readonly main_title?: { readonly title: string }
  readonly sub_title_text?: string
  readonly button_list?: readonly { readonly text: string; readonly style: number; readonly key: string }[]
}

/** How one of the two channels wants it. */
export interface Dialect {
  /** Bytes of one text. */
  readonly textBytes: number
  /** Characters that a card shows: its title and the text below. */
  readonly cardTitle: number
  readonly cardText: number
  /** Whether buttons come back from there; else they are named. */
  readonly buttons: boolean
  readonly strong: (text: string) => string
  readonly link: (label: string, url: string) => string
  /** Takes from a text what would make more of it than a text. */
  readonly plain: (text: string) => string
  /** Stands under the names of buttons that cannot be tapped there. */
  readonly noButtons: string
}

const MOST_BUTTONS = 6
/** Columns that a button shows: 10 Chinese characters, or 20 Latin. */
const BUTTON_COLUMNS = 20
const STYLES = { primary: 1, danger: 2, plain: 4 } as const

interface Block {
  readonly title: string | undefined
  readonly text: string
  readonly actions: readonly Action[]
}

/** Takes a message apart into what the channel can show, in the order in which it is to be read. */
export function partsOf(message: Message, dialect: Dialect): Part[] {
  const parts: Part[] = []
  let block: Block = { title: message.title, text: message.text, actions: message.actions ?? [] }
  const end = () => parts.push(...blockParts(block, dialect))
  for (const section of message.sections ?? []) {
    const text = [section.text, ...(section.bars ?? []).map(barLine)].join('\n')
    if (section.actions?.length) {
      // Its buttons would not say what they belong to on the card of another.
      end()
      block = { title: undefined, text, actions: section.actions }
    } else block = { ...block, text: [block.text, text].filter((one) => one !== '').join('\n\n') }
  }
  end()
  return [...parts, ...(message.files ?? []).map((file): Part => ({ kind: 'file', file }))]
}

function blockParts({ title, text, actions }: Block, dialect: Dialect): Part[] {
  const links = actions.flatMap(({ label, url }) => (url === undefined ? [] : [dialect.link(label, url)]))
  const buttons = actions.filter(({ url }) => url === undefined)
  if (buttons.length === 0 || !dialect.buttons) {
    const named = buttons.length === 0 ? [] : [...buttons.map(({ label }) => `· ${label}`), dialect.noButtons]
    return textParts(title, [dialect.plain(text), ...named], links, dialect)
  }
  const wide = buttons.filter(({ label }) => columns(label) > BUTTON_COLUMNS).map(({ label }) => `· ${label}`)
  const body = [text, ...wide].filter((one) => one !== '').join('\n')
  const shownTitle = title !== undefined && title.length > 0 ? shorten(title, dialect.cardTitle) : undefined
  const whole = Array.from(body).length <= dialect.cardText && shownTitle === title && links.length === 0
  const before = whole ? [] : textParts(title, [dialect.plain(body)], links, dialect)
  const head: Omit<TemplateCard, 'button_list'> = {
    card_type: 'button_interaction',
    ...(shownTitle !== undefined && { main_title: { title: shownTitle } }),
    ...(whole && body !== '' ? { sub_title_text: body } : shownTitle === undefined ? { sub_title_text: ABOVE } : {}),
  }
  const cards = chunks(buttons, MOST_BUTTONS).map((some, index): Part => {
    // What does not fit under the first card stands under a card of its own, without the text again.
    const again = index > 0 ? { card_type: head.card_type, sub_title_text: ABOVE } : head
    return { kind: 'card', card: { ...again, button_list: some.map(button) } }
  })
  return [...before, ...cards]
}

/** On a card that belongs to the text above it. */
const ABOVE = '↑'

/** Says of a card that there is nothing more to do; a tap on it means nothing. */
const CLOSED = { text: '✓', style: STYLES.plain, key: 'closed' }

/** The card in the place of one whose buttons are done with. WeCom has none without a button or a link. */
function closedCard(message: Message, dialect: Dialect): TemplateCard {
  const text = [message.text, ...(message.sections ?? []).map((section) => section.text)].filter((one) => one !== '')
  return {
    card_type: 'button_interaction',
    main_title: { title: shorten(message.title ?? text[0] ?? '✓', dialect.cardTitle) },
    ...(text.length > 0 && { sub_title_text: shorten(text.join('\n'), dialect.cardText) }),
    button_list: [CLOSED],
  }
}

/** The one card that can stand in the place of another; null where the message needs more than that. */
export function replacementCard(message: Message, dialect: Dialect): TemplateCard | null {
  if (!hasButtons(message)) return closedCard(message, dialect)
  const [part, ...more] = partsOf(message, dialect)
  return part?.kind === 'card' && more.length === 0 ? part.card : null
}

export function hasButtons({ actions = [], sections = [] }: Message): boolean {
  return actions.length > 0 || sections.some((section) => (section.actions?.length ?? 0) > 0)
}

/** Texts of at most as many bytes as go into one; a link is never cut. */
function textParts(
  title: string | undefined,
  lines: readonly string[],
  links: readonly string[],
  dialect: Dialect,
): Part[] {
  const head = title ? [dialect.strong(dialect.plain(title))] : []
  const words = [...head, ...lines].filter((line) => line !== '').join('\n')
  const texts = words === '' ? [] : splitText(words, dialect.textBytes, bytes).filter((text) => text.trim() !== '')
  for (const link of links) {
    const last = texts.at(-1)
    const both = `${last}\n${link}`
    if (last !== undefined && bytes(both) <= dialect.textBytes) texts[texts.length - 1] = both
    else texts.push(link)
  }
  return texts.map((text) => ({ kind: 'text', text }))
}

function bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}

function button({ id, label, value, style }: Action) {
  return { text: fitColumns(label, BUTTON_COLUMNS), style: STYLES[style ?? 'plain'], key: writeButtonKey(id, value) }
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const found: T[][] = []
  for (let at = 0; at < items.length; at += size) found.push(items.slice(at, at + size))
  return found
}

/** Columns a label takes: two for a Chinese character. */
function columns(label: string): number {
  return Array.from(label).reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) < 0x300 ? 1 : 2), 0)
}

function fitColumns(label: string, most: number): string {
  if (columns(label) <= most) return label
  const letters = Array.from(label)
  while (columns(letters.join('')) > most - 2) letters.pop()
  return `${letters.join('')}…`
}
