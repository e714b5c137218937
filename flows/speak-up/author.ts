import {
  type Account,
  type AnonymousEvent,
  type AnonymousFlow,
  type Capabilities,
  ConflictError,
  Identified,
  LOCALES,
  type Message,
  type Reception,
  type SheetData,
  type SheetValues,
  textLength,
} from '#core'
import {
  alarmDays,
  answerBy,
  type CaseFile,
  canSpeakUp,
  dateAt,
  type PlainDate,
  showDate,
  type Tag,
  type Topic,
} from '#domain'
import { firstAlarm } from './alarms.ts'
import { filingSheet } from './filing-sheet.ts'
import { LONGEST_TEXT, type SpeakUpParts, type Stores } from './parts.ts'
import { threadSheet } from './thread-sheet.ts'
import { sayChange, sayTicket, topicOf } from './ticket.ts'
import { words } from './words.ts'

const WORDS = ['有话直说', '畅所欲言', 'speak up', 'speak-up', 'speakup']

const RECEIPT_WORDS = [
  '我有回执',
  '回执',
  ...LOCALES.map((locale) => words(locale).haveReceipt),
  'receipt',
  'my receipt',
  'i have a receipt',
]

/** The author's half of the box. Nothing of who they are goes further than this file, save a sealed address they ask for. */
export function createAuthor(parts: SpeakUpParts): AnonymousFlow {
  return {
    name: 'speak-up',
    words: WORDS,
    typed: [{ words: RECEIPT_WORDS, verb: 'receipt' }],
    menu: (locale) => ({ id: 'speak-up.start', label: words(locale).name, value: '', style: 'primary' }),

    async handle(event) {
      const { body } = event
      switch (body.kind) {
        case 'words':
          return openFiling(event, body.more)
        case 'action':
          return onAction(event, body.verb, body.value)
        case 'form':
          return onForm(event, body.sheet, body.values)
        case 'sheet':
          return reopen(event, body.sheet)
      }
    },
  }

  async function openFiling({ author, locale, capabilities }: AnonymousEvent, more: boolean): Promise<Reception> {
    const text = words(locale)
    if (!(await isOpen())) {
      const { contact } = parts.programs().company
      return { notices: [{ text: `${text.notOpen}${more ? `\n${text.notKeptClosed}` : ''}\n${contact[locale]}` }] }
    }
    const hint: Message = {
      text: [text.opened, ...kept(capabilities, text)].join('\n'),
      actions: [{ id: 'speak-up.receipt', label: text.haveReceipt, value: '' }],
    }
    return {
      // A page belongs to nobody: whom to tell goes with it, sealed, and counts only if the author asks for it there.
      sheet: await filingSheet(parts, locale, {
        tell: author && !capabilities.sheet ? sealed(author) : 'asked',
        opened: null,
      }),
      notices: more ? [{ text: text.notKept }, hint] : [hint],
    }
  }

  /** Nobody is asked to speak up before somebody stands behind the promises. */
  async function isOpen(): Promise<boolean> {
    const { company } = parts.programs()
    const people = await parts.database.transaction((stores) => stores.people.all())
    return canSpeakUp(company, people, dateAt(parts.clock.now(), company.timeZone))
  }

  async function onAction(event: AnonymousEvent, verb: string, value: string): Promise<Reception> {
    if (verb === 'receipt') return { sheet: receiptSheet(event) }
    if (verb === 'read') {
      const file = await caseOf(parts.sheets.open(value))
      return file ? openThread(event, file) : { notices: [{ text: words(event.locale).expired }] }
    }
    return openFiling(event, false)
  }

  /** The one place where the author's account is looked at: to seal it. */
  function sealed(author: Identified<Account>): string {
    return parts.vault.addresses.seal(Identified.reveal(author))
  }

  /** Where the author wants to be told; null where there is no way. */
  function addressOf({ author }: AnonymousEvent, { args }: SheetData): string | null {
    return author ? sealed(author) : (args.tell ?? null)
  }

  async function reopen(event: AnonymousEvent, data: SheetData): Promise<Reception> {
    if (data.form === 'file') {
      // The form shows the receipt: once it is sent, its link shows nothing any more.
      const sent = await parts.database.transaction((stores) => stores.cases.isFormTaken(parts.digest(data.id)))
      if (sent) return { notices: [{ text: words(event.locale).expired }] }
      return { sheet: await filingSheet(parts, event.locale, { tell: event.author ? 'asked' : null, opened: data }) }
    }
    if (data.form === 'receipt') return { sheet: receiptSheet(event, data.id) }
    const file = await caseOf(data)
    return file ? openThread(event, file, data.id) : { notices: [{ text: words(event.locale).expired }] }
  }

  async function onForm(event: AnonymousEvent, sheet: SheetData, values: SheetValues): Promise<Reception> {
    switch (sheet.form) {
      case 'file':
        return file(event, sheet, values)
      case 'receipt':
        return openByReceipt(event, textOf(values.receipt))
      case 'thread':
      // Opened as a page by the link of the nudge, it keeps the state it came with.
      case 'read':
        return replyInThread(event, sheet, values)
      default:
        return { notices: [{ text: words(event.locale).expired }] }
    }
  }

  async function file(event: AnonymousEvent, sheet: SheetData, values: SheetValues): Promise<Reception> {
    const text = words(event.locale)
    const errors = checkFiling(event, sheet, values)
    if (Object.keys(errors).length > 0) return { errors }

    const { box, company } = parts.programs()
    const topic = box.topics.find((one) => one.id === values.topic)
    if (!topic) return { errors: { topic: text.needTopic } }
    const today = dateAt(parts.clock.now(), company.timeZone)
    const promised = promise(topic, today)
    const tell = values.way === 'tell'
    const address = tell ? addressOf(event, sheet) : null
    const key = parts.vault.cases.newKey()
    const body = parts.vault.cases.seal(key, textOf(values.text))
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
    return { notices: [{ text: (tell ? text.filedTell : text.filedNone)(showDate(promised.answerBy, event.locale)) }] }
  }

  function checkFiling(event: AnonymousEvent, sheet: SheetData, values: SheetValues): Record<string, string> {
    const text = words(event.locale)
    const errors: Record<string, string> = {}
    const tells = values.way === 'tell' && addressOf(event, sheet) !== null
    if (!tells && values.way !== 'none') errors.way = text.needWay
    const fault = textFault(event, textOf(values.text), true)
    if (fault) errors.text = fault
    const { receipt = '', a = '', b = '' } = sheet.args
    for (const [field, n] of [
      ['word_a', Number(a)],
      ['word_b', Number(b)],
    ] as const) {
      const right = parts.vault.receipts.isWord(receipt, n - 1, textOf(values[field]))
      if (!right) errors[field] = text.wordWrong(n)
    }
    return errors
  }

  function receiptSheet({ locale }: AnonymousEvent, id = parts.random.id()) {
    const text = words(locale)
    return {
      title: text.receiptTitle,
      submit: text.receiptOpen,
      steps: [
        {
          fields: [
            { name: 'receipt', kind: 'paragraph', label: text.receiptAsk, required: true, maxLength: 300 },
          ] as const,
        },
      ],
      state: parts.sheets.seal({ flow: 'speak-up', form: 'receipt', id, args: {} }),
    }
  }

  /** A receipt with a typing error and one that never was get the same answer: which it is would tell a guesser something. */
  async function openByReceipt(event: AnonymousEvent, typed: string): Promise<Reception> {
    const receipt = parts.vault.receipts.parse(typed) ?? parts.vault.receipts.mint()
    const lookup = parts.vault.receipts.lookup(receipt)
    const found = await parts.database.transaction((stores) => stores.cases.byLookup(lookup))
    return found ? openThread(event, found) : { errors: { receipt: words(event.locale).receiptUnknown } }
  }

  async function openThread({ locale }: AnonymousEvent, found: CaseFile, id = parts.random.id()): Promise<Reception> {
    const entries = await parts.database.transaction((stores) => stores.cases.entries(found.id))
    return { sheet: threadSheet(parts, locale, found, entries, id) }
  }

  async function replyInThread(event: AnonymousEvent, sheet: SheetData, values: SheetValues): Promise<Reception> {
    const text = words(event.locale)
    const reply = textOf(values.reply)
    if (reply === '') return { notices: [{ text: text.nothingSent }] }
    const fault = textFault(event, reply, false)
    if (fault) return { errors: { reply: fault } }
    const today = dateAt(parts.clock.now(), parts.programs().company.timeZone)

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
        ...(isAnswered(found) && promise(topicOf(parts, found), today)),
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

  /** By when an answer is promised, and when somebody is reminded of that. */
  function promise(topic: Topic, today: PlainDate): Pick<CaseFile, 'answerBy' | 'alarmOn'> {
    const { company } = parts.programs()
    const deadline = answerBy(today, topic.answerWithin, company.calendar)
    const { remindOn } = alarmDays(deadline, company.calendar)
    return { answerBy: deadline, alarmOn: firstAlarm(company, deadline, remindOn, today) }
  }

  async function caseOf(sheet: SheetData | null): Promise<CaseFile | null> {
    if (sheet?.form !== 'read' && sheet?.form !== 'thread') return null
    return parts.database.transaction((stores) => stores.cases.get(sheet.args.case ?? ''))
  }

  async function freeTag(stores: Stores): Promise<Tag> {
    for (let tried = 0; tried < 50; tried++) {
      const tag = parts.vault.tags.mint()
      if (!(await stores.cases.byTag(tag))) return tag
    }
    throw new ConflictError('the tag')
  }

  function textFault({ locale }: AnonymousEvent, typed: string, required: boolean): string | null {
    const text = words(locale)
    if (typed === '') return required ? text.needText : null
    const length = textLength(typed)
    return length > LONGEST_TEXT ? text.tooLong(LONGEST_TEXT, length) : null
  }
}

function textOf(value: string | readonly string[] | undefined): string {
  return typeof value === 'string' ? value.trim() : ''
}

/** Nobody owes an answer at the moment: what comes now is promised one of its own. */
function isAnswered({ state }: CaseFile): boolean {
  return state === 'answered' || state === 'waiting'
}

/** What the platform keeps, computed from what it can do. */
function kept({ keeps, sheet }: Capabilities, text: ReturnType<typeof words>): string[] {
  const form = sheet === null ? text.onPage : keeps.sheet ? text.sheetKept : text.sheetNotKept
  return keeps.typed ? [form, text.typedKept] : [form]
}
