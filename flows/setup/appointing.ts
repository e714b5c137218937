import {
  type Message,
  type Outcome,
  type Say,
  type SheetData,
  type SheetValues,
  sayToThem,
  shorten,
  type Turn,
} from '#core'
import { canSpeakUp, isEmployed, membersOf, type Person, type Setup, withSetup } from '#domain'
import { findPeople, readNameFirst, roleName, rolesOfCompany } from './names.ts'
import { type SetupParts, type Stores, today } from './parts.ts'
import { ROLE_NAMES, words } from './words.ts'

/** More than that is typed, not picked from a list. */
const LIST_MAX = 100
const CANDIDATES = 10

/** The form in which an administrator names somebody for a role: picked from a short staff list, else typed. */
export async function appointSheet(parts: SetupParts, turn: Turn<Stores>, role: string): Promise<Outcome> {
  const { locale } = turn.member
  const text = words(locale)
  if (!rolesOfCompany(parts.programs()).includes(role)) return noRole(parts, turn)
  const people = await staff(parts, turn)
  const { options } = turn.capabilities.sheet ?? { options: { max: LIST_MAX, labelMax: 100 } }
  const listed = people.length <= Math.min(LIST_MAX, options.max) && people.length > 0
  const field = listed
    ? ({
        kind: 'choice',
        options: people.map((person) => ({ value: person.id, label: shorten(labelOf(person), options.labelMax) })),
      } as const)
    : ({ kind: 'text', hint: text.sheetHint, maxLength: 100 } as const)
  const state = turn.sheets.seal({ flow: 'setup', form: 'appoint', id: turn.random.id(), args: { role } })
  return {
    sheet: {
      title: text.sheetTitle(roleName(role, locale)),
      submit: text.sheetSubmit,
      steps: [{ fields: [{ name: 'person', label: text.sheetAsk, required: true, ...field }] }],
      state,
    },
  }
}

export async function appointSubmitted(
  parts: SetupParts,
  turn: Turn<Stores>,
  { args }: SheetData,
  values: SheetValues,
): Promise<Outcome> {
  const typed = typeof values.person === 'string' ? values.person.trim() : ''
  const found = await findOne(parts, turn, typed)
  if ('fault' in found) return { errors: { person: found.fault } }
  return appoint(parts, turn, args.role ?? '', found)
}

/** `role person`, as typed after the command. */
export async function appointTyped(parts: SetupParts, turn: Turn<Stores>, rest: string): Promise<Outcome> {
  const typed = readNameFirst(rest, rolesOfCompany(parts.programs()), ROLE_NAMES)
  if (!typed) return noRole(parts, turn)
  if (typed.rest === '') return appointSheet(parts, turn, typed.name)
  const found = await findOne(parts, turn, typed.rest)
  return 'fault' in found ? tell(turn, found.fault) : appoint(parts, turn, typed.name, found)
}

export async function withdrawTyped(parts: SetupParts, turn: Turn<Stores>, rest: string): Promise<Outcome> {
  const { locale } = turn.member
  const text = words(locale)
  const { company } = parts.programs()
  const typed = readNameFirst(rest, rolesOfCompany(parts.programs()), ROLE_NAMES)
  if (!typed) return noRole(parts, turn)
  const found = await findOne(parts, turn, typed.rest)
  if ('fault' in found) return tell(turn, found.fault)
  const role = roleName(typed.name, locale)
  const day = today(parts, turn)
  const holders = membersOf(company, typed.name, await staff(parts, turn), day)
  if (!holders.some(({ id }) => id === found.id)) return tell(turn, text.notHolder(found.name, role))
  if (typed.name === 'admin' && holders.length === 1) return tell(turn, text.lastAdmin)
  if (!(await turn.stores.setup.withdraw(typed.name, found.id))) return tell(turn, text.inFile(found.name, role))
  parts.changed()
  return tell(turn, text.withdrawn(found.name, role))
}

async function appoint(parts: SetupParts, turn: Turn<Stores>, role: string, person: Person): Promise<Outcome> {
  const { locale } = turn.member
  const text = words(locale)
  if (!rolesOfCompany(parts.programs()).includes(role)) return noRole(parts, turn)
  const name = roleName(role, locale)
  const people = await staff(parts, turn)
  const open = (setup: Setup) => canSpeakUp(withSetup(parts.programs().company, setup), people, today(parts, turn))
  const before = await turn.stores.setup.current()
  const held = membersOf(parts.programs().company, role, [person], today(parts, turn)).length > 0
  if (held || !(await turn.stores.setup.appoint(role, person.id, turn.member.id, turn.now))) {
    return tell(turn, text.already(person.name, name))
  }
  parts.changed()
  const opened = !open(before) && open(await turn.stores.setup.current())
  const told = opened ? `${text.appointed(person.name, name)}\n${text.nowOpen}` : text.appointed(person.name, name)
  return { say: [sayToThem(turn, { text: told }), ...(person.id === turn.member.id ? [] : [toHolder(person, role)])] }
}

/** Whoever is given a role is told, in their own language. */
function toHolder(person: Person, role: string): Say {
  return {
    to: { kind: 'person', person: person.id },
    class: 'answer',
    content: { kind: 'view', view: 'setup.appointed', args: { role } },
  }
}

async function findOne(parts: SetupParts, turn: Turn<Stores>, typed: string): Promise<Person | { fault: string }> {
  const text = words(turn.member.locale)
  if (typed === '') return { fault: text.needPerson }
  const found = findPeople(await staff(parts, turn), typed)
  const [only] = found
  if (!only) return { fault: text.noPerson(shorten(typed, 40)) }
  return found.length === 1 ? only : { fault: text.manyPeople(found.slice(0, CANDIDATES).map(labelOf).join('; ')) }
}

async function staff(parts: SetupParts, turn: Turn<Stores>): Promise<Person[]> {
  const day = today(parts, turn)
  return (await turn.stores.people.all()).filter((person) => isEmployed(person, day))
}

function labelOf({ id, name, department }: Person): string {
  return `${name} (${[id, department].filter(Boolean).join(', ')})`
}

function noRole(parts: SetupParts, turn: Turn<Stores>): Outcome {
  const { locale } = turn.member
  const names = rolesOfCompany(parts.programs()).map((role) => roleName(role, locale))
  return tell(turn, words(locale).noRole(names.join(locale === 'zh-CN' ? '、' : ', ')))
}

function tell(turn: Turn<Stores>, text: string): Outcome {
  const message: Message = { text }
  return { say: [sayToThem(turn, message)] }
}
