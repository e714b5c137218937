import type { Action, Content, Locale, Message, Recipient, Say, View } from '#core'
import { type CaseFile, type Company, dateAt, hasRole, membersOf, type Person, showDate, type Topic } from '#domain'
import type { SpeakUpParts, Stores } from './parts.ts'
import { words } from './words.ts'

/** Operators are never asked about what concerns a case: that there is one is nothing to tell them. It is sent once more. */
export const UNASKED = { whenUncertain: 'repeat' } as const

/** The ticket of a case is one message in a channel, or one per handler where there is no channel. */
export function ticketSubject(caseId: string): string {
  return `case:${caseId}`
}

export function topicOf(parts: SpeakUpParts, file: CaseFile): Topic {
  const { topics } = parts.programs().box
  const found = topics.find((topic) => topic.id === file.topic) ?? topics[0]
  if (!found) throw new Error('the speak-up box has no topics')
  return found
}

/** Who may read and answer: the role's people of this moment, not a list kept with the case. */
export function handles(parts: SpeakUpParts, topic: Topic, person: Person): boolean {
  const { company } = parts.programs()
  return hasRole(company, topic.handlers, person, dateAt(parts.clock.now(), company.timeZone))
}

export function mayHandle(parts: SpeakUpParts, file: CaseFile, person: Person): boolean {
  return handles(parts, topicOf(parts, file), person)
}

/** Where the ticket stands: in the topic's channel, else with each of its handlers. */
export async function ticketRecipients(parts: SpeakUpParts, stores: Stores, file: CaseFile): Promise<Recipient[]> {
  const { company } = parts.programs()
  const topic = topicOf(parts, file)
  if (company.channels[topic.channel]) return [{ kind: 'channel', channel: topic.channel }]
  const today = dateAt(parts.clock.now(), company.timeZone)
  const handlers = membersOf(company, topic.handlers, await stores.people.all(), today)
  return handlers.map((person) => ({ kind: 'person', person: person.id }))
}

/** The new ticket. */
export async function sayTicket(parts: SpeakUpParts, stores: Stores, file: CaseFile): Promise<Say[]> {
  return (await ticketRecipients(parts, stores, file)).map((to) => ticketSay(file, to))
}

function ticketSay(file: CaseFile, to: Recipient): Say {
  return { to, ...UNASKED, class: 'deadline', subject: ticketSubject(file.id), content: ticketContent(file) }
}

function ticketContent(file: CaseFile): Content {
  return { kind: 'view', view: 'case.ticket', args: { case: file.id } }
}

/** Shows the ticket's new state in its place, and a line under it; whoever has no ticket yet gets one. */
export async function sayChange(
  parts: SpeakUpParts,
  stores: Stores,
  file: CaseFile,
  line: { view: string; args: Readonly<Record<string, string>> },
): Promise<Say[]> {
  const says: Say[] = []
  for (const to of await ticketRecipients(parts, stores, file)) {
    const ticket = await stores.outbox.keyAbout(ticketSubject(file.id), to)
    if (ticket === null) says.push(ticketSay(file, to))
    else
      says.push(
        { to, ...UNASKED, class: 'deadline', replaces: ticket, content: ticketContent(file) },
        lineSay(file, to, ticket, line),
      )
  }
  return says
}

/** A line under the ticket. */
export function lineSay(
  file: CaseFile,
  to: Recipient,
  ticket: string,
  line: { view: string; args: Readonly<Record<string, string>> },
): Say {
  const subject = ticketSubject(file.id)
  return { to, ...UNASKED, class: 'deadline', under: ticket, subject, content: { kind: 'view', ...line } }
}

/** What the ticket shows: everything, or only that there is one. */
export function ticketView(parts: SpeakUpParts): View<Stores> {
  return async ({ case: id = '' }, { stores, locale }) => {
    const file = await stores.cases.get(id)
    if (!file) return null
    const topic = topicOf(parts, file)
    const text = words(locale).desk
    const handler = file.handlerId === null ? null : await stores.people.get(file.handlerId)
    const entries = await stores.cases.entries(id)
    const [first] = entries
    const body = topic.show === 'full' && first ? parts.vault.cases.open(file.key, first.body) : text.stub
    const facts = [
      text.deadline(showDate(file.answerBy, locale)),
      text.state[file.state],
      handler ? text.by(handler.name) : null,
    ]
    return {
      title: text.title(parts.vault.tags.show(file.tag, locale), topic.title[locale]),
      text: `${body}\n\n${facts.filter((fact) => fact !== null).join(' · ')}`,
      actions: ticketActions(file, topic.show === 'stub' || entries.length > 1, locale),
    }
  }
}

/** `more`: whether there is more to read than the ticket shows. */
function ticketActions(file: CaseFile, more: boolean, locale: Locale): Action[] {
  const text = words(locale).desk
  const action = (verb: string, label: string, style?: Action['style']): Action => ({
    id: `case.${verb}`,
    label,
    value: file.id,
    ...(style && { style }),
  })
  const open = more ? [action('open', text.open)] : []
  if (file.state === 'closed') return open
  const take = file.handlerId === null ? [action('take', text.take)] : []
  return [
    ...open,
    ...take,
    action('answer', text.answer, 'primary'),
    action('ask', text.ask),
    action('close', text.close),
  ]
}

/** A line under the ticket: what a handler did. `what` names the sentence. */
export function handlerLineView(): View<Stores> {
  return async ({ what = '', person = '' }, { stores, locale }) => {
    const text = words(locale).desk
    const name = (await stores.people.get(person))?.name ?? person
    const lines: Readonly<Record<string, (name: string) => string>> = {
      take: text.taken,
      text: text.answered,
      question: text.asked,
      closing: text.closedBy,
    }
    const line = lines[what]
    return line ? { text: line(name) } : null
  }
}

/** A line under the ticket: the author wrote again. */
export function authorLineView(parts: SpeakUpParts): View<Stores> {
  return async ({ case: id = '', n = '' }, { stores, locale }) => {
    const file = await stores.cases.get(id)
    const entry = (await stores.cases.entries(id))[Number(n) - 1]
    if (!file || !entry) return null
    const text = words(locale).desk
    if (topicOf(parts, file).show === 'full') {
      return { text: `${text.authorWrote}\n${parts.vault.cases.open(file.key, entry.body)}` }
    }
    return { text: text.authorWroteStub, actions: [{ id: 'case.open', label: text.open, value: id }] }
  }
}

/** Nobody knows here which language the author reads, so the nudge speaks both. */
export function nudgeView(parts: SpeakUpParts): View<Stores> {
  return async ({ case: id = '' }) => {
    const value = parts.sheets.seal({ flow: 'speak-up', form: 'read', id: parts.random.id(), args: { case: id } })
    return { ...NUDGE, actions: [{ id: 'speak-up.read', label: '打开 / Open', value, style: 'primary' }] }
  }
}

const NUDGE: Message = {
  text: '您写给我们的话有了回音。点下面打开，只有您能看到。\nThere is an answer to what you wrote. Open it below; only you can see it.',
}

/** When the deadline comes near, and when it was missed. */
export function alarmView(parts: SpeakUpParts): View<Stores> {
  return async ({ case: id = '', missed }, { stores, locale }) => {
    const file = await stores.cases.get(id)
    if (!file) return null
    const text = words(locale).desk
    if (!missed) return { text: text.remind(showDate(file.answerBy, locale)) }
    const topic = topicOf(parts, file).title[locale]
    return { text: text.missed(parts.vault.tags.show(file.tag, locale), topic, showDate(file.answerBy, locale)) }
  }
}

export function firstAlarm(company: Company, answerByDate: string, remindOn: string, today: string): string {
  return remindOn > today ? remindOn : company.calendar.addWorkingDays(answerByDate, 1)
}
