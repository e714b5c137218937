import type { Action, Locale, Message, Outcome, Turn } from '#core'
import { addDays, dateAt, isEmployed, type Person, type PinnedForm } from '#domain'
import { formsReadBy, invitations, sendForm } from './invitation.ts'
import type { Stores, SurveyParts } from './parts.ts'
import { answerHere } from './run.ts'
import { words } from './words.ts'

/** New employees are those who joined in so many days. */
const RECENT_DAYS = 30

/** Who a round goes to: `all`, `recent` or `department:<name>`. */
type Audience = string

/** Choosing a form, choosing the people, a look at it, and off it goes. Each step is a button; nothing is kept in between. */
export async function startSending(parts: SurveyParts, turn: Turn<Stores>): Promise<Outcome> {
  const text = words(turn.member.locale)
  const forms = await allowed(parts, turn)
  if (forms === null) return answerHere(turn, { text: text.notAllowed })
  const [only] = forms
  if (!only) return answerHere(turn, { text: text.noForms })
  if (forms.length === 1) return askAudience(turn, only)
  const actions = forms.map(({ form }) => ({
    id: 'survey.send-form',
    label: form.title[turn.member.locale],
    value: form.id,
  }))
  return answerHere(turn, { text: text.which, actions })
}

export async function sendingTap(
  parts: SurveyParts,
  turn: Turn<Stores>,
  verb: string,
  value: string,
): Promise<Outcome | null> {
  const [formId = '', audience = '', round = ''] = value.split('|')
  if (!['send', 'send-form', 'send-whom', 'send-now'].includes(verb)) return null
  if (verb === 'send') return startSending(parts, turn)
  const pinned = (await allowed(parts, turn))?.find(({ form }) => form.id === formId)
  if (!pinned) return { notices: [{ text: words(turn.member.locale).notAllowed }] }
  if (verb === 'send-form') return askAudience(turn, pinned)
  return verb === 'send-whom' ? confirm(parts, turn, pinned, audience) : send(parts, turn, pinned, audience, round)
}

async function askAudience(turn: Turn<Stores>, { form }: PinnedForm): Promise<Outcome> {
  const { locale } = turn.member
  const text = words(locale)
  const staff = await employed(turn)
  const recent = peopleIn(staff, 'recent', today(turn))
  const departments = [...new Set(staff.map((person) => person.department))].filter(Boolean)
  const action = (label: string, audience: Audience): Action => ({
    id: 'survey.send-whom',
    label,
    value: `${form.id}|${audience}`,
  })
  const actions = [
    action(text.everyone(staff.length), 'all'),
    ...(recent.length > 0 ? [action(text.recent(recent.length), 'recent')] : []),
    ...departments.map((name) =>
      action(text.department(name, peopleIn(staff, `department:${name}`, '').length), `department:${name}`),
    ),
  ]
  return answerHere(turn, { text: text.whom(form.title[locale]), actions })
}

async function confirm(
  parts: SurveyParts,
  turn: Turn<Stores>,
  { form }: PinnedForm,
  audience: Audience,
): Promise<Outcome> {
  const { locale } = turn.member
  const text = words(locale)
  const people = peopleIn(await employed(turn), audience, today(turn))
  if (people.length === 0) return answerHere(turn, { text: text.nobody })
  // The round's id is made here, so that two taps open one round.
  const round = turn.random.id()
  const plan = await parts.sendings.describe(turn, invitations(parts, people, { id: round, now: turn.now }))
  const message: Message = {
    text: [text.confirm(form.title[locale], people.length), ...plan].join('\n'),
    actions: [
      {
        id: 'survey.send-now',
        label: text.confirmSend,
        value: `${form.id}|${audience}|${round}`,
        style: 'primary',
      },
    ],
  }
  return answerHere(turn, message)
}

async function send(
  parts: SurveyParts,
  turn: Turn<Stores>,
  pinned: PinnedForm,
  audience: Audience,
  round: string,
): Promise<Outcome> {
  const text = words(turn.member.locale)
  if (await turn.stores.forms.round(round)) return { notices: [{ text: text.sentBefore }] }
  const people = peopleIn(await employed(turn), audience, today(turn))
  const says = await sendForm(parts, turn.stores, pinned, people, {
    id: round,
    openedBy: turn.member.id,
    now: turn.now,
  })
  return { say: await parts.sendings.start(turn, { batch: round, title: pinned.form.title, says }) }
}

/** What the message that shows how far a round is adds: how many have answered, and a way to the results. */
export async function aboutRound(stores: Stores, id: string, locale: Locale) {
  const text = words(locale)
  const round = await stores.forms.round(id)
  if (!round) return { notes: [], actions: [] }
  const answered = await stores.forms.answered(id)
  return {
    notes: answered > 0 ? [text.answeredSoFar(answered)] : [],
    actions: [{ id: 'survey.results', label: text.results, value: round.form }],
  }
}

/** The forms this person may send; null when they are nobody here. */
async function allowed(parts: SurveyParts, turn: Turn<Stores>): Promise<PinnedForm[] | null> {
  const person = await turn.stores.people.get(turn.member.id)
  const forms = person ? formsReadBy(parts, person, today(turn)) : []
  return forms.length > 0 ? forms : null
}

async function employed(turn: Turn<Stores>): Promise<Person[]> {
  return (await turn.stores.people.all()).filter((person) => isEmployed(person, today(turn)))
}

function peopleIn(staff: readonly Person[], audience: Audience, today: string): Person[] {
  if (audience === 'all') return [...staff]
  if (audience === 'recent') {
    const since = addDays(today, -RECENT_DAYS)
    return staff.filter((person) => person.joinedOn !== null && person.joinedOn >= since && person.joinedOn <= today)
  }
  return staff.filter((person) => `department:${person.department}` === audience)
}

function today(turn: Turn<Stores>): string {
  return dateAt(turn.now, turn.member.timeZone)
}
