import {
  type AnonymousEvent,
  ConflictError,
  type Reception,
  retryConflicts,
  type SheetData,
  type SheetValues,
} from '#core'
import { type CaseFile, dateAt, type PlainDate, showDate } from '#domain'
import { type AuthorSaid, hear, promisedNow, readSaid, takes } from './author-said.ts'
import { closeBag, openBag, waitsIn } from './bag.ts'
import { enclosedBy } from './enclosed.ts'
import { entered, textFault } from './entered.ts'
import { twoOfTwelve } from './filing-sheet.ts'
import { heardSentence } from './heard-sentence.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { promise } from './promise.ts'
import { readThread, type Thread } from './read-thread.ts'
import { receiptSheet } from './receipt-sheet.ts'
import { authorsLook, lookFault, tellingWords } from './second-look.ts'
import { threadSheet, waitingSheet } from './thread-sheet.ts'
import { todayOf } from './today.ts'
import { boxOf, topicOf } from './topics.ts'
import { Tries } from './tries.ts'
import { nextCrossing, showWindow } from './windows.ts'
import { words } from './words.ts'
import { wordsSheet } from './words-sheet.ts'

interface Enclosed {
  readonly pictures: readonly string[]
}

/** What the author reads and writes once there is a case. */
export function createThread(parts: SpeakUpParts) {
  const tries = new Tries()
  return { openByReceipt, openByWords, openThread, replyInThread, askWords, caseOf }

  /** The form that stands before a case whose link stands in a chat. */
  async function askWords(event: AnonymousEvent, data: SheetData | null): Promise<Reception> {
    if (!data || !(await caseOf(data))) return { notices: [{ text: words(event.locale).expired }] }
    const known = data.args.words !== undefined
    return { sheet: known ? wordsSheet(parts, event.locale, data) : receiptSheet(parts, event.locale) }
  }

  async function openByWords(event: AnonymousEvent, sheet: SheetData, values: SheetValues): Promise<Reception> {
    const text = words(event.locale)
    const found = await caseOf(sheet)
    const { words: twoWords } = sheet.args
    if (!found || twoWords === undefined) return { notices: [{ text: text.expired }] }
    if (tries.isOver(found.id, todayOf(parts))) return { errors: { word_b: text.wholeReceipt } }
    const typed = [entered(values.word_a), entered(values.word_b)] as const
    if (parts.vault.receipts.areTheTwo(twoWords, typed)) return openThread(event, found, twoWords)
    tries.add(found.id)
    return { errors: { word_b: text.notTheWords } }
  }

  /**
   * A receipt with a typing error and one that never was get the same answer, after the same work: which it is would tell a
   * guesser something.
   */
  async function openByReceipt(event: AnonymousEvent, typed: string): Promise<Reception> {
    // Made in any case, so that the work is the same.
    const unknown = parts.vault.receipts.mint()
    const receipt = parts.vault.receipts.parse(typed) ?? unknown
    const lookup = parts.vault.receipts.lookup(receipt)
    const { found, bag } = await parts.database.transaction(async (stores) => ({
      found: await stores.cases.byLookup(lookup),
      bag: await openBag(parts, stores),
    }))
    const waiting = bag.filings.find((filing) => filing.lookup === lookup)
    const twoWords = parts.vault.receipts.twoWords(receipt, twoOfTwelve(parts))
    if (found) return openThread(event, found, twoWords)
    if (waiting) return { sheet: waitingSheet(parts, event.locale, waiting) }
    return { errors: { receipt: words(event.locale).receiptUnknown } }
  }

  /** `values`: what stands in it so far. */
  async function openThread(
    { locale }: AnonymousEvent,
    found: CaseFile,
    twoWords: string,
    id = parts.random.id(),
    values: SheetValues | null = null,
  ): Promise<Reception> {
    const sheet = await parts.database.transaction(async (stores) => {
      const look = authorsLook(words(locale), await tellingWords(stores, readSaid(values ?? {}).text))
      return threadSheet(parts, locale, await readThread(parts, stores, found), { id, twoWords }, look)
    })
    return { sheet }
  }

  async function replyInThread(event: AnonymousEvent, sheet: SheetData, values: SheetValues): Promise<Reception> {
    const text = words(event.locale)
    const said = withPictures(readSaid(values, sheet.args.proposal), enclosedBy(event))
    const nothing = said.text === '' && said.rating === null && said.consent === null
    if (nothing && said.wish === null) return { notices: [{ text: text.nothingSent }] }
    const errors = saidFault(said, values, text)
    if (errors) return { errors }
    const unseen = await secondLook(event, sheet, values)
    if (unseen) return unseen
    const outcome = await retryConflicts(() =>
      parts.database.transaction((stores) => take(event, stores, sheet, said, fieldOf(values))),
    )
    parts.wake()
    return outcome
  }

  /** The form once more, where something in it could give the author away and they have not looked; else null. */
  async function secondLook(event: AnonymousEvent, sheet: SheetData, values: SheetValues): Promise<Reception | null> {
    const text = words(event.locale)
    const telling = await parts.database.transaction((stores) => tellingWords(stores, readSaid(values).text))
    const errors = lookFault(text, authorsLook(text, telling), values)
    const found = Object.keys(errors).length > 0 ? await caseOf(sheet) : null
    return found && { errors, ...(await openThread(event, found, sheet.args.words ?? '', sheet.id, values)) }
  }

  /** `field`: where they wrote. */
  async function take(
    { locale }: AnonymousEvent,
    stores: Stores,
    sheet: SheetData,
    said: AuthorSaid & Enclosed,
    field: string,
  ): Promise<Reception> {
    const text = words(locale)
    const found = await stores.cases.get(sheet.args.case ?? '')
    if (!found) return { notices: [{ text: text.expired }] }
    const thread = await readThread(parts, stores, found)
    const { root, appeal, bag } = thread
    const { file, proposal } = appeal ?? root
    const mark = parts.digest(sheet.id)
    const again = waitsIn(bag, mark) || (await stores.cases.isFormTaken(mark))
    if (again) return { notices: [{ text: text.already }] }
    const { messagesPerDay } = boxOf(parts, file)
    if (writtenToday(thread, todayOf(parts)) >= messagesPerDay) {
      return { errors: { [field]: text.tooManyReplies(messagesPerDay, parts.programs().company.contact[locale]) } }
    }
    // The form stays open, with everything in it.
    if (said.consent !== null && said.proposal !== proposal) return { errors: { consent: text.thread.otherProposal } }
    if (!takes(file, said)) return { errors: { [field]: text.closedMeanwhile } }
    const at = nextCrossing(parts, topicOf(parts, found))
    if (at === null) {
      const today = todayOf(parts)
      if (!(await stores.cases.takeForm(mark, today))) throw new ConflictError('the form')
      const heard = await hear(parts, stores, found, said, today)
      if (!heard) throw new ConflictError('the case')
      await parts.owe(stores, heard.says, parts.clock.now())
      return { notices: [{ text: heardSentence(parts, heard, locale) }] }
    }
    const reply = { ...said, case: found.id, mark }
    await closeBag(parts, stores, { ...bag, replies: [...bag.replies, reply] })
    const day = dateAt(at, parts.programs().company.timeZone)
    const appeals = said.wish === 'appeal'
    const by = appeals ? promise(parts, { ...file, appealOf: file.id }, day).answerBy : promisedNow(parts, file, day)
    const sentence = appeals ? text.thread.appealedAt : text.sentAt
    return { notices: [{ text: sentence(showWindow(parts, at, locale), showDate(by, locale)) }] }
  }

  /** Pictures alone are something said: there is always a text that they go with. */
  function withPictures(said: AuthorSaid, pictures: readonly string[]): AuthorSaid & Enclosed {
    const { language } = parts.programs().company
    return {
      ...said,
      pictures,
      text: said.text === '' && pictures.length > 0 ? words(language).seePictures : said.text,
    }
  }

  async function caseOf(sheet: SheetData | null): Promise<CaseFile | null> {
    if (sheet?.form !== 'read' && sheet?.form !== 'thread') return null
    return parts.database.transaction((stores) => stores.cases.get(sheet.args.case ?? ''))
  }
}

/** How often the author has written into the case today, with what waits. */
function writtenToday({ root, appeal, bag }: Thread, today: PlainDate): number {
  const entries = [...root.entries, ...(appeal?.entries ?? [])]
  const written = entries.filter(({ side, on }) => side === 'author' && on === today).length
  return written + bag.replies.filter((reply) => reply.case === root.file.id).length
}

/** The field in which the author wrote. */
function fieldOf(values: SheetValues): string {
  return entered(values.again) === '' && !('again' in values) ? 'reply' : 'again'
}

function saidFault(
  said: AuthorSaid,
  values: SheetValues,
  text: ReturnType<typeof words>,
): Record<string, string> | null {
  // An appeal says why; to open a case again, too, somebody has to be told what for.
  if (said.text === '') return said.wish === null ? null : { [fieldOf(values)]: text.thread.needWhy }
  const fault = textFault(text, said.text)
  return fault === null ? null : { [fieldOf(values)]: fault }
}
