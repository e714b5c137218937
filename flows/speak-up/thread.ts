import { type AnonymousEvent, type Reception, retryConflicts, type SheetData, type SheetValues } from '#core'
import type { CaseFile } from '#domain'
import { readSaid } from './author-said.ts'
import { openBag } from './bag.ts'
import { enclosedBy } from './enclosed.ts'
import { entered } from './entered.ts'
import { twoOfTwelve } from './filing-sheet.ts'
import type { SpeakUpParts } from './parts.ts'
import { readThread } from './read-thread.ts'
import { receiptSheet } from './receipt-sheet.ts'
import { fieldOf, readSubmitted, reply, saidFault, saysNothing } from './replying.ts'
import { authorsLook, lookFault, tellingWords } from './second-look.ts'
import { threadSheet, waitingSheet } from './thread-sheet.ts'
import { todayOf } from './today.ts'
import { Tries } from './tries.ts'
import { words } from './words.ts'
import { wordsSheet } from './words-sheet.ts'

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
    const args = { case: found.id, words: twoWords }
    const sheet = await parts.database.transaction(async (stores) => {
      const look = authorsLook(words(locale), await tellingWords(stores, readSaid(values ?? {}).text))
      return threadSheet(parts, locale, await readThread(parts, stores, found), { id, flow: 'speak-up', args }, look)
    })
    return { sheet }
  }

  async function replyInThread(event: AnonymousEvent, sheet: SheetData, values: SheetValues): Promise<Reception> {
    const text = words(event.locale)
    const said = readSubmitted(parts, sheet, values, enclosedBy(event))
    if (saysNothing(said)) return { notices: [{ text: text.nothingSent }] }
    const errors = saidFault(said, values, text)
    if (errors) return { errors }
    const unseen = await secondLook(event, sheet, values)
    if (unseen) return unseen
    const outcome = await retryConflicts(() =>
      parts.database.transaction((stores) => reply(parts, stores, event.locale, sheet, said, fieldOf(values))),
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

  async function caseOf(sheet: SheetData | null): Promise<CaseFile | null> {
    if (sheet?.form !== 'read' && sheet?.form !== 'thread') return null
    return parts.database.transaction((stores) => stores.cases.get(sheet.args.case ?? ''))
  }
}
