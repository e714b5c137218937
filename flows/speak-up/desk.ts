import type { Field, Flow, Message, Outcome, Say, Section, SheetData, SheetValues, Turn } from '#core'
import { textLength } from '#core'
import { type CaseEntry, type CaseFile, type CaseState, dateAt, type Person, showDate } from '#domain'
import { caseAlarms } from './alarms.ts'
import { destroyAddresses } from './destroying.ts'
import { LONGEST_TEXT, type SpeakUpParts, type Stores } from './parts.ts'
import {
  alarmView,
  authorLineView,
  handlerLineView,
  handles,
  mayHandle,
  nudgeView,
  sayChange,
  ticketView,
  topicOf,
} from './ticket.ts'
import { words } from './words.ts'

const MOST_LISTED = 20
const MOST_AT_HOME = 10

/** What a handler may write into a case. */
type Writing = 'answer' | 'ask' | 'close'

const KINDS: Readonly<Record<Writing, { kind: CaseEntry['kind']; state: CaseState }>> = {
  answer: { kind: 'text', state: 'answered' },
  ask: { kind: 'question', state: 'waiting' },
  close: { kind: 'closing', state: 'closed' },
}

/** The handlers' half of the box. */
export function createDesk(parts: SpeakUpParts): Flow<Stores> {
  return {
    name: 'case',
    commands: [{ name: 'list', words: ['来信', '待处理来信', 'open messages', 'cases'] }],
    views: {
      'case.ticket': ticketView(parts),
      'case.handler-line': handlerLineView(),
      'case.author-line': authorLineView(parts),
      'case.nudge': nudgeView(parts),
      'case.alarm': alarmView(parts),
    },
    work: [caseAlarms(parts), destroyAddresses()],

    async menu(turn) {
      const mine = await handled(turn)
      return mine === null ? [] : [{ id: 'case.list', label: words(turn.member.locale).desk.list, value: '' }]
    },

    async home(turn) {
      const mine = (await handled(turn)) ?? []
      return mine.slice(0, MOST_AT_HOME).map((file) => listed(turn, file))
    },

    command: (turn) => list(turn),

    async action(turn, verb, value) {
      if (verb === 'list') return list(turn)
      return withCase(turn, value, (file, person) => act(turn, verb, file, person))
    },

    async form(turn, sheet, values) {
      const writing = sheet.form as Writing
      if (!(writing in KINDS)) return {}
      return withCase(turn, sheet.args.case ?? '', (file, person) => write(turn, writing, file, person, sheet, values))
    },

    async sheet(turn, data) {
      return withCase(turn, data.args.case ?? '', async (file) => {
        if (data.form === 'read') return { sheet: await readingSheet(turn, file) }
        if (file.state === 'closed') return { notices: [{ text: words(turn.member.locale).desk.alreadyClosed }] }
        return data.form in KINDS ? { sheet: writingSheet(turn, data.form as Writing, file, data.id) } : {}
      })
    },
    /** A reply under the ticket is an answer. */
    async reply(turn, subject, typed) {
      return withCase(turn, subject.slice('case:'.length), async (file, person) => {
        const fault = textFault(turn, typed.trim())
        if (fault) return { notices: [{ text: fault }] }
        if (file.state === 'closed') return { notices: [{ text: words(turn.member.locale).desk.alreadyClosed }] }
        return { say: await enter(turn, 'answer', file, person, typed.trim()) }
      })
    },
  }

  async function withCase(
    turn: Turn<Stores>,
    id: string,
    work: (file: CaseFile, person: Person) => Promise<Outcome>,
  ): Promise<Outcome> {
    const text = words(turn.member.locale).desk
    const person = await turn.stores.people.get(turn.member.id)
    const file = await turn.stores.cases.get(id)
    // Whether a case exists is nothing to tell somebody who may not handle it.
    if (!person || !file || !mayHandle(parts, file, person)) return { notices: [{ text: text.notHandler }] }
    return work(file, person)
  }

  async function act(turn: Turn<Stores>, verb: string, file: CaseFile, person: Person): Promise<Outcome> {
    const text = words(turn.member.locale).desk
    if (verb === 'open') return { sheet: await readingSheet(turn, file) }
    if (file.state === 'closed') return { notices: [{ text: text.alreadyClosed }] }
    if (verb === 'take') return take(turn, file, person)
    return verb in KINDS ? { sheet: writingSheet(turn, verb as Writing, file) } : {}
  }

  async function take(turn: Turn<Stores>, file: CaseFile, person: Person): Promise<Outcome> {
    if (file.handlerId !== null) {
      const name = (await turn.stores.people.get(file.handlerId))?.name ?? file.handlerId
      return { notices: [{ text: words(turn.member.locale).desk.alreadyTaken(name) }] }
    }
    const state = file.state === 'received' ? 'taken' : file.state
    const changed: CaseFile = { ...file, handlerId: person.id, state }
    await turn.stores.cases.save(changed, file.revision)
    return { say: await sayChange(parts, turn.stores, changed, line('take', person)) }
  }

  async function write(
    turn: Turn<Stores>,
    writing: Writing,
    file: CaseFile,
    person: Person,
    sheet: SheetData,
    values: SheetValues,
  ): Promise<Outcome> {
    const text = words(turn.member.locale)
    const typed = typeof values.text === 'string' ? values.text.trim() : ''
    const fault = textFault(turn, typed)
    if (fault) return { errors: { text: fault } }
    if (file.state === 'closed') return { errors: { text: text.desk.alreadyClosed } }
    if (!(await turn.stores.cases.takeForm(parts.digest(sheet.id), today(turn)))) {
      return { notices: [{ text: text.already }] }
    }
    return { say: await enter(turn, writing, file, person, typed) }
  }

  /** Writes into the case, tells the channel, and nudges the author if there is a way to. */
  async function enter(
    turn: Turn<Stores>,
    writing: Writing,
    file: CaseFile,
    person: Person,
    typed: string,
  ): Promise<Say[]> {
    const { stores } = turn
    const { kind, state } = KINDS[writing]
    const body = parts.vault.cases.seal(file.key, typed)
    const on = today(turn)
    await stores.cases.addEntry(file.id, { side: 'handler', kind, body, by: person.id, on })
    const answered = state === 'answered' || state === 'closed'
    const changed: CaseFile = {
      ...file,
      state,
      handlerId: file.handlerId ?? person.id,
      alarmOn: answered ? null : file.alarmOn,
    }
    await stores.cases.save(changed, file.revision)
    const says = await sayChange(parts, stores, changed, line(kind, person))
    return (await stores.cases.address(file.id)) === null ? says : [...says, nudge(file)]
  }

  function nudge(file: CaseFile): Say {
    return {
      to: { kind: 'sealed', case: file.id },
      class: 'answer',
      content: { kind: 'view', view: 'case.nudge', args: { case: file.id } },
    }
  }

  function writingSheet(turn: Turn<Stores>, writing: Writing, file: CaseFile, id = turn.random.id()) {
    const text = words(turn.member.locale).desk
    const tag = parts.vault.tags.show(file.tag, turn.member.locale)
    const titles = { answer: text.answerTitle, ask: text.askTitle, close: text.closeTitle }
    const labels = { answer: text.answerLabel, ask: text.askLabel, close: text.closeLabel }
    const field: Field = {
      name: 'text',
      kind: 'paragraph',
      label: labels[writing],
      required: true,
      maxLength: LONGEST_TEXT,
    }
    return {
      title: titles[writing](tag),
      submit: text.send,
      steps: [{ fields: [field] }],
      state: parts.sheets.seal({ flow: 'case', form: writing, id, args: { case: file.id } }),
    }
  }

  async function readingSheet(turn: Turn<Stores>, file: CaseFile) {
    const { locale } = turn.member
    const text = words(locale)
    const entries = await turn.stores.cases.entries(file.id)
    const people = await turn.stores.people.many(entries.flatMap((entry) => entry.by ?? []))
    const name = (entry: CaseEntry) => people.find((person) => person.id === entry.by)?.name ?? text.desk.author
    const fields = entries.map(
      (entry, index): Field => ({
        name: `entry_${index + 1}`,
        kind: 'statement',
        label: `${text.saidOn(name(entry), showDate(entry.on, locale))}\n${parts.vault.cases.open(file.key, entry.body)}`,
      }),
    )
    return {
      title: text.desk.fullTitle(parts.vault.tags.show(file.tag, locale)),
      submit: text.desk.closeSheet,
      steps: [{ fields }],
      state: parts.sheets.seal({ flow: 'case', form: 'read', id: parts.random.id(), args: { case: file.id } }),
    }
  }

  async function list(turn: Turn<Stores>): Promise<Outcome> {
    const text = words(turn.member.locale).desk
    const mine = (await handled(turn)) ?? []
    const sections = mine.slice(0, MOST_LISTED).map((file) => listed(turn, file))
    const message: Message =
      mine.length === 0 ? { text: text.none } : { title: text.list, text: String(mine.length), sections }
    return {
      say: [{ to: { kind: 'person', person: turn.member.id }, class: 'answer', content: { kind: 'message', message } }],
    }
  }

  function listed({ member: { locale } }: Turn<Stores>, file: CaseFile): Section {
    const text = words(locale).desk
    return {
      text: text.line(
        parts.vault.tags.show(file.tag, locale),
        topicOf(parts, file).title[locale],
        text.state[file.state],
        showDate(file.answerBy, locale),
      ),
      actions: [
        { id: 'case.open', label: text.open, value: file.id },
        { id: 'case.answer', label: text.answer, value: file.id },
      ],
    }
  }

  /** The open cases this person handles; null for somebody who handles nothing at all. */
  async function handled(turn: Turn<Stores>): Promise<CaseFile[] | null> {
    const person = await turn.stores.people.get(turn.member.id)
    if (!person) return null
    const { box } = parts.programs()
    if (!box.topics.some((topic) => handles(parts, topic, person))) return null
    return (await turn.stores.cases.open()).filter((file) => mayHandle(parts, file, person))
  }

  function today(turn: Turn<Stores>): string {
    return dateAt(turn.now, parts.programs().company.timeZone)
  }

  function textFault(turn: Turn<Stores>, typed: string): string | null {
    const text = words(turn.member.locale)
    if (typed === '') return text.needText
    const length = textLength(typed)
    return length > LONGEST_TEXT ? text.tooLong(LONGEST_TEXT, length) : null
  }
}

function line(what: string, person: Person) {
  return { view: 'case.handler-line', args: { what, person: person.id } }
}
