import {
  type Action,
  type AnonymousEvent,
  type AnonymousFlow,
  LOCALES,
  type Message,
  type Reception,
  type SheetData,
  type SheetValues,
} from '#core'
import { canSpeakUp, offeredBoxes } from '#domain'
import { openBag, waitsIn } from './bag.ts'
import { entered } from './entered.ts'
import { createFiling } from './filing.ts'
import { filingSheet } from './filing-sheet.ts'
import { createSigning, NAMED } from './named-signature.ts'
import type { SpeakUpParts } from './parts.ts'
import { holdsReceipt } from './pasted-receipt.ts'
import { receiptSheet } from './receipt-sheet.ts'
import { sealedAddress, weeklyTag } from './sealed-address.ts'
import { authorsLook, tellingWords } from './second-look.ts'
import { createThread } from './thread.ts'
import { todayOf } from './today.ts'
import { whatIsKept } from './what-is-kept.ts'
import { words } from './words.ts'

const RECEIPT_WORDS = [
  '我有回执',
  '回执',
  ...LOCALES.map((locale) => words(locale).haveReceipt),
  'receipt',
  'my receipt',
  'i have a receipt',
]

/** The author's half of the box. Nothing of who they are goes further than this, save a sealed address they ask for. */
export function createAuthor(parts: SpeakUpParts): AnonymousFlow {
  const signing = createSigning(parts)
  const file = createFiling(parts, signing)
  const thread = createThread(parts)

  return {
    name: 'speak-up',
    openers: () =>
      offeredBoxes(parts.programs()).flatMap(({ id, words }) => words.map((word) => ({ word, value: id }))),
    typed: [{ words: RECEIPT_WORDS, verb: 'receipt' }],
    menu: (locale) =>
      offeredBoxes(parts.programs()).map(({ id, title }, index) => ({
        id: 'speak-up.start',
        label: title[locale],
        value: id,
        ...(index === 0 && { style: 'primary' }),
      })),

    guards: (text) => holdsReceipt(parts, text),

    async handle(event) {
      const { body } = event
      switch (body.kind) {
        case 'words':
          return openFiling(event, body.value, body.more)
        case 'action':
          return onAction(event, body.verb, body.value)
        case 'form':
          return onForm(event, body.sheet, body.values)
        case 'sheet':
          return reopen(event, body.sheet, body.values)
      }
    },
  }

  async function openFiling(
    { author, locale, capabilities }: AnonymousEvent,
    box: string,
    more: boolean,
  ): Promise<Reception> {
    const text = words(locale)
    if (!(await isOpen())) {
      const { contact } = parts.programs().company
      return { notices: [{ text: `${text.notOpen}${more ? `\n${text.notKeptClosed}` : ''}\n${contact[locale]}` }] }
    }
    const hint: Message = {
      text: [text.opened, ...whatIsKept(capabilities, text)].join('\n'),
      actions: [openByReceipt(text)],
    }
    return {
      // A page belongs to nobody: whom to tell goes with it, sealed, and counts only if the author asks for it there.
      sheet: await filingSheet(parts, locale, {
        tell: author ? sealedAddress(parts, author) : null,
        box,
        ...(author && { counted: weeklyTag(parts, author) }),
        opened: null,
      }),
      notices: more ? [{ text: text.notKept }, hint] : [hint],
    }
  }

  /** Nobody is asked to speak up before somebody stands behind the promises. */
  async function isOpen(): Promise<boolean> {
    const { company } = parts.programs()
    const people = await parts.database.transaction((stores) => stores.people.all())
    return canSpeakUp(company, people, todayOf(parts))
  }

  async function onAction(event: AnonymousEvent, verb: string, value: string): Promise<Reception> {
    if (verb === 'receipt') return { sheet: receiptSheet(parts, event.locale) }
    if (verb === 'pasted') {
      const text = words(event.locale)
      return { notices: [{ text: text.pasted, actions: [openByReceipt(text)] }] }
    }
    if (verb === 'read') return thread.askWords(event, parts.sheets.open(value))
    return openFiling(event, value, false)
  }

  async function reopen(event: AnonymousEvent, data: SheetData, values: SheetValues | null): Promise<Reception> {
    if (data.form === 'file') {
      // The form shows the receipt: once it is sent, its link shows nothing any more.
      const mark = parts.digest(data.id)
      const sent = await parts.database.transaction(
        async (stores) => waitsIn(await openBag(parts, stores), mark) || stores.cases.isFormTaken(mark),
      )
      if (sent) return { notices: [{ text: words(event.locale).expired }] }
      const typed = entered(values?.text)
      const telling = await parts.database.transaction((stores) => tellingWords(stores, typed))
      const sheet = await filingSheet(parts, event.locale, {
        tell: event.author ? 'asked' : null,
        box: data.args.box ?? '',
        opened: data,
        look: values?.way === NAMED ? [] : authorsLook(words(event.locale), telling),
        sign: await signing.fields(event, data, values ?? {}),
      })
      // On a page everything is looked at once more before it goes, so what is missing is asked for before that.
      const looksOnce = values !== null && !event.author
      return { sheet, ...(looksOnce && { errors: await signing.missing(event, data, values) }) }
    }
    if (data.form === 'receipt') return { sheet: receiptSheet(parts, event.locale, data.id) }
    if (data.form === 'read') return thread.askWords(event, data)
    const found = await thread.caseOf(data)
    return found
      ? thread.openThread(event, found, data.args.words ?? '', data.id, values)
      : { notices: [{ text: words(event.locale).expired }] }
  }

  async function onForm(event: AnonymousEvent, sheet: SheetData, values: SheetValues): Promise<Reception> {
    switch (sheet.form) {
      case 'file':
        return file(event, sheet, values)
      case 'receipt':
        return thread.openByReceipt(event, entered(values.receipt))
      case 'read':
        return thread.openByWords(event, sheet, values)
      case 'thread':
        return thread.replyInThread(event, sheet, values)
      default:
        return { notices: [{ text: words(event.locale).expired }] }
    }
  }
}

function openByReceipt(text: ReturnType<typeof words>): Action {
  return { id: 'speak-up.receipt', label: text.haveReceipt, value: '' }
}
