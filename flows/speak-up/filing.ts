import {
  type AnonymousEvent,
  ConflictError,
  type Reception,
  retryConflicts,
  type SheetData,
  type SheetValues,
} from '#core'
import { dateAt, type Person, showDate, type Topic } from '#domain'
import { aboutFault, readAbout, saidAbout } from './about.ts'
import { closeBag, type Filing, type OpenBag, openBag, waitsIn } from './bag.ts'
import { enclosedBy } from './enclosed.ts'
import { entered, textFault } from './entered.ts'
import { filingSheet, twoOfTwelve } from './filing-sheet.ts'
import { fullName, sign } from './named-case.ts'
import { NAMED, type Signing } from './named-signature.ts'
import { openCase } from './open-case.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { promise } from './promise.ts'
import { FilingQuota } from './quota.ts'
import { readersLeft } from './readers.ts'
import { sayNew } from './say-new.ts'
import { addressOf } from './sealed-address.ts'
import { authorsLook, lookFault, tellingWords } from './second-look.ts'
import { todayOf } from './today.ts'
import { boxNamed } from './topics.ts'
import { nextCrossing, showWindow } from './windows.ts'
import { words } from './words.ts'

/** What became of a form: it was not taken, or it was, signed by somebody or by nobody. */
type Taken = { readonly refusal: Reception } | { readonly signer: Person | null }

/** Takes a first message: one submission, one case. */
export function createFiling(parts: SpeakUpParts, signing: Signing) {
  const quota = new FilingQuota()

  return async function file(event: AnonymousEvent, sheet: SheetData, values: SheetValues): Promise<Reception> {
    const text = words(event.locale)
    const telling = await parts.database.transaction((stores) => tellingWords(stores, entered(values.text)))
    // Whoever gives their name has nothing to be pointed out.
    const look = values.way === NAMED ? [] : authorsLook(text, telling)
    const box = boxNamed(parts, sheet.args.box)
    const topic = box.topics.find((one) => one.id === values.topic)
    const errors = {
      ...checkFiling(event, sheet, values),
      ...lookFault(text, look, values),
      ...(await signing.missing(event, sheet, values)),
    }
    if (Object.keys(errors).length > 0) {
      const tell = event.author ? 'asked' : null
      const sign = await signing.fields(event, sheet, values)
      return {
        errors,
        sheet: await filingSheet(parts, event.locale, { tell, box: box.id, opened: sheet, look, sign }),
      }
    }

    const now = parts.clock.now()
    const contact = parts.programs().company.contact[event.locale]
    if (!topic) return { errors: { topic: text.needTopic } }
    const people = await parts.database.transaction((stores) => stores.people.all())
    const about = readAbout(values, people)
    const fault = aboutFault(parts, about, topic, people, event.locale)
    if (fault) return { errors: { about: fault } }
    const tell = values.way === 'tell'
    const filing: Filing = {
      topic: topic.id,
      about: about.ids,
      text: entered(values.text),
      pictures: enclosedBy(event),
      lookup: parts.vault.receipts.lookup(sheet.args.receipt ?? ''),
      address: tell ? addressOf(parts, event, sheet) : null,
      twoWords: parts.vault.receipts.twoWords(sheet.args.receipt ?? '', twoOfTwelve(parts)),
      ...(values.way === 'none' && { returnWord: parts.vault.receipts.returnWord(sheet.args.receipt ?? '') }),
    }
    const at = nextCrossing(parts, topic)
    const mark = parts.digest(sheet.id)
    const taken = await retryConflicts(() =>
      parts.database.transaction(async (stores): Promise<Taken> => {
        const bag = await openBag(parts, stores)
        if (await wasFiled(stores, bag, mark, filing)) return { refusal: { notices: [{ text: text.already }] } }
        // A life in danger counts for nothing.
        if (!topic.atOnce && !quota.isFree(sheet.args.counted, now, box.newPerWeek)) {
          // The form stays open: what was written is lost with it.
          return { refusal: { errors: { text: text.tooManyFilings(box.newPerWeek, contact) } } }
        }
        const signed = await signing.signer(stores, event, sheet, values)
        if ('errors' in signed) return { refusal: signed }
        const person = signed.person?.id ?? null
        if (person !== null && readersLeft(parts, topic, about.ids, people, person).length === 0) {
          return { refusal: { errors: { way: text.named.nobodyElse(contact) } } }
        }
        if (at === null) await fileNow(stores, topic, filing, mark, person)
        else {
          const signatures = person === null ? bag.signatures : [...bag.signatures, { mark, person }]
          await closeBag(parts, stores, { ...bag, filings: [...bag.filings, { ...filing, mark }], signatures })
        }
        return { signer: signed.person }
      }),
    )
    parts.wake()
    if ('refusal' in taken) return taken.refusal
    const { signer } = taken
    if (!topic.atOnce) quota.count(sheet.args.counted, now)
    const day = at === null ? todayOf(parts) : dateAt(at, parts.programs().company.timeZone)
    const by = showDate(promise(parts, { topic: topic.id, appealOf: null }, day).answerBy, event.locale)
    const sentence = signer ? text.named.filed(fullName(signer), by) : (tell ? text.filedTell : text.filedNone)(by)
    const crosses = at === null ? [] : [(signer ? text.named : text).crossesAt(showWindow(parts, at, event.locale))]
    const said = [sentence, ...crosses, ...saidAbout(parts, about, topic, people, signer?.id ?? null, event.locale)]
    return { notices: [{ text: said.join('\n') }] }
  }

  async function wasFiled(stores: Stores, bag: OpenBag, mark: string, { lookup }: Filing): Promise<boolean> {
    if (await stores.cases.isFormTaken(mark)) return true
    if ((await stores.cases.byLookup(lookup)) !== null) return true
    return waitsIn(bag, mark) || bag.filings.some((one) => one.lookup === lookup)
  }

  async function fileNow(
    stores: Stores,
    topic: Topic,
    filing: Filing,
    mark: string,
    person: string | null,
  ): Promise<void> {
    const today = todayOf(parts)
    if (!(await stores.cases.takeForm(mark, today))) throw new ConflictError('the form')
    const file = await openCase(parts, stores, topic, filing, today)
    const signed = person === null ? [] : [await sign(parts, stores, file, person)]
    await parts.owe(stores, [...(await sayNew(parts, stores, file)), ...signed], parts.clock.now())
  }

  function checkFiling(event: AnonymousEvent, sheet: SheetData, values: SheetValues): Record<string, string> {
    const text = words(event.locale)
    const errors: Record<string, string> = {}
    const tells = values.way === 'tell' && addressOf(parts, event, sheet) !== null
    if (!tells && values.way !== 'none' && values.way !== NAMED) errors.way = text.needWay
    const fault = textFault(text, entered(values.text))
    if (fault) errors.text = fault
    const { receipt = '', a = '', b = '' } = sheet.args
    for (const [field, n] of [
      ['word_a', Number(a)],
      ['word_b', Number(b)],
    ] as const) {
      const right = receipt !== '' && parts.vault.receipts.isWord(receipt, n - 1, entered(values[field]))
      if (!right) errors[field] = text.wordWrong(n)
    }
    return errors
  }
}
