import { ConflictError, type Locale, type Reception, type SheetData, type SheetValues } from '#core'
import { dateAt, type PlainDate, showDate } from '#domain'
import { type AuthorSaid, hear, promisedNow, readSaid, takes } from './author-said.ts'
import { closeBag, waitsIn } from './bag.ts'
import { entered, textFault } from './entered.ts'
import { heardSentence } from './heard-sentence.ts'
import { howTold } from './how-told.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { promise } from './promise.ts'
import { readThread, type Thread } from './read-thread.ts'
import { todayOf } from './today.ts'
import { boxOf, topicOf } from './topics.ts'
import { nextCrossing, showWindow } from './windows.ts'
import { words } from './words.ts'

/** What an author sends from the thread, with what is enclosed. */
interface Submitted extends AuthorSaid {
  /** Base64. */
  readonly pictures: readonly string[]
}

/** As the form has it. Pictures alone are something said: there is always a text that they go with. */
export function readSubmitted(
  parts: SpeakUpParts,
  sheet: SheetData,
  values: SheetValues,
  pictures: readonly string[],
): Submitted {
  const { language } = parts.programs().company
  const said = readSaid(values, sheet.args.proposal)
  return {
    ...said,
    pictures,
    text: said.text === '' && pictures.length > 0 ? words(language).seePictures : said.text,
  }
}

export function saysNothing({ text, rating, consent, wish }: Submitted): boolean {
  return text === '' && rating === null && consent === null && wish === null
}

/**
 * Takes a reply of an author's, in the transaction of its form: at once, or for the next window. `field`: where they wrote.
 * @throws ConflictError when somebody else was faster
 */
export async function reply(
  parts: SpeakUpParts,
  stores: Stores,
  locale: Locale,
  sheet: SheetData,
  said: Submitted,
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
  const appeals = said.wish === 'appeal'
  const told = appeals ? await howTold(stores, root.file, locale) : ''
  const at = nextCrossing(parts, topicOf(parts, found))
  if (at === null) {
    const today = todayOf(parts)
    if (!(await stores.cases.takeForm(mark, today))) throw new ConflictError('the form')
    const heard = await hear(parts, stores, found, said, today)
    if (!heard) throw new ConflictError('the case')
    await parts.owe(stores, heard.says, parts.clock.now())
    return { notices: [{ text: lines(heardSentence(parts, heard, locale), told) }] }
  }
  const waiting = { ...said, case: found.id, mark }
  await closeBag(parts, stores, { ...bag, replies: [...bag.replies, waiting] })
  const day = dateAt(at, parts.programs().company.timeZone)
  const by = appeals ? promise(parts, { ...file, appealOf: file.id }, day).answerBy : promisedNow(parts, file, day)
  const sentence = appeals ? text.thread.appealedAt : text.sentAt
  return { notices: [{ text: lines(sentence(showWindow(parts, at, locale), showDate(by, locale)), told) }] }
}

function lines(...said: readonly string[]): string {
  return said.filter(Boolean).join('\n')
}

/** How often the author has written into the case today, with what waits. */
function writtenToday({ root, appeal, bag }: Thread, today: PlainDate): number {
  const entries = [...root.entries, ...(appeal?.entries ?? [])]
  const written = entries.filter(({ side, on }) => side === 'author' && on === today).length
  return written + bag.replies.filter((reply) => reply.case === root.file.id).length
}

/** The field in which the author wrote. */
export function fieldOf(values: SheetValues): string {
  return entered(values.again) === '' && !('again' in values) ? 'reply' : 'again'
}

export function saidFault(
  said: AuthorSaid,
  values: SheetValues,
  text: ReturnType<typeof words>,
): Record<string, string> | null {
  // An appeal says why; to open a case again, too, somebody has to be told what for.
  if (said.text === '') return said.wish === null ? null : { [fieldOf(values)]: text.thread.needWhy }
  const fault = textFault(text, said.text)
  return fault === null ? null : { [fieldOf(values)]: fault }
}
