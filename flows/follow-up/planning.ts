import {
  type Cadence,
  dateAt,
  escalateAt,
  type Nominal,
  nextRepeat,
  type Occurrence,
  type Person,
  type PlanContext,
  planOccurrence,
  repeatPeriod,
  type Series,
  seriesName,
  stepDates,
} from '#domain'
import { type FollowUpParts, planContext, type Stores } from './parts.ts'
import { customerSubject, isMeant, loadSubject, ownerOf, personSubject, type Subject } from './subject.ts'

/** Plans everything for everybody: at the start, and when definitions or the calendar have changed. */
export async function planAll(parts: FollowUpParts, stores: Stores, now: number): Promise<void> {
  for (const person of await stores.people.all()) await planSubject(parts, stores, personSubject(person), now)
  for (const customer of await stores.customers.all()) await planSubject(parts, stores, customerSubject(customer), now)
}

/** Plans for those a file brought or changed, and hands over what people who left had open. */
export async function planChanged(
  parts: FollowUpParts,
  stores: Stores,
  refs: readonly string[],
  now: number,
): Promise<void> {
  for (const ref of refs) {
    const subject = await loadSubject(stores, ref)
    if (!subject) continue
    await planSubject(parts, stores, subject, now)
    const { person } = subject
    if (person && hasGone(person, today(parts, now))) await handOver(parts, stores, person.id, now)
  }
}

/** Brings the open occurrences of a subject in line with what the definitions ask today. */
export async function planSubject(parts: FollowUpParts, stores: Stores, subject: Subject, now: number): Promise<void> {
  for (const cadence of parts.programs().cadences.values()) {
    for (const series of cadence.series) await planSeries(parts, stores, cadence, series, subject, now)
  }
}

export async function planSeries(
  parts: FollowUpParts,
  stores: Stores,
  cadence: Cadence,
  series: Series,
  subject: Subject,
  now: number,
): Promise<Occurrence[]> {
  const name = seriesName(cadence, series)
  const context = planContext(parts, now)
  const known = await stores.occurrences.of(name, subject.ref)
  const meant = isMeant(cadence, series, subject, today(parts, now))
  const anchor = meant ? await anchorOf(stores, cadence, name, subject) : null
  await voidOthers(stores, known, anchor?.on ?? null, now)
  if (!anchor) return []

  const nominals =
    series.dates.kind === 'steps'
      ? stepDates(series.dates.steps, anchor.on, today(parts, now))
      : repeat(cadence, anchor, repeatPeriod(series.dates, anchor.kind), known, context)
  await correctGuesses(stores, known, cadence, anchor.on, context)
  const planned = new Set(known.filter((one) => one.state !== 'void').map((one) => one.nominalOn))
  const missing = nominals.filter((nominal) => !planned.has(nominal.nominalOn))
  if (missing.length === 0) return []
  const owner = await ownerOf(parts, stores, series, subject, today(parts, now))
  const occurrences = missing.map((nominal) =>
    planOccurrence(cadence, name, subject.ref, nominal, owner?.id ?? null, context, parts.random.id()),
  )
  await stores.occurrences.add(occurrences)
  return occurrences
}

/** The date a series counts from, and how that contact was made. */
async function anchorOf(stores: Stores, cadence: Cadence, name: string, subject: Subject) {
  if (cadence.anchor === 'joined_on') return on(subject.person?.joinedOn ?? null)
  if (cadence.anchor === 'left_on') return on(subject.person?.leftOn ?? null)
  const { customer } = subject
  if (!customer) return null
  const record = await stores.occurrences.lastRecord(name, subject.ref)
  const visited = customer.lastVisitOn
  if (record && (visited === null || record.contactedOn >= visited)) {
    const how = record.answers.how
    return { on: record.contactedOn, kind: typeof how === 'string' ? how : null }
  }
  if (visited !== null) return { on: visited, kind: 'visit' }
  return on(await stores.customers.knownSince(customer.id))
}

function on(date: string | null) {
  return date === null ? null : { on: date, kind: null }
}

/**
 * A repeating series has one date ahead: the next is asked for when the newest is closed or was missed. After a
 * standstill that is every date up to now, whatever the hour.
 */
function repeat(
  cadence: Cadence,
  anchor: { on: string },
  period: string,
  known: readonly Occurrence[],
  context: PlanContext,
): Nominal[] {
  const day = dateAt(context.now, context.timeZone)
  const newest = known.filter((one) => one.anchorOn === anchor.on && one.state !== 'void').at(-1)
  if (newest?.state === 'open' && !isMissed(cadence, newest.deadlineOn, context)) return []
  const nominals: Nominal[] = []
  let last = newest?.nominalOn ?? null
  do {
    const next = nextRepeat(anchor.on, period, last, day)
    nominals.push(next)
    last = next.nominalOn
  } while (isMissed(cadence, context.calendar.onOrBefore(last), context))
  return nominals
}

function isMissed(cadence: Cadence, deadlineOn: string, context: PlanContext): boolean {
  return context.now >= escalateAt(cadence, deadlineOn, context)
}

/** What was planned from another date, or is no longer meant, is off. */
async function voidOthers(
  stores: Stores,
  known: readonly Occurrence[],
  anchorOn: string | null,
  now: number,
): Promise<void> {
  for (const one of known) {
    if (one.state !== 'open' || one.anchorOn === anchorOn) continue
    const reason = anchorOn === null ? 'not-meant' : 'anchor-changed'
    await stores.occurrences.change({ ...one, state: 'void', nextAt: null, reason, closedAt: now })
  }
}

/** Dates of a year whose holidays were not published when they were planned are worked out again. */
async function correctGuesses(
  stores: Stores,
  known: readonly Occurrence[],
  cadence: Cadence,
  anchorOn: string,
  context: PlanContext,
): Promise<void> {
  for (const one of known) {
    if (one.state !== 'open' || !one.provisional || one.step !== 'remind' || one.anchorOn !== anchorOn) continue
    const fresh = planOccurrence(cadence, one.cadence, one.subject, one, one.ownerId, context, one.id)
    if (fresh.provisional && fresh.deadlineOn === one.deadlineOn) continue
    const { deadlineOn, provisional, nextAt } = fresh
    await stores.occurrences.change({ ...one, deadlineOn, provisional, nextAt })
  }
}

/** Whose last day has come: it still counts, but who is noticed to have left does nothing more on it. */
function hasGone({ leftOn }: Person, on: string): boolean {
  return leftOn !== null && leftOn <= on
}

/** Gives what somebody had open to whoever is in charge now. */
async function handOver(parts: FollowUpParts, stores: Stores, personId: string, now: number): Promise<void> {
  for (const one of await stores.occurrences.openOf(personId)) {
    const found = seriesOf(parts, one)
    const subject = found && (await loadSubject(stores, one.subject))
    if (!found || !subject) continue
    const owner = await ownerOf(parts, stores, found.series, subject, today(parts, now), personId)
    const ownerId = owner?.id ?? null
    const nextFor = one.nextFor === personId ? (ownerId ?? '') : one.nextFor
    await stores.occurrences.change({ ...one, ownerId, nextFor })
  }
}

/** The definition an occurrence belongs to, null when it is no longer there. */
export function seriesOf(parts: FollowUpParts, occurrence: Occurrence): { cadence: Cadence; series: Series } | null {
  const [id = ''] = occurrence.cadence.split('/')
  const cadence = parts.programs().cadences.get(id)
  const series = cadence?.series.find((one) => seriesName(cadence, one) === occurrence.cadence)
  return cadence && series ? { cadence, series } : null
}

function today(parts: FollowUpParts, now: number): string {
  return dateAt(now, parts.programs().company.timeZone)
}
