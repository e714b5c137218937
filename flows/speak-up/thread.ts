import type { AnonymousEvent, Reception, SheetData, SheetValues } from '#core'
import { type CaseFile, showDate } from '#domain'
import { entered, textFault } from './entered.ts'
import type { SpeakUpParts } from './parts.ts'
import { promise } from './promise.ts'
import { authorsLook, lookFault, tellingWords } from './second-look.ts'
import { threadSheet } from './thread-sheet.ts'
import { sayChange } from './ticket.ts'
import { todayOf } from './today.ts'
import { topicOf } from './topics.ts'
import { words } from './words.ts'

/** What the author reads and writes once there is a case. */
export function createThread(parts: SpeakUpParts) {
  return { openByReceipt, openThread, replyInThread, caseOf }

  /** A receipt with a typing error and one that never was get the same answer: which it is would tell a guesser something. */
  async function openByReceipt(event: AnonymousEvent, typed: string): Promise<Reception> {
    const receipt = parts.vault.receipts.parse(typed) ?? parts.vault.receipts.mint()
    const lookup = parts.vault.receipts.lookup(receipt)
    const found = await parts.database.transaction((stores) => stores.cases.byLookup(lookup))
    return found ? openThread(event, found) : { errors: { receipt: words(event.locale).receiptUnknown } }
  }

  /** `values`: what stands in it so far. */
  async function openThread(
    { locale }: AnonymousEvent,
    found: CaseFile,
    id = parts.random.id(),
    values: SheetValues | null = null,
  ): Promise<Reception> {
    const sheet = await parts.database.transaction(async (stores) => {
      const look = authorsLook(words(locale), await tellingWords(stores, entered(values?.reply)))
      return threadSheet(parts, locale, found, await stores.cases.entries(found.id), id, look)
    })
    return { sheet }
  }

  async function replyInThread(event: AnonymousEvent, sheet: SheetData, values: SheetValues): Promise<Reception> {
    const text = words(event.locale)
    const reply = entered(values.reply)
    if (reply === '') return { notices: [{ text: text.nothingSent }] }
    const fault = textFault(text, reply)
    if (fault) return { errors: { reply: fault } }
    const unseen = await secondLook(event, sheet, values)
    if (unseen) return unseen
    const today = todayOf(parts)

    const outcome = await parts.database.transaction(async (stores): Promise<Reception> => {
      const found = await stores.cases.get(sheet.args.case ?? '')
      if (!found) return { notices: [{ text: text.expired }] }
      // The form stays open, with everything in it.
      if (found.state === 'closed') return { errors: { reply: text.closedMeanwhile } }
      if (!(await stores.cases.takeForm(parts.digest(sheet.id), today))) return { notices: [{ text: text.already }] }
      const body = parts.vault.cases.seal(found.key, reply)
      await stores.cases.addEntry(found.id, { side: 'author', kind: 'text', body, by: null, on: today })
      const changed: CaseFile = {
        ...found,
        state: found.handlerId === null ? 'received' : 'taken',
        ...(isAnswered(found) && promise(parts, topicOf(parts, found), today)),
      }
      await stores.cases.save(changed, found.revision)
      const n = String((await stores.cases.entries(found.id)).length)
      const line = { view: 'case.author-line', args: { case: found.id, n } }
      await parts.owe(stores, await sayChange(parts, stores, changed, line), parts.clock.now())
      return { notices: [{ text: text.sent(showDate(changed.answerBy, event.locale)) }] }
    })
    parts.wake()
    return outcome
  }

  /** The form once more, where something in it could give the author away and they have not looked; else null. */
  async function secondLook(event: AnonymousEvent, sheet: SheetData, values: SheetValues): Promise<Reception | null> {
    const text = words(event.locale)
    const telling = await parts.database.transaction((stores) => tellingWords(stores, entered(values.reply)))
    const errors = lookFault(text, authorsLook(text, telling), values)
    const found = Object.keys(errors).length > 0 ? await caseOf(sheet) : null
    return found && { errors, ...(await openThread(event, found, sheet.id, values)) }
  }

  async function caseOf(sheet: SheetData | null): Promise<CaseFile | null> {
    if (sheet?.form !== 'read' && sheet?.form !== 'thread') return null
    return parts.database.transaction((stores) => stores.cases.get(sheet.args.case ?? ''))
  }
}

/** Nobody owes an answer at the moment: what comes now is promised one of its own. */
function isAnswered({ state }: CaseFile): boolean {
  return state === 'answered' || state === 'waiting'
}
