import type { Action, CoreStores, Flow, Message, Outcome, Say, Section, Turn } from '#core'
import { sayHere } from '#core'
import { type DomainStores, dateAt, hasRole, type KnownEntry, membersOf, type Programs } from '#domain'
import { decide, undo } from './deciding.ts'
import { words } from './words.ts'

export type Stores = CoreStores & DomainStores

export interface DirectoryParts {
  readonly programs: () => Programs
  /** Platforms that have withheld what their directory says; `confirm` has it read again, and lets it count. */
  readonly withheld: {
    of(stores: Stores): Promise<readonly { readonly platform: string; readonly count: number }[]>
    confirm(stores: Stores, platform: string): Promise<boolean>
  }
  /** Has an account read by itself as soon as possible. */
  readonly readAnew: (stores: Stores, platform: string, userId: string) => Promise<void>
  /** Plans dates for those who came, changed or left. */
  readonly touched: (stores: Stores, refs: readonly string[], now: number) => Promise<void>
}

const AT_ONCE = 8
/** Who keeps the staff list. */
const KEEPERS = ['admin', 'hr'] as const

/** The accounts of a directory that only a person can tell apart. */
export function createDirectory(parts: DirectoryParts): Flow<Stores> {
  return {
    name: 'directory',
    commands: [{ name: 'review', words: ['核对名单', '名单核对', 'review people', 'review staff list'] }],

    async menu(turn) {
      if (turn.channel !== null || !(await mayReview(parts, turn))) return []
      const waiting = await turn.stores.directory.waiting()
      const withheld = await parts.withheld.of(turn.stores)
      if (waiting.length + withheld.length === 0) return []
      return [{ id: 'directory.review', label: words(turn.member.locale).review, value: '' }]
    },

    command: (turn) => guarded(parts, turn, () => review(parts, turn)),

    async action(turn, verb, value) {
      return guarded(parts, turn, async () => {
        if (verb === 'review') return review(parts, turn)
        const text = words(turn.member.locale)
        if (verb === 'confirm') {
          if (!(await parts.withheld.confirm(turn.stores, value))) return { notices: [{ text: text.settled }] }
          return { say: [sayHere(turn, { text: text.confirmed })] }
        }
        const today = dateAt(turn.now, parts.programs().company.timeZone)
        const done = verb === 'undo' ? await undo(turn, value) : await decide(turn, verb, value, today)
        if (!done) return { notices: [{ text: text.settled }] }
        // What the directory tells of somebody newly found is filled in.
        const { unread } = done
        if (unread) await parts.readAnew(turn.stores, unread.platform, unread.userId)
        await parts.touched(turn.stores, done.touched, turn.now)
        return { say: [sayHere(turn, done.message)] }
      })
    },
  }
}

/** What is said to those who keep the staff list, when accounts wait for their word. */
export async function askKeepers(
  { programs }: DirectoryParts,
  stores: Stores,
  now: number,
  waiting: number,
): Promise<Say[]> {
  const { company } = programs()
  const today = dateAt(now, company.timeZone)
  const people = await stores.people.all()
  const keepers = KEEPERS.map((role) => membersOf(company, role, people, today)).find((found) => found.length > 0) ?? []
  const text = words(company.language)
  return keepers.map((person) => ({
    to: { kind: 'person', person: person.id },
    class: 'report',
    content: {
      kind: 'message',
      message: { text: text.waiting(waiting), actions: [{ id: 'directory.review', label: text.review, value: '' }] },
    },
  }))
}

async function review(parts: DirectoryParts, turn: Turn<Stores>): Promise<Outcome> {
  const text = words(turn.member.locale)
  const waiting = await turn.stores.directory.waiting()
  const withheld = await parts.withheld.of(turn.stores)
  if (waiting.length + withheld.length === 0) return { say: [sayHere(turn, { text: text.none })] }
  const sections: Section[] = withheld.map(({ platform, count }) => ({
    text: text.withheld(count, platform),
    actions: [{ id: 'directory.confirm', label: text.allLeft, value: platform, style: 'danger' }],
  }))
  for (const entry of waiting.slice(0, AT_ONCE)) sections.push(await question(turn, entry))
  const left = waiting.length - AT_ONCE
  const message: Message = { title: text.title, text: left > 0 ? text.more(left) : '', sections }
  return { say: [sayHere(turn, message)] }
}

async function question(turn: Turn<Stores>, entry: KnownEntry): Promise<Section> {
  const text = words(turn.member.locale)
  const value = `${entry.platform}|${entry.workspace}|${entry.userId}`
  const action = (verb: string, label: string, more = ''): Action => ({
    id: `directory.${verb}`,
    label,
    value: value + more,
  })
  if (entry.state === 'gone') {
    return {
      text: text.gone(entry.name, entry.department, entry.platform),
      actions: [action('left', text.left), action('stays', text.stays)],
    }
  }
  const candidates = await turn.stores.people.many(entry.candidates)
  return {
    text: text.doubtful(entry.name, entry.department, entry.platform),
    actions: [
      ...candidates.map((person) => action('same', text.same(person.name, person.id), `|${person.id}`)),
      action('fresh', text.fresh),
      action('ignore', text.ignore),
    ],
  }
}

async function guarded(parts: DirectoryParts, turn: Turn<Stores>, work: () => Promise<Outcome>): Promise<Outcome> {
  if (await mayReview(parts, turn)) return work()
  return { notices: [{ text: words(turn.member.locale).notAllowed }] }
}

async function mayReview({ programs }: DirectoryParts, turn: Turn<Stores>): Promise<boolean> {
  const { company } = programs()
  const person = await turn.stores.people.get(turn.member.id)
  const today = dateAt(turn.now, company.timeZone)
  return person !== null && KEEPERS.some((role) => hasRole(company, role, person, today))
}
