import type { PlainDate } from '../calendar/plain-date.ts'
import { newPerson } from '../person/new-person.ts'
import { isEmployed, type Person, type PersonAccount } from '../person/person.ts'
import type { DirectoryEntry, DirectoryPlace, KnownEntry } from './directory.ts'

/**
 * So many may leave within a day without a question, and never more than half of a small company; a directory that could
 * not be read whole must not dismiss anybody.
 */
const MOST_LEAVERS = 10
const MOST_LEAVING_SHARE = 0.2
const MOST_OF_FEW = 0.5

export interface DirectoryMatch {
  /** People to add or to change. */
  readonly people: readonly Person[]
  readonly link: readonly PersonAccount[]
  /** Accounts that lead to nobody any more. */
  readonly unlink: readonly string[]
  /** What is newly known, or no longer so, of accounts. */
  readonly put: readonly KnownEntry[]
  readonly forget: readonly string[]
  /** With these so many have gone that somebody has to confirm it first; 0 where nothing was withheld. */
  readonly withheld: number
}

interface MatchParts {
  readonly place: DirectoryPlace
  /** Those of the accounts that were read who are in the directory now. */
  readonly entries: readonly DirectoryEntry[]
  /** Accounts that were read by themselves; null where the directory was read whole. Whoever was not read stays as they are. */
  readonly read: readonly string[] | null
  readonly people: readonly Person[]
  /** Accounts on every platform. */
  readonly accounts: readonly PersonAccount[]
  readonly known: readonly KnownEntry[]
  readonly today: PlainDate
  /** So many accounts have gone since yesterday without anybody's word, or wait for it. */
  readonly goneToday: number
  /** Somebody has confirmed that so many have left. */
  readonly confirmed: boolean
}

/**
 * Brings the staff list in line with a platform's directory. An account belongs to the person with its employee number, its
 * e-mail or its mobile number, if these agree; where they do not, or only the name speaks for somebody, it is for a person
 * to decide. What a file said of somebody stays; a directory fills in what is missing.
 */
export function matchDirectory(parts: MatchParts): DirectoryMatch {
  const { place, entries, people, accounts, known, today } = parts
  const asked = parts.read && new Set(parts.read)
  const wasRead = (userId: string) => asked === null || asked.has(userId)
  const mine = accounts.filter(
    (account) => account.platform === place.platform && account.workspace === place.workspace,
  )
  const ownerOf = new Map(mine.map((account) => [account.userId, account.personId]))
  const knownOf = new Map(known.map((entry) => [entry.userId, entry]))
  const byId = new Map(people.map((person) => [person.id, person]))
  const index = new CandidateIndex(people.filter((person) => isEmployed(person, today)))
  const made = new Set(
    known.flatMap((entry) => (entry.state === 'made' && entry.person !== null ? [entry.person] : [])),
  )

  const here = new Set(entries.map((entry) => entry.userId))
  const isGone = ({ userId }: PersonAccount) => wasRead(userId) && !here.has(userId)
  const gone = mine.filter(isGone)

  // One account of a platform is enough for anybody: a second one that claims to be theirs may be somebody else's. One in
  // the place of another that is gone is theirs with a new id.
  const taken = new Set(mine.filter((account) => !isGone(account)).map(({ personId }) => personId))
  const link: PersonAccount[] = []
  const put: KnownEntry[] = []
  const changed = new Map<string, Person>()
  for (const entry of entries) {
    const before = knownOf.get(entry.userId)
    if (ownerOf.has(entry.userId) || before?.state === 'ignored') continue
    const returned = before?.person ? byId.get(before.person) : undefined
    const claimed: Found = returned ? { kind: 'sure', person: returned } : index.find(entry)
    const found: Found =
      claimed.kind === 'sure' && taken.has(claimed.person.id)
        ? { kind: 'doubtful', candidates: [claimed.person.id] }
        : claimed
    const note = { ...place, userId: entry.userId, name: entry.name, department: entry.departments[0] ?? '' }
    if (found.kind === 'doubtful') put.push({ ...note, state: 'doubtful', person: null, candidates: found.candidates })
    else {
      const person = found.kind === 'sure' ? found.person : personOf(entry, place, byId)
      ownerOf.set(entry.userId, person.id)
      taken.add(person.id)
      link.push({ ...place, userId: entry.userId, personId: person.id })
      if (found.kind === 'sure') continue
      made.add(person.id)
      changed.set(person.id, person)
      byId.set(person.id, person)
      put.push({ ...note, state: 'made', person: person.id, candidates: [] })
    }
  }
  for (const entry of entries) {
    const before = byId.get(ownerOf.get(entry.userId) ?? '')
    if (!before) continue
    const managerId = entry.managerUserId === null ? null : (ownerOf.get(entry.managerUserId) ?? null)
    const after = updated(changed.get(before.id) ?? before, entry, managerId, made.has(before.id))
    if (differs(before, after) || changed.has(before.id)) changed.set(before.id, after)
  }

  const leftOver = known.filter(
    (entry) => entry.state === 'doubtful' && wasRead(entry.userId) && !here.has(entry.userId),
  )
  const forget = [...leftOver, ...known.filter((entry) => entry.state === 'gone' && here.has(entry.userId))]
  const leavers = gone.length + parts.goneToday
  const all = mine.length + parts.goneToday
  const nothingThere = asked === null && entries.length === 0
  const tooMany =
    gone.length > 0 &&
    (leavers > Math.max(MOST_LEAVERS, all * MOST_LEAVING_SHARE) ||
      (leavers > 1 && (nothingThere || leavers > all * MOST_OF_FEW)))
  if (tooMany && !parts.confirmed) {
    return { people: [...changed.values()], link, unlink: [], put, forget: idsOf(forget), withheld: gone.length }
  }
  for (const { userId, personId } of gone) {
    const person = byId.get(personId)
    const elsewhere = [...accounts, ...link].some((one) => one.personId === personId && !gone.includes(one))
    if (!person || elsewhere || !isEmployed(person, today)) continue
    const note = { ...place, userId, person: personId, name: person.name, department: person.department }
    if (made.has(personId)) changed.set(personId, { ...(changed.get(personId) ?? person), leftOn: today })
    else put.push({ ...note, state: 'gone', candidates: [] })
  }
  return {
    people: [...changed.values()],
    link,
    unlink: gone.map((account) => account.userId),
    put,
    forget: idsOf(forget),
    withheld: 0,
  }
}

type Found =
  | { readonly kind: 'sure'; readonly person: Person }
  | { readonly kind: 'doubtful'; readonly candidates: readonly string[] }
  | { readonly kind: 'new' }

/** Finds people by what an account tells about its owner. */
class CandidateIndex {
  readonly #by = new Map<string, Person[]>()

  constructor(people: readonly Person[]) {
    for (const person of people) for (const key of keysOfPerson(person)) this.#add(key, person)
  }

  find(entry: DirectoryEntry): Found {
    const strong = distinct(
      [
        entry.employeeId === null ? '' : `id ${entry.employeeId.trim()}`,
        emailKey(entry.email ?? ''),
        mobileKey(entry.mobile ?? ''),
      ].flatMap((key) => this.#by.get(key) ?? []),
    )
    const [only] = strong
    if (only && strong.length === 1) return { kind: 'sure', person: only }
    const candidates = strong.length > 1 ? strong : distinct(this.#by.get(nameKey(entry.name)) ?? [])
    if (candidates.length === 0) return { kind: 'new' }
    return { kind: 'doubtful', candidates: candidates.map((person) => person.id) }
  }

  #add(key: string, person: Person): void {
    if (key !== '') this.#by.set(key, [...(this.#by.get(key) ?? []), person])
  }
}

function keysOfPerson(person: Person): string[] {
  return [`id ${person.id}`, emailKey(person.email), mobileKey(person.mobile), nameKey(person.name)]
}

function emailKey(email: string): string {
  const typed = email.normalize('NFKC').trim().toLowerCase()
  return typed === '' ? '' : `email ${typed}`
}

/** The digits without China's country code: directories write it, files do not. */
function mobileKey(mobile: string): string {
  const digits = mobile.normalize('NFKC').replace(/\D/g, '')
  const national = digits.replace(/^(?:00)?86(?=1\d{10}$)/, '')
  return national === '' ? '' : `mobile ${national}`
}

function nameKey(name: string): string {
  const typed = name.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase()
  return typed === '' ? '' : `name ${typed}`
}

function personOf(entry: DirectoryEntry, place: DirectoryPlace, known: ReadonlyMap<string, Person>): Person {
  const own = entry.employeeId?.trim() ?? ''
  const id = own !== '' && !known.has(own) ? own : `${place.platform}-${entry.userId}`
  return newPerson({ id, name: entry.name })
}

/** `own`: the directory is the only source for this person, so that its changes count; else it fills in what is missing. */
function updated(person: Person, entry: DirectoryEntry, managerId: string | null, own: boolean): Person {
  const text = (before: string, told: string | null) => (own || before === '' ? (told ?? before) : before)
  const nullable = (before: string | null, told: string | null) => (own || before === null ? (told ?? before) : before)
  return {
    ...person,
    name: text(person.name, entry.name),
    department: text(person.department, entry.departments[0] ?? null),
    managerId: managerId === person.id ? person.managerId : nullable(person.managerId, managerId),
    title: text(person.title, entry.title),
    email: text(person.email, entry.email),
    mobile: text(person.mobile, entry.mobile),
    locale: nullable(person.locale, entry.locale),
    timezone: nullable(person.timezone, entry.timeZone),
    // Whoever is in the directory again has come back.
    leftOn: own ? null : person.leftOn,
  }
}

function differs(before: Person, after: Person): boolean {
  return Object.entries(after).some(([name, value]) => before[name as keyof Person] !== value)
}

function distinct(people: readonly Person[]): Person[] {
  return [...new Map(people.map((person) => [person.id, person])).values()]
}

function idsOf(entries: readonly KnownEntry[]): string[] {
  return entries.map((entry) => entry.userId)
}
