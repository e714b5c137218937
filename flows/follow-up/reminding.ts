import { type DueWork, keyFrom, type Say } from '#core'
import {
  type Cadence,
  closeAt,
  dateAt,
  doubtUntil,
  escalateAt,
  isEmployed,
  mayWrite,
  morningOf,
  nextAllowed,
  type Occurrence,
  type Person,
  type Series,
  windowEnd,
} from '#domain'
import { type FollowUpParts, planContext, type Stores } from './parts.ts'
import { planSeries, seriesOf } from './planning.ts'
import { isMeant, loadSubject, ownerOf, type Subject, superiorOf } from './subject.ts'

/** Working days an owner gets after a reminder that itself came too late. */
const GRACE = 2

/** More rounds than dates a repeating series can fall behind by in years of standstill. */
const MOST_ROUNDS = 1000

/** What one message to somebody is made of. */
interface Item {
  readonly key: string
  readonly late: boolean
  /** Its deadline is today or past. */
  readonly pressing: boolean
  /** It must not come twice. */
  readonly hold: boolean
  /** When it was due. */
  readonly at: number
  /** What makes this reminder another one than all before. */
  readonly cause: string
}

/** Due occurrences, person by person: what is due for one goes out as one message. */
export function reminders(parts: FollowUpParts): DueWork<Stores> {
  return {
    name: 'follow-ups',
    due: (stores, now, limit) => stores.occurrences.dueIds(now, limit),
    next: (stores) => stores.occurrences.nextDue(),
    ahead: (stores, from, until, limit) => stores.occurrences.ahead(from, until, limit),
    async run(stores, id, now) {
      const occurrence = await stores.occurrences.byId(id)
      if (!occurrence || occurrence.nextAt === null || occurrence.nextAt > now) return []
      return new Reminding(parts, stores, occurrence.nextFor, now).run()
    },
  }
}

class Reminding {
  readonly #parts: FollowUpParts
  readonly #stores: Stores
  readonly #person: string
  readonly #now: number
  readonly #items: Item[] = []
  readonly #says: Say[] = []

  constructor(parts: FollowUpParts, stores: Stores, person: string, now: number) {
    this.#parts = parts
    this.#stores = stores
    this.#person = person
    this.#now = now
  }

  async run(): Promise<Say[]> {
    const today = await this.#windowEnd()
    // Closing one may plan the next, which may be due as well: after a standstill until the series has caught up.
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const due = (await this.#stores.occurrences.due(this.#person, today)).filter((one) => this.#isForNow(one))
      if (due.length === 0) break
      for (const occurrence of due) await this.#handle(occurrence)
    }
    const until = this.#items.length === 0 ? null : await doubtUntil(this.#stores.settings)
    return [...this.#says, ...messagesOf(this.#items, until).map((items) => this.#message(items))]
  }

  #add(occurrence: Occurrence, cadence: Cadence, missed: boolean): void {
    const { id, key, step, deadlineOn, snoozes, nextAt } = occurrence
    this.#items.push({
      key,
      late: missed || this.#isLate(occurrence),
      pressing: deadlineOn <= this.#today(),
      hold: cadence.whenUncertain === 'hold',
      at: nextAt ?? this.#now,
      cause: [id, step, deadlineOn, snoozes].join(' '),
    })
  }

  /** Everything to say within the time in which somebody may be written to today is said with the first of it. */
  async #windowEnd(): Promise<number> {
    const { calendar, quiet, timeZone } = this.#parts.programs().company
    const person = await this.#stores.people.get(this.#person)
    const zone = person?.timezone ?? timeZone
    return person && mayWrite(this.#now, zone, calendar, quiet) ? windowEnd(this.#now, zone, quiet) : this.#now
  }

  #isForNow({ step, nextAt }: Occurrence): boolean {
    return step !== 'close' || (nextAt !== null && nextAt <= this.#now)
  }

  async #handle(occurrence: Occurrence): Promise<void> {
    const found = seriesOf(this.#parts, occurrence)
    const subject = found && (await loadSubject(this.#stores, occurrence.subject))
    if (!found || !subject || !isMeant(found.cadence, found.series, subject, this.#today())) {
      return this.#close(occurrence, 'void', 'not-meant')
    }
    switch (occurrence.step) {
      case 'remind':
        return this.#remind(occurrence, found.cadence, found.series, subject)
      case 'escalate':
        return this.#escalate(occurrence, found.cadence, found.series, subject)
      case 'close':
        return this.#close(occurrence, 'missed', 'no-record')
    }
  }

  async #remind(occurrence: Occurrence, cadence: Cadence, series: Series, subject: Subject): Promise<void> {
    const owner = await this.#owner(occurrence, series, subject)
    if (owner?.id !== this.#person) return this.#pass(occurrence, owner)
    const context = planContext(this.#parts, this.#now)
    const missed = this.#now >= escalateAt(cadence, occurrence.deadlineOn, context)
    if (missed) {
      await planSeries(this.#parts, this.#stores, cadence, series, subject, this.#now)
      if (await this.#isSuperseded(occurrence, cadence)) return this.#close(occurrence, 'missed', 'superseded')
    }
    if (this.#deferred(occurrence, owner)) return this.#defer(occurrence, owner)
    if (cadence.send !== null) return this.#send(occurrence, cadence, cadence.send, subject)

    await this.#closeOlder(occurrence)
    const superior = await superiorOf(this.#parts, this.#stores, owner, subject, this.#today())
    const nextAt = missed ? this.#graceEnds() : escalateAt(cadence, occurrence.deadlineOn, context)
    this.#add(occurrence, cadence, missed)
    await this.#change({
      ...occurrence,
      ownerId: owner.id,
      step: 'escalate',
      remindedAt: this.#now,
      nextAt,
      nextFor: superior?.id ?? '',
    })
  }

  async #escalate(occurrence: Occurrence, cadence: Cadence, series: Series, subject: Subject): Promise<void> {
    await planSeries(this.#parts, this.#stores, cadence, series, subject, this.#now)
    if (await this.#isSuperseded(occurrence, cadence)) return this.#close(occurrence, 'missed', 'superseded')
    const owner = await this.#owner(occurrence, series, subject)
    const superior = await superiorOf(this.#parts, this.#stores, owner, subject, this.#today())
    if (superior?.id !== this.#person) return this.#pass(occurrence, superior)
    if (this.#deferred(occurrence, superior)) return this.#defer(occurrence, superior)
    this.#add(occurrence, cadence, false)
    const context = planContext(this.#parts, this.#now)
    const close = Math.max(closeAt(cadence, occurrence.deadlineOn, context), this.#graceEnds())
    await this.#change({ ...occurrence, ownerId: owner?.id ?? null, step: 'close', nextAt: close })
  }

  /** Sends a form in the place of a reminder; with that it is done. */
  async #send(occurrence: Occurrence, cadence: Cadence, formId: string, { person }: Subject): Promise<void> {
    const pinned = this.#parts.programs().forms.get(formId)
    if (!pinned || !person) return this.#close(occurrence, 'void', 'not-meant')
    const since = occurrence.nextAt ?? this.#now
    const round = { id: `${occurrence.cadence}-${pinned.content.slice(0, 16)}`, openedBy: null, now: this.#now, since }
    const says = await this.#parts.sendForm(this.#stores, pinned, [person], round)
    this.#says.push(...says.map((say) => ({ ...say, ...whenUncertain(cadence.whenUncertain === 'hold') })))
    return this.#close(occurrence, 'done', 'sent')
  }

  /** Whether a newer date of the same series has come up, so that only that one is asked for. */
  async #isSuperseded(occurrence: Occurrence, cadence: Cadence): Promise<boolean> {
    const { calendar } = this.#parts.programs().company
    const others = await this.#stores.occurrences.of(occurrence.cadence, occurrence.subject)
    return others.some(
      (one) =>
        one.state === 'open' &&
        one.nominalOn > occurrence.nominalOn &&
        calendar.addWorkingDays(one.deadlineOn, -cadence.lead) <= this.#today(),
    )
  }

  async #closeOlder(occurrence: Occurrence): Promise<void> {
    for (const one of await this.#stores.occurrences.of(occurrence.cadence, occurrence.subject)) {
      if (one.state === 'open' && one.nominalOn < occurrence.nominalOn) await this.#close(one, 'missed', 'superseded')
    }
  }

  async #owner(occurrence: Occurrence, series: Series, subject: Subject): Promise<Person | null> {
    const owner = occurrence.ownerId === null ? null : await this.#stores.people.get(occurrence.ownerId)
    if (owner && isEmployed(owner, this.#today())) return owner
    return ownerOf(this.#parts, this.#stores, series, subject, this.#today())
  }

  /** Gives the step to somebody else; with nobody to give it to, it is tried again on the next working day. */
  #pass(occurrence: Occurrence, to: Person | null): Promise<void> {
    if (to) return this.#change({ ...occurrence, nextFor: to.id })
    const { calendar, timeZone, quiet } = this.#parts.programs().company
    const day = calendar.addWorkingDays(this.#today(), 1)
    return this.#change({ ...occurrence, nextFor: '', nextAt: morningOf(day, '', timeZone, quiet) })
  }

  #deferred(_occurrence: Occurrence, person: Person): boolean {
    const { calendar, quiet, timeZone } = this.#parts.programs().company
    return !mayWrite(this.#now, person.timezone ?? timeZone, calendar, quiet)
  }

  #defer(occurrence: Occurrence, person: Person): Promise<void> {
    const { calendar, quiet, timeZone } = this.#parts.programs().company
    const nextAt = nextAllowed(this.#now, person.id, person.timezone ?? timeZone, calendar, quiet)
    return this.#change({ ...occurrence, nextAt })
  }

  /** A day or more after it was due: the bot was away. */
  #isLate(occurrence: Occurrence): boolean {
    return occurrence.nextAt !== null && this.#now - occurrence.nextAt > 24 * 3_600_000
  }

  #graceEnds(): number {
    const { calendar, quiet, timeZone } = this.#parts.programs().company
    return morningOf(calendar.addWorkingDays(this.#today(), GRACE), '', timeZone, quiet)
  }

  #close(occurrence: Occurrence, state: 'void' | 'missed' | 'done', reason: string): Promise<void> {
    return this.#change({ ...occurrence, state, reason, nextAt: null, closedAt: this.#now })
  }

  async #change(occurrence: Occurrence): Promise<void> {
    await this.#stores.occurrences.change(occurrence)
  }

  #message(items: readonly Item[]): Say {
    const [only] = items
    return {
      key: keyFrom(this.#parts.digest, 'reminder', this.#person, ...items.map((item) => item.cause).toSorted()),
      since: Math.min(...items.map((item) => item.at)),
      to: { kind: 'person', person: this.#person },
      class: items.some((item) => item.pressing) ? 'deadline' : 'visit',
      ...whenUncertain(items.some((item) => item.hold)),
      ...(items.length === 1 && only && { subject: `follow-up:${only.key}` }),
      content: {
        kind: 'view',
        view: 'follow-up.items',
        args: {
          for: this.#person,
          keys: items.map((item) => item.key).join('\n'),
          late: items.flatMap((item) => (item.late ? [item.key] : [])).join('\n'),
        },
      },
    }
  }

  #today(): string {
    return dateAt(this.#now, this.#parts.programs().company.timeZone)
  }
}

/** A message is held when one of the things it says must not come twice. */
function whenUncertain(hold: boolean): Pick<Say, 'whenUncertain'> {
  return hold ? { whenUncertain: 'hold' } : {}
}

/**
 * What goes out together: everything. After a restore, what was due before it goes as it would have gone then, by the
 * time it was due: only so does the platform know it again.
 */
function messagesOf(items: readonly Item[], until: number | null): Item[][] {
  const groups = new Map<number | null, Item[]>()
  for (const item of items) {
    const at = until !== null && item.at <= until ? item.at : null
    groups.set(at, [...(groups.get(at) ?? []), item])
  }
  return [...groups.values()]
}
