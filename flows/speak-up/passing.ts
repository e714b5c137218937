import type { Field, Outcome, Sheet, SheetData, SheetValues, Turn } from '#core'
import {
  afterStep,
  type CaseEntry,
  type CaseFile,
  nextAlarmDay,
  type ReadEntry,
  readAtDesk,
  showDate,
  unpassed,
} from '#domain'
import { withCount } from './enclosed.ts'
import { entered } from './entered.ts'
import { entryText } from './entry-text.ts'
import { handedIn } from './handed-in.ts'
import { handlerLine } from './handler-line.ts'
import { signatureFor } from './named-case.ts'
import { passSignature, signatureFault, signatureFields } from './named-passing.ts'
import { LONGEST_TEXT, type SpeakUpParts, type Stores } from './parts.ts'
import { alarmsFor } from './promise.ts'
import { readersOf } from './readers.ts'
import { sayChange, sayGone } from './ticket.ts'
import { todayOf } from './today.ts'
import { boxOf, isCoordinated, topicOf } from './topics.ts'
import { type InHand, notNow } from './with-case.ts'
import { words } from './words.ts'

/** The coordinator's form: what the author wrote, room for neutral words, and the department. */
export async function passSheet(
  parts: SpeakUpParts,
  turn: Turn<Stores>,
  file: CaseFile,
  id = turn.random.id(),
): Promise<Sheet> {
  const { locale } = turn.member
  const text = words(locale).desk
  const fields: Field[] = []
  const entries = await turn.stores.cases.entries(file.id)
  const author = (await signatureFor(parts, turn.stores, file, 'coordinator', locale)) ?? text.author
  for (const read of toPass(file, entries)) {
    const heading = words(locale).saidOn(author, showDate(read.entry.on, locale))
    const { pictures } = read.entry
    const original = withCount(words(locale), entryText(parts, file, read.entry), pictures)
    fields.push(
      { name: `original_${read.n}`, kind: 'statement', label: `${heading}\n${original}` },
      {
        name: restatedField(read),
        kind: 'paragraph',
        label: text.restate,
        hint: pictures > 0 ? `${text.restateHint} ${text.picturesStay}` : text.restateHint,
        required: false,
        maxLength: LONGEST_TEXT,
        ...(read.entry.restated !== null && { value: parts.vault.cases.open(file.key, read.entry.restated) }),
      },
    )
  }
  const departments = await open(parts, turn, file)
  const usual = departments.find(({ id: one }) => one === file.department) ?? usualOf(parts, file, departments)
  fields.push({
    name: 'department',
    kind: 'choice',
    label: text.department,
    required: true,
    options: departments.map((one) => ({ value: one.id, label: one.title[locale] })),
    ...(usual && { value: usual.id }),
  })
  fields.push(...(await signatureFields(turn.stores, file, locale)))
  return {
    title: text.passTitle(parts.vault.tags.show(file.tag, locale)),
    submit: text.passSubmit,
    steps: [{ fields }],
    state: parts.sheets.seal({ flow: 'case', form: 'pass', id, args: { case: file.id, upTo: String(entries.length) } }),
  }
}

/** Passes on what was chosen, in the coordinator's words where there are some. */
export async function pass(
  parts: SpeakUpParts,
  turn: Turn<Stores>,
  hand: InHand,
  sheet: SheetData,
  values: SheetValues,
): Promise<Outcome> {
  const { file, person, party } = hand
  const { stores } = turn
  const text = words(turn.member.locale)
  const department = (await open(parts, turn, file)).find(({ id }) => id === entered(values.department))
  if (!department) return { errors: { department: text.desk.needDepartment } }
  const after = afterStep(file, isCoordinated(parts, file), party, 'pass')
  if (!after) return { errors: { department: notNow(turn, hand) } }
  const fault = await signatureFault(parts, turn, file, department, values)
  if (fault) return { errors: fault }
  const before = await handedIn(parts, turn, sheet)
  if (before) return before
  const entries = await stores.cases.entries(file.id)
  for (const read of toPass(file, entries)) {
    // What came in while the form was open was not looked at: it waits for another one.
    if (read.n > Number(sheet.args.upTo)) continue
    const restated = entered(values[restatedField(read)])
    await stores.cases.passEntry(file.id, read.n, restated === '' ? null : parts.vault.cases.seal(file.key, restated))
  }
  await passSignature(stores, file, values)
  const same = department.id === file.department
  // Another department begins anew: with none of those who had it, and nothing of what was said at the desk before.
  const anew = same ? {} : { handlerId: null, deputyId: null, passedAfter: entries.length }
  const passed: CaseFile = { ...after, department: department.id, acknowledgeBy: null, ...anew }
  const owed = passed.owedOn === null ? {} : { alarmOn: nextAlarmDay(alarmsFor(parts, passed), todayOf(parts)) }
  const changed = { ...passed, ...owed }
  await stores.cases.save(changed, file.revision)
  const line = handlerLine('pass', person)
  return { say: [...(await sayGone(parts, stores, file, changed)), ...(await sayChange(parts, stores, changed, line))] }
}

/** A department gives a case back to the coordinator: it is not theirs. */
export async function handBack(parts: SpeakUpParts, turn: Turn<Stores>, hand: InHand): Promise<Outcome> {
  const { file, person, party } = hand
  const after = afterStep(file, isCoordinated(parts, file), party, 'hand-back')
  if (!after) return { notices: [{ text: notNow(turn, hand) }] }
  const changed = { ...after, department: null, passedAfter: null, handlerId: null, deputyId: null }
  await turn.stores.cases.save(changed, file.revision)
  const line = handlerLine('hand-back', person)
  return {
    say: [
      ...(await sayGone(parts, turn.stores, file, changed)),
      ...(await sayChange(parts, turn.stores, changed, line)),
    ],
    notices: [{ text: words(turn.member.locale).desk.handedBack }],
  }
}

/** Departments in which somebody may learn of it. */
async function open(parts: SpeakUpParts, turn: Turn<Stores>, file: CaseFile) {
  const readers = await readersOf(parts, turn.stores)
  return boxOf(parts, file).departments.filter(({ handlers }) => readers.inRole(handlers, file).length > 0)
}

/** The department of the topic's own handlers. */
function usualOf(parts: SpeakUpParts, file: CaseFile, departments: readonly { id: string; handlers: string }[]) {
  return departments.find(({ handlers }) => handlers === topicOf(parts, file).handlers)
}

/** What the next department would read: all of it, where none has it; else what is not passed on yet. */
function toPass(file: CaseFile, entries: readonly CaseEntry[]): ReadEntry[] {
  if (file.department !== null) return unpassed(entries)
  return readAtDesk(entries, 'coordinator', true, file).filter(({ entry }) => entry.side === 'author')
}

function restatedField({ n }: ReadEntry): string {
  return `restated_${n}`
}
