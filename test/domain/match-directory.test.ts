import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type DirectoryEntry,
  type KnownEntry,
  matchDirectory,
  newPerson,
  type Person,
  type PersonAccount,
} from '#domain'

const PLACE = { platform: 'wecom', workspace: 'company' }
const TODAY = '2026-03-10'

const person = (id: string, more: Partial<Person> = {}) => newPerson({ id, name: id, ...more })

function entry(userId: string, more: Partial<DirectoryEntry> = {}): DirectoryEntry {
  return {
    userId,
    name: userId,
    employeeId: null,
    email: null,
    mobile: null,
    departments: [],
    managerUserId: null,
    title: null,
    locale: null,
    timeZone: null,
    ...more,
  }
}

const account = (userId: string, personId: string, platform = 'wecom'): PersonAccount => ({
  platform,
  workspace: 'company',
  userId,
  personId,
})

function match(
  entries: readonly DirectoryEntry[],
  people: readonly Person[],
  more: {
    accounts?: PersonAccount[]
    known?: KnownEntry[]
    confirmed?: boolean
    read?: string[]
    goneToday?: number
  } = {},
) {
  return matchDirectory({
    place: PLACE,
    entries,
    read: more.read ?? null,
    people,
    accounts: more.accounts ?? [],
    known: more.known ?? [],
    today: TODAY,
    goneToday: more.goneToday ?? 0,
    confirmed: more.confirmed ?? false,
  })
}

const made = (userId: string, id: string): KnownEntry => ({
  ...PLACE,
  userId,
  state: 'made',
  person: id,
  name: id,
  department: '',
  candidates: [],
})

describe('whose an account is', () => {
  test.each<[string, Partial<DirectoryEntry>, Partial<Person>]>([
    ['the employee number', { employeeId: ' P1 ' }, {}],
    ['the e-mail, however it is written', { email: 'Wang@Example.com' }, { email: 'wang@example.com ' }],
    ['the mobile number with and without the country code', { mobile: '+86 138-0013-8000' }, { mobile: '13800138000' }],
    ['full-width digits', { mobile: '１３８００１３８０００' }, { mobile: '13800138000' }],
  ])('is told by %s', (_, told, kept) => {
    const found = match([entry('u1', told)], [person('P1', kept), person('P2')])
    expect(found.link).toEqual([account('u1', 'P1')])
    expect(found.put).toEqual([])
  })

  test('is in doubt when two things point to two people, or only the name to somebody', () => {
    const people = [
      person('P1', { name: '王伟', email: 'a@x.cn' }),
      person('P2', { name: '王伟', mobile: '13800138000' }),
    ]
    const two = match([entry('u1', { email: 'a@x.cn', mobile: '13800138000' })], people)
    expect(two.put).toMatchObject([{ userId: 'u1', state: 'doubtful', candidates: ['P1', 'P2'] }])
    const named = match([entry('u2', { name: ' 王伟' })], people)
    expect(named.put).toMatchObject([{ userId: 'u2', state: 'doubtful', candidates: ['P1', 'P2'] }])
    expect([...two.link, ...named.link]).toEqual([])
  })

  test('a second account that claims to be theirs is in doubt, whoever comes first', () => {
    const boss = person('P1', { email: 'boss@x.cn', mobile: '13800138000' })
    const both = [entry('u1', { email: 'boss@x.cn' }), entry('u2', { mobile: '13800138000' })]
    const together = match(both, [boss])
    expect(together.link).toEqual([account('u1', 'P1')])
    expect(together.put).toMatchObject([{ userId: 'u2', state: 'doubtful', candidates: ['P1'] }])
    const later = match(both, [boss], { accounts: [account('u1', 'P1')] })
    expect(later.link).toEqual([])
    expect(later.put).toMatchObject([{ userId: 'u2', state: 'doubtful', candidates: ['P1'] }])
  })

  test('somebody unknown is added, with department and manager; one person on two platforms is one', () => {
    const boss = person('P1', { email: 'boss@x.cn' })
    const found = match(
      [entry('u1', { email: 'boss@x.cn' }), entry('u2', { name: '李新', departments: ['销售'], managerUserId: 'u1' })],
      [boss],
      { accounts: [account('D1', 'P1', 'dingtalk')] },
    )
    expect(found.link).toEqual([account('u1', 'P1'), account('u2', 'wecom-u2')])
    expect(found.people).toMatchObject([{ id: 'wecom-u2', name: '李新', department: '销售', managerId: 'P1' }])
    expect(found.put).toMatchObject([{ userId: 'u2', state: 'made', person: 'wecom-u2' }])
  })
})

describe('what a file said', () => {
  test('stays; the directory fills in what is missing', () => {
    const found = match(
      [entry('u1', { name: 'Other', email: 'b@x.cn', title: '工程师' })],
      [person('P1', { email: 'a@x.cn' })],
      {
        accounts: [account('u1', 'P1')],
      },
    )
    expect(found.people).toEqual([person('P1', { email: 'a@x.cn', title: '工程师' })])
  })

  test('the same directory twice changes nothing', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.record({ userId: fc.string({ minLength: 1 }), name: fc.string(), email: fc.option(fc.emailAddress()) }),
          {
            selector: (one) => one.userId,
            maxLength: 8,
          },
        ),
        (raw) => {
          const entries = raw.map((one) => entry(one.userId, one))
          const first = match(entries, [])
          const second = match(entries, first.people, { accounts: [...first.link], known: [...first.put] })
          expect(second).toMatchObject({ people: [], link: [], unlink: [], forget: [] })
          expect(second.put.filter((one) => one.state !== 'doubtful')).toEqual([])
        },
      ),
    )
  })
})

describe('who has left', () => {
  test('somebody who came from the directory leaves with it; somebody from a file is asked about', () => {
    const others = ['D', 'E', 'F']
    const here = [entry('u3'), ...others.map((id) => entry(`u${id}`))]
    const found = match(
      here,
      ['A', 'B', 'C', ...others].map((id) => person(id)),
      {
        accounts: [
          ...['A', 'B', 'C'].map((id, n) => account(`u${n + 1}`, id)),
          ...others.map((id) => account(`u${id}`, id)),
        ],
        known: [made('u1', 'A')],
      },
    )
    expect(found.people).toEqual([person('A', { leftOn: TODAY })])
    expect(found.put).toMatchObject([{ userId: 'u2', state: 'gone', person: 'B' }])
    expect(found.unlink).toEqual(['u1', 'u2'])
  })

  test('whoever comes back is the same person', () => {
    const left = person('A', { name: '李新', leftOn: '2026-03-01' })
    const found = match([entry('u1', { name: '李新' })], [left, person('B', { name: '李新' })], {
      known: [made('u1', 'A')],
    })
    expect(found.link).toEqual([account('u1', 'A')])
    expect(found.people).toMatchObject([{ id: 'A', leftOn: null }])
  })

  test('who is still on another platform has not left', () => {
    const found = match([], [person('A')], {
      accounts: [account('u1', 'A'), account('D1', 'A', 'dingtalk')],
      known: [made('u1', 'A')],
    })
    expect(found).toMatchObject({ people: [], put: [], unlink: ['u1'] })
  })

  test('a directory that is suddenly empty dismisses nobody until somebody confirms it', () => {
    const few = ['A', 'B', 'C'].map((id) => person(id))
    const fewAccounts = few.map(({ id }) => account(`u${id}`, id))
    const fewKnown = few.map(({ id }) => made(`u${id}`, id))
    expect(match([], few, { accounts: fewAccounts, known: fewKnown })).toMatchObject({ people: [], withheld: 3 })
    const people = Array.from({ length: 30 }, (_, n) => person(`P${n}`))
    const accounts = people.map(({ id }) => account(`u${id}`, id))
    const known = people.map(({ id }) => made(`u${id}`, id))
    expect(match([], people, { accounts, known })).toMatchObject({ people: [], unlink: [], withheld: 30 })
    const confirmed = match([], people, { accounts, known, confirmed: true })
    expect(confirmed.people).toHaveLength(30)
    expect(confirmed.withheld).toBe(0)
  })
})

describe('an account that was read by itself', () => {
  const people = ['A', 'B', 'C', 'D'].map((id) => person(id))
  const accounts = people.map(({ id }) => account(`u${id}`, id))
  const known = [...people.map(({ id }) => made(`u${id}`, id)), { ...made('u9', 'A'), state: 'doubtful' as const }]

  test('says nothing about the others: only whoever was asked about and is not there has left', () => {
    const found = match([entry('uA', { title: '组长' })], people, { accounts, known, read: ['uA', 'uB'] })
    expect(found).toMatchObject({ unlink: ['uB'], forget: [], withheld: 0 })
    expect(found.people).toEqual([person('A', { name: 'uA', title: '组长' }), person('B', { leftOn: TODAY })])
    expect(match([], people, { accounts, known, read: ['u9'] })).toMatchObject({
      people: [],
      unlink: [],
      forget: ['u9'],
    })
  })

  test('that has another id from now on is still theirs, and nobody has left', () => {
    const owner = person('A', { email: 'a@example.com' })
    const renamed = entry('uA2', { email: owner.email })
    const found = match([renamed], [owner], {
      accounts: [account('uA', 'A')],
      known: [made('uA', 'A')],
      read: ['uA', 'uA2'],
    })
    expect(found).toMatchObject({ link: [account('uA2', 'A')], unlink: ['uA'], put: [], withheld: 0 })
    expect(found.people.filter(({ leftOn }) => leftOn !== null)).toEqual([])
    // While the old one is there the new one may be somebody else's.
    const both = match([entry('uA'), renamed], [owner], { accounts: [account('uA', 'A')], known: [made('uA', 'A')] })
    expect(both).toMatchObject({ link: [], put: [{ userId: 'uA2', state: 'doubtful' }] })
  })

  test('finds its manager among those who are known', () => {
    const found = match([entry('uN', { managerUserId: 'uA' })], people, { accounts, known, read: ['uN'] })
    expect(found.people).toMatchObject([{ id: 'wecom-uN', managerId: 'A' }])
  })

  test('when too many of them are gone at once, nobody is taken for a leaver', () => {
    const found = match([], people, { accounts, known, read: ['uA', 'uB', 'uC'] })
    expect(found).toMatchObject({ people: [], unlink: [], withheld: 3 })
    expect(match([], people, { accounts, known, read: ['uA', 'uB'] })).toMatchObject({
      unlink: ['uA', 'uB'],
      withheld: 0,
    })
  })

  test('those who went before it on the same day count as well, however few go at a time', () => {
    const beside = (goneToday: number) => match([], people, { accounts, known, read: ['uA'], goneToday })
    expect(beside(0)).toMatchObject({ unlink: ['uA'], withheld: 0 })
    // Of a small company no more than half: here the fourth of seven, there the eleventh.
    expect(beside(3)).toMatchObject({ people: [], unlink: [], withheld: 1 })
    expect(beside(2)).toMatchObject({ unlink: ['uA'], withheld: 0 })
    expect(match([], people, { accounts, known, read: [], goneToday: 30 })).toMatchObject({ withheld: 0 })
  })

  test('one by one it comes to the same as reading everybody', () => {
    const someone = fc.record({
      userId: fc.constantFrom('uA', 'uB', 'uC', 'uD', 'uE', 'uF'),
      title: fc.option(fc.constantFrom('组长', '店长')),
    })
    fc.assert(
      fc.property(fc.uniqueArray(someone, { selector: (one) => one.userId, maxLength: 6 }), (raw) => {
        const entries = raw.map((one) => entry(one.userId, one))
        const together = apply(
          { people, accounts, known },
          match(entries, people, { accounts, known, confirmed: true }),
        )
        let one = { people, accounts, known }
        for (const { userId } of [...accounts, entry('uE'), entry('uF'), entry('u9')]) {
          const here = entries.filter((each) => each.userId === userId)
          one = apply(one, match(here, one.people, { ...one, read: [userId] }))
        }
        expect(sorted(one)).toEqual(sorted(together))
      }),
    )
  })
})

interface Kept {
  readonly people: Person[]
  readonly accounts: PersonAccount[]
  readonly known: KnownEntry[]
}

/** What is kept after a match, as the stores keep it. */
function apply(before: Kept, { people, link, unlink, put, forget }: ReturnType<typeof match>): Kept {
  const known = before.known.filter(({ userId }) => !forget.includes(userId))
  const merged = <T>(all: readonly T[], key: (one: T) => string) => [
    ...new Map(all.map((one) => [key(one), one])).values(),
  ]
  return {
    people: merged([...before.people, ...people], ({ id }) => id),
    accounts: [...before.accounts, ...link].filter(({ userId }) => !unlink.includes(userId)),
    known: merged([...known, ...put], ({ userId }) => userId),
  }
}

function sorted({ people, accounts, known }: Kept) {
  const by = <T>(all: readonly T[], key: (one: T) => string) => all.toSorted((a, b) => key(a).localeCompare(key(b)))
  return {
    people: by(people, ({ id }) => id),
    accounts: by(accounts, ({ userId }) => userId),
    known: by(known, ({ userId }) => userId),
  }
}
