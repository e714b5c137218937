import type { Message, Turn } from '#core'
import { type KnownEntry, newPerson, personRef } from '#domain'
import type { Stores } from './directory.ts'
import { words } from './words.ts'

/** What a decision did. */
interface Decided {
  readonly message: Message
  readonly touched: readonly string[]
  /** An account that has found its person. */
  readonly unread?: KnownEntry
}

/** Somebody's word on one account: `value` names it, and the person it is said to belong to. Null when it was given before. */
export async function decide(turn: Turn<Stores>, verb: string, value: string, today: string): Promise<Decided | null> {
  const [entry, chosen] = await read(turn, value)
  if (!entry || entry.state !== (verb === 'left' || verb === 'stays' ? 'gone' : 'doubtful')) return null
  switch (verb) {
    case 'same':
      return same(turn, entry, chosen)
    case 'fresh':
      return fresh(turn, entry)
    case 'ignore':
      return ignore(turn, entry)
    case 'left':
    case 'stays':
      return whetherLeft(turn, entry, verb === 'left', today)
    default:
      return null
  }
}

/** Takes a decision back: the account is in doubt again. */
export async function undo(turn: Turn<Stores>, value: string): Promise<Decided | null> {
  const [entry] = await read(turn, value)
  if (entry?.state !== 'linked' && entry?.state !== 'ignored') return null
  await turn.stores.people.unlink(entry, [entry.userId])
  await turn.stores.directory.put([{ ...entry, state: 'doubtful', person: null }])
  return { message: { text: words(turn.member.locale).undone, actions: [reviewAction(turn)] }, touched: [] }
}

async function same(turn: Turn<Stores>, entry: KnownEntry, chosen: string): Promise<Decided | null> {
  const person = entry.candidates.includes(chosen) ? await turn.stores.people.get(chosen) : null
  if (!person) return null
  await link(turn, entry, person.id)
  await turn.stores.directory.put([{ ...entry, state: 'linked', person: person.id }])
  const message = withUndo(turn, words(turn.member.locale).linked(person.name), entry)
  return { message, touched: [personRef(person)], unread: entry }
}

async function fresh(turn: Turn<Stores>, entry: KnownEntry): Promise<Decided> {
  const { name, department } = entry
  const person = newPerson({ id: `${entry.platform}-${entry.userId}`, name, department })
  await turn.stores.people.put([person])
  await link(turn, entry, person.id)
  await turn.stores.directory.put([{ ...entry, state: 'made', person: person.id }])
  return { message: { text: words(turn.member.locale).added(entry.name) }, touched: [personRef(person)], unread: entry }
}

async function ignore(turn: Turn<Stores>, entry: KnownEntry): Promise<Decided> {
  await turn.stores.directory.put([{ ...entry, state: 'ignored' }])
  return { message: withUndo(turn, words(turn.member.locale).ignored, entry), touched: [] }
}

async function whetherLeft(
  turn: Turn<Stores>,
  entry: KnownEntry,
  left: boolean,
  today: string,
): Promise<Decided | null> {
  const text = words(turn.member.locale)
  await turn.stores.directory.remove(entry, [entry.userId])
  const person = entry.person === null ? null : await turn.stores.people.get(entry.person)
  if (!person) return null
  if (!left) return { message: { text: text.markedStays(person.name) }, touched: [] }
  await turn.stores.people.put([{ ...person, leftOn: today }])
  return { message: { text: text.markedLeft(person.name) }, touched: [personRef(person)] }
}

function link(turn: Turn<Stores>, { platform, workspace, userId }: KnownEntry, personId: string): Promise<void> {
  return turn.stores.people.link([{ platform, workspace, userId, personId }])
}

async function read(turn: Turn<Stores>, value: string): Promise<[KnownEntry | null, string]> {
  const [platform = '', workspace = '', userId = '', chosen = ''] = value.split('|')
  return [await turn.stores.directory.get({ platform, workspace }, userId), chosen]
}

function withUndo(turn: Turn<Stores>, text: string, { platform, workspace, userId }: KnownEntry): Message {
  const value = `${platform}|${workspace}|${userId}`
  return { text, actions: [{ id: 'directory.undo', label: words(turn.member.locale).undo, value }, reviewAction(turn)] }
}

function reviewAction(turn: Turn<Stores>) {
  return { id: 'directory.review', label: words(turn.member.locale).review, value: '' }
}
