import type { DueWork, HeldMessage, Recipient, Say } from '#core'
import { nextAllowed } from '#domain'
import { type Audience, askedIn, audienceOf } from './audience.ts'
import type { OperatorParts, Stores } from './parts.ts'

/** Why a message is held: nobody knows whether it arrived, it has nowhere to go, or it cannot be made. */
export type Reason = 'unknown' | 'no-address' | 'unreadable'

/** Held messages looked at together. */
const PAGE = 200
/** More of a kind become one question. */
const ASKED_SINGLY = 3

export const QUESTION = 'operator.question'

interface Group {
  readonly audience: Audience
  readonly rows: HeldMessage[]
}

export function reasonOf({ code }: HeldMessage): Reason {
  return code === 'no-address' || code === 'unreadable' ? code : 'unknown'
}

/**
 * Asks operators about messages that are held; what nobody can be asked about waits until somebody can, and goes out by itself when it has
 * somewhere to go.
 */
export function questions(parts: OperatorParts): DueWork<Stores> {
  return {
    name: 'held-messages',
    async due(stores, now) {
      const found = (await reachable(stores)).length > 0 || (await askable(stores, now)).length > 0
      return found ? ['held'] : []
    },
    next: async () => null,

    async run(stores, _key, now) {
      const says: Say[] = []
      for (const { row, to } of await reachable(stores)) {
        await stores.outbox.direct(row.key, to, now)
      }
      for (const { rows, asked } of await askable(stores, now)) {
        const question = parts.random.id()
        await stores.outbox.ask(
          rows.map((row) => row.key),
          question,
        )
        says.push(...asked.map((to, index) => questionSay(question, index, to, now)))
      }
      return says
    },
  }

  /** What had nowhere to go and has now: a channel was bound, a platform connected. */
  async function reachable(stores: Stores) {
    const lost = await stores.outbox.homeless(PAGE)
    if (lost.length === 0) return []
    const found = await parts.addresses.find(
      stores,
      lost.map((row) => row.to),
    )
    return lost.flatMap((row, index) => {
      const to = found[index]
      return to ? [{ row, to }] : []
    })
  }

  async function askable(stores: Stores, now: number) {
    // Questions themselves are not asked about.
    const groups = grouped(await stores.outbox.held(PAGE, QUESTION))
    const found: { rows: readonly HeldMessage[]; asked: readonly Recipient[] }[] = []
    const people = new Map<Audience, Recipient[]>()
    for (const { audience, rows } of groups) {
      const asked = people.get(audience) ?? (await askedIn(parts, stores, audience, now))
      people.set(audience, asked)
      if (asked.length > 0) found.push({ rows, asked })
    }
    return found
  }

  /** In working hours: a message that has waited already can wait until the morning. */
  function questionSay(question: string, index: number, to: Recipient, now: number): Say {
    const { calendar, quiet, timeZone } = parts.programs().company
    return {
      key: `${question}-${index}`,
      to,
      class: 'report',
      content: { kind: 'view', view: QUESTION, args: { question, index: String(index) } },
      notBefore: nextAllowed(now, question, timeZone, calendar, quiet),
    }
  }
}

/** Of one kind and for the same people: a few are asked about singly, many at once. */
function grouped(held: readonly HeldMessage[]): Group[] {
  const kinds = new Map<string, Group>()
  for (const row of held) {
    const audience = audienceOf(row)
    const kind = `${reasonOf(row)} ${audience}`
    const group = kinds.get(kind) ?? { audience, rows: [] }
    group.rows.push(row)
    kinds.set(kind, group)
  }
  return [...kinds.values()].flatMap((group) =>
    group.rows.length > ASKED_SINGLY ? [group] : group.rows.map((row) => ({ ...group, rows: [row] })),
  )
}
