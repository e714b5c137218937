import { keyFrom, type Locale, type Message, type Say, type View } from '#core'
import {
  allQuestions,
  type Form,
  localeOf,
  membersOf,
  nextAllowed,
  type Person,
  type PinnedForm,
  visible,
} from '#domain'
import type { Stores, SurveyParts } from './parts.ts'
import { words } from './words.ts'

/** The invitation to a round: what it is, who will read it, and that it may be refused. */
export function invitationView(parts: SurveyParts): View<Stores> {
  return async ({ round: id = '', person = '' }, { stores, locale }) => {
    const round = await stores.forms.round(id)
    const invitation = await stores.forms.invitation(id, person)
    const form = round && (await parts.pinned.read(stores.forms, round.content))
    if (!form || invitation?.state !== 'invited') return null
    return invitationMessage(form, id, readersOf(parts, form, locale), locale)
  }
}

function invitationMessage(form: Form, round: string, readers: string, locale: Locale): Message {
  const text = words(locale)
  const length = visible(form, {}).filter((question) => question.kind !== 'statement').length
  const lines = [form.invitation?.[locale], text.signed(readers), text.length(length)]
  return {
    title: form.title[locale],
    text: lines.filter((line) => line !== undefined).join('\n'),
    actions: [
      { id: 'survey.start', label: text.start, value: round, style: 'primary' },
      { id: 'survey.form', label: text.asForm, value: round },
      { id: 'survey.put-off', label: text.later, value: round },
      { id: 'survey.decline', label: text.noThanks, value: round },
    ],
  }
}

/** The role that reads the answers, as its definition's company calls it: the department of its people, else its name. */
function readersOf(parts: SurveyParts, form: Form, locale: Locale): string {
  const role = form.readers === null ? undefined : parts.programs().company.roles[form.readers]
  const departments = role?.departments ?? []
  if (departments.length > 0) return departments.join(locale === 'zh-CN' ? '、' : ', ')
  return form.readers === 'hr' ? { 'zh-CN': '人事部', en: 'HR' }[locale] : (form.readers ?? '')
}

/** Sends a form to people: the round, the invitations, the messages; each in their own working time. */
export async function sendForm(
  parts: SurveyParts,
  stores: Stores,
  pinned: PinnedForm,
  people: readonly Person[],
  round: {
    readonly id: string
    readonly openedBy: string | null
    readonly now: number
    /** Since when it has been owed, where time has made it due. */
    readonly since?: number
  },
): Promise<Say[]> {
  await stores.forms.openRound({
    id: round.id,
    form: pinned.form.id,
    content: pinned.content,
    openedBy: round.openedBy,
    openedAt: round.now,
  })
  const invited = new Set(
    await stores.forms.invite(
      round.id,
      people.map((person) => person.id),
    ),
  )
  return invitations(
    parts,
    people.filter((person) => invited.has(person.id)),
    round,
  )
}

/** The messages that invite people to a round, each in their own working time. */
export function invitations(
  parts: SurveyParts,
  people: readonly Person[],
  round: { readonly id: string; readonly now: number; readonly since?: number },
): Say[] {
  const { company } = parts.programs()
  return people.map((person) => ({
    key: keyFrom(parts.digest, 'invitation', round.id, person.id),
    ...(round.since !== undefined && { since: round.since }),
    to: { kind: 'person', person: person.id },
    class: 'greeting',
    content: { kind: 'view', view: 'survey.invitation', args: { round: round.id, person: person.id } },
    alike: localeOf(person, null, company.language),
    // All at the same minute: how fast they go out is the pace of their platform, and equal texts can share a call.
    notBefore: nextAllowed(round.now, round.id, person.timezone ?? company.timeZone, company.calendar, company.quiet),
  }))
}

/** The forms somebody may send and see the results of. */
export function formsReadBy(parts: SurveyParts, person: Person, today: string): PinnedForm[] {
  const { company, forms } = parts.programs()
  return [...forms.values()].filter(
    ({ form }) =>
      form.readers !== null &&
      membersOf(company, form.readers, [person], today).length > 0 &&
      allQuestions(form.items).length > 0,
  )
}
