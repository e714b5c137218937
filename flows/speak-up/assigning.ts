import type { Field, Outcome, Say, Sheet, SheetData, SheetValues, Turn } from '#core'
import { afterStep, type CaseFile, type Person } from '#domain'
import { entered } from './entered.ts'
import { handedIn } from './handed-in.ts'
import { handlerLine } from './handler-line.ts'
import { addNote, noteField } from './noting.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { partyOf } from './party.ts'
import { readersOf } from './readers.ts'
import { sayChange, UNASKED } from './ticket.ts'
import { isCoordinated } from './topics.ts'
import { type InHand, notNow } from './with-case.ts'
import { words } from './words.ts'

/** Who has it in hand, and who stands in for them; also how it is handed over. */
export async function assignSheet(
  parts: SpeakUpParts,
  turn: Turn<Stores>,
  { file, person }: Pick<InHand, 'file' | 'person'>,
  id = turn.random.id(),
): Promise<Sheet> {
  const { locale } = turn.member
  const text = words(locale).desk
  const options = (await candidates(parts, turn, file)).map((one) => ({ value: one.id, label: one.name }))
  const choice = (name: string, label: string, value: string | null): Field => ({
    name,
    kind: 'choice',
    label,
    required: name === 'handler',
    options,
    ...(value !== null && options.some((one) => one.value === value) && { value }),
  })
  return {
    title: text.assignTitle(parts.vault.tags.show(file.tag, locale)),
    submit: text.assignSubmit,
    steps: [
      {
        fields: [
          choice('handler', text.assignHandler, file.handlerId ?? person.id),
          choice('deputy', text.assignDeputy, file.deputyId),
          noteField(locale, false),
        ],
      },
    ],
    state: parts.sheets.seal({ flow: 'case', form: 'assign', id, args: { case: file.id } }),
  }
}

/** Puts a case into somebody's hands. */
export async function assign(
  parts: SpeakUpParts,
  turn: Turn<Stores>,
  hand: InHand,
  sheet: SheetData,
  values: SheetValues,
): Promise<Outcome> {
  const { file, person, party } = hand
  const text = words(turn.member.locale)
  const people = await candidates(parts, turn, file)
  const handler = people.find(({ id }) => id === entered(values.handler))
  if (!handler) return { errors: { handler: text.desk.needHandler } }
  const deputy = people.find(({ id }) => id === entered(values.deputy) && id !== handler.id) ?? null
  const after = afterStep(file, isCoordinated(parts, file), party, 'assign')
  if (!after) return { errors: { handler: notNow(turn, hand) } }
  const before = await handedIn(parts, turn, sheet)
  if (before) return before
  await addNote(parts, turn.stores, file, person, entered(values.note))
  const changed: CaseFile = { ...after, handlerId: handler.id, deputyId: deputy?.id ?? null, acknowledgeBy: null }
  await turn.stores.cases.save(changed, file.revision)
  const line = handlerLine('assign', person, handler)
  const says = await sayChange(parts, turn.stores, changed, line)
  const told = [handler, deputy].filter((one) => one !== null && one.id !== person.id) as Person[]
  const reached = new Set(says.flatMap(({ to }) => (to.kind === 'person' ? [to.person] : [])))
  return { say: [...says, ...told.filter(({ id }) => !reached.has(id)).map((one) => given(changed, person, one))] }
}

/** Tells somebody in person that a case was put into their hands. */
function given(file: CaseFile, by: Person, to: Person): Say {
  return {
    to: { kind: 'person', person: to.id },
    ...UNASKED,
    class: 'deadline',
    content: { kind: 'view', view: 'case.given', args: { case: file.id, person: by.id, to: to.id } },
  }
}

/** Those on the same side of the coordinator: everybody else reads other words. */
async function candidates(parts: SpeakUpParts, turn: Turn<Stores>, file: CaseFile): Promise<Person[]> {
  const readers = (await readersOf(parts, turn.stores)).of(file)
  if (!isCoordinated(parts, file)) return readers
  const side = file.department === null || file.state === 'coordinator' ? 'coordinator' : 'handler'
  const found = readers.filter((person) => partyOf(parts, file, person) === side)
  return found.length > 0 ? found : readers
}
