import { type AnonymousEvent, ConflictError, type Reception, type SheetData, type SheetValues } from '#core'
import { type CaseFile, showDate, type Tag } from '#domain'
import { aboutFault, readAbout, saidAbout } from './about.ts'
import { entered, textFault } from './entered.ts'
import { filingSheet } from './filing-sheet.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { promise } from './promise.ts'
import { addressOf } from './sealed-address.ts'
import { authorsLook, lookFault, tellingWords } from './second-look.ts'
import { sayTicket } from './ticket.ts'
import { todayOf } from './today.ts'
import { boxNamed } from './topics.ts'
import { words } from './words.ts'

/** Takes a first message: one submission, one case. */
export function createFiling(parts: SpeakUpParts) {
  return async function file(event: AnonymousEvent, sheet: SheetData, values: SheetValues): Promise<Reception> {
    const text = words(event.locale)
    const telling = await parts.database.transaction((stores) => tellingWords(stores, entered(values.text)))
    const look = authorsLook(text, telling)
    const errors = { ...checkFiling(event, sheet, values), ...lookFault(text, look, values) }
    if (Object.keys(errors).length > 0) {
      const tell = event.author ? 'asked' : null
      return {
        errors,
        sheet: await filingSheet(parts, event.locale, { tell, box: sheet.args.box ?? '', opened: sheet, look }),
      }
    }

    const topic = boxNamed(parts, sheet.args.box).topics.find((one) => one.id === values.topic)
    if (!topic) return { errors: { topic: text.needTopic } }
    const people = await parts.database.transaction((stores) => stores.people.all())
    const about = readAbout(values, people)
    const fault = aboutFault(parts, about, topic, people, event.locale)
    if (fault) return { errors: { about: fault } }
    const today = todayOf(parts)
    const promised = promise(parts, topic, today)
    const tell = values.way === 'tell'
    const sealed = tell ? addressOf(parts, event, sheet) : null
    const address = sealed === null ? null : parts.vault.addresses.keep(sealed)
    const key = parts.vault.cases.newKey()
    const body = parts.vault.cases.seal(key, entered(values.text))
    const lookup = parts.vault.receipts.lookup(sheet.args.receipt ?? '')

    const filed = await parts.database.transaction(async (stores) => {
      const again = !(await stores.cases.takeForm(parts.digest(sheet.id), today))
      if (again || (await stores.cases.byLookup(lookup))) return false
      const created: CaseFile = {
        id: parts.random.id(),
        tag: await freeTag(stores),
        topic: topic.id,
        state: 'received',
        key,
        about: parts.vault.cases.seal(key, JSON.stringify(about.ids)),
        receivedOn: today,
        ...promised,
        handlerId: null,
        revision: 1,
      }
      await stores.cases.add(created, { side: 'author', kind: 'text', body, by: null, on: today }, lookup, address)
      await parts.owe(stores, await sayTicket(parts, stores, created), parts.clock.now())
      return true
    })
    parts.wake()
    if (!filed) return { notices: [{ text: text.already }] }
    const sentence = (tell ? text.filedTell : text.filedNone)(showDate(promised.answerBy, event.locale))
    return { notices: [{ text: [sentence, ...saidAbout(parts, about, topic, people, event.locale)].join('\n') }] }
  }

  function checkFiling(event: AnonymousEvent, sheet: SheetData, values: SheetValues): Record<string, string> {
    const text = words(event.locale)
    const errors: Record<string, string> = {}
    const tells = values.way === 'tell' && addressOf(parts, event, sheet) !== null
    if (!tells && values.way !== 'none') errors.way = text.needWay
    const fault = textFault(text, entered(values.text))
    if (fault) errors.text = fault
    const { receipt = '', a = '', b = '' } = sheet.args
    for (const [field, n] of [
      ['word_a', Number(a)],
      ['word_b', Number(b)],
    ] as const) {
      const right = parts.vault.receipts.isWord(receipt, n - 1, entered(values[field]))
      if (!right) errors[field] = text.wordWrong(n)
    }
    return errors
  }

  async function freeTag(stores: Stores): Promise<Tag> {
    for (let tried = 0; tried < 50; tried++) {
      const tag = parts.vault.tags.mint()
      if (!(await stores.cases.byTag(tag))) return tag
    }
    throw new ConflictError('the tag')
  }
}
