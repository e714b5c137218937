import { afterAll, describe, expect, test } from 'vitest'
import { type Addressed, ConflictError, type Conversation, type OutboxDraft, type SendMethod } from '#core'
import type { Database, Stores } from '#db'
import { type CaseFile, type ContactRecord, type Customer, type Occurrence, type Person, UNTOUCHED } from '#domain'
import { DATABASES, openTestDatabase, stopPostgres } from '../support/open-test-database.ts'

afterAll(stopPostgres)

const person = (id: string, more: Partial<Person> = {}): Person => ({
  id,
  name: `姓名 ${id} 😀`,
  department: '部门',
  managerId: null,
  title: '',
  email: '',
  mobile: '',
  joinedOn: '2026-01-31',
  leftOn: null,
  leftReason: '',
  leftKind: null,
  keyPerson: true,
  locale: 'zh-CN',
  timezone: null,
  ...more,
})

const run = (id: string, who: string, more: Partial<Conversation> = {}): Conversation => ({
  id,
  person: who,
  flow: 'survey',
  subject: `subject-${id}`,
  content: 'hash',
  state: '{"answers":{}}',
  revision: 1,
  status: 'active',
  nudgeAt: null,
  ...more,
})

const draft = (key: string, more: Partial<OutboxDraft> = {}): Addressed => {
  const draft: OutboxDraft = {
    key,
    to: { kind: 'person', person: 'p' },
    class: 'answer',
    content: { kind: 'message', message: { text: '你好' } },
    ...more,
  }
  const sealed = draft.to.kind === 'sealed'
  return { draft, to: { route: sealed ? 'sealed' : 'p/w', address: sealed ? null : 'p/w/channel/hr' } }
}

const METHODS = ['send', 'update'] as const

const occurrence = (key: string, more: Partial<Occurrence> = {}): Occurrence => ({
  id: `id-${key}`,
  key,
  cadence: 'calls',
  subject: 'person:x',
  nominalOn: '2026-03-31',
  anchorOn: '2026-02-28',
  deadlineOn: '2026-03-31',
  provisional: false,
  ownerId: 'p',
  state: 'open',
  step: 'remind',
  nextAt: 1000,
  nextFor: 'p',
  remindedAt: null,
  snoozes: 0,
  reason: null,
  closedAt: null,
  closedBy: null,
  late: false,
  ...more,
})

const file = (id: string, more: Partial<CaseFile> = {}): CaseFile => ({
  id,
  ...UNTOUCHED,
  tag: [1, 2],
  topic: 'suggestion',
  key: 'wrapped',
  about: '',
  receivedOn: '2026-03-10',
  owedOn: '2026-03-10',
  answerBy: '2026-03-24',
  acknowledgeBy: null,
  alarmOn: '2026-03-20',
  ...more,
})

describe.each(DATABASES)('stores on %s', (kind) => {
  const open = () => openTestDatabase(kind)
  const within = <T>(database: Database, work: (stores: Stores) => Promise<T>) => database.transaction(work)

  test('a transaction that fails leaves nothing', async () => {
    const database = await open()
    const failed = within(database, async ({ settings }) => {
      await settings.set('a', '1')
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect(await within(database, ({ settings }) => settings.get('a'))).toBeNull()
  })

  test('settings are found by how their names begin; one goes only while it says what was read', async () => {
    const database = await open()
    await within(database, async ({ settings }) => {
      for (const name of ['a:1', 'a:Ünï%', 'A:3', 'ab', 'a_2']) await settings.set(name, 'x')
    })
    const begin = (start: string) => within(database, ({ settings }) => settings.beginning(start))
    expect((await begin('a:')).map(({ name }) => name).toSorted()).toEqual(['a:1', 'a:Ünï%'])
    expect(await begin('a%')).toEqual([])
    await within(database, async ({ settings }) => {
      await settings.set('a:1', 'y')
      await settings.remove('a:1', 'x')
      await settings.remove('a:Ünï%', 'x')
    })
    expect(await begin('a:')).toEqual([{ name: 'a:1', value: 'y' }])
  })

  test('many transactions at once: each sees the ones before it whole', async () => {
    const database = await open()
    const add = () =>
      within(database, async ({ settings, seen }) => {
        await seen.mark(`mark-${Math.random()}`, 1)
        const count = Number((await settings.get('count')) ?? 0)
        await settings.set('count', String(count + 1))
        return count + 1
      })
    if (kind === 'sqlite') {
      const counts = await Promise.all(Array.from({ length: 40 }, add))
      expect(counts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1))
    } else {
      for (let n = 0; n < 10; n++) await add()
      expect(await within(database, ({ settings }) => settings.get('count'))).toBe('10')
    }
  })

  test('seen: true once, also when two ask at the same time; pruned by time', async () => {
    const database = await open()
    const marks = await Promise.all([1, 2, 3, 4].map(() => within(database, ({ seen }) => seen.mark('key', 5))))
    expect(marks.filter(Boolean)).toHaveLength(1)
    await within(database, async ({ seen }) => {
      expect(await seen.prune(5)).toBe(0)
      expect(await seen.prune(6)).toBe(1)
      expect(await seen.mark('key', 7)).toBe(true)
    })
  })

  test('conversations: one active per person, changes name the revision they saw', async () => {
    const database = await open()
    await within(database, async ({ conversations }) => {
      await conversations.open(run('a', 'p'))
      await conversations.open(run('b', 'q'))
      expect(await conversations.active('p')).toEqual(run('a', 'p'))
      expect(await conversations.bySubject('p', 'survey', 'subject-a')).toEqual(run('a', 'p'))
    })
    await expect(within(database, (s) => s.conversations.open(run('c', 'p')))).rejects.toThrow(ConflictError)
    await within(database, (s) => s.conversations.save(run('a', 'p', { state: '{"x":"𠮷"}' }), 1))
    await expect(within(database, (s) => s.conversations.save(run('a', 'p'), 1))).rejects.toThrow(ConflictError)
    await within(database, async ({ conversations }) => {
      expect(await conversations.get('a')).toMatchObject({ revision: 2, state: '{"x":"𠮷"}' })
      await conversations.save(run('a', 'p', { status: 'parked', nudgeAt: 50 }), 2)
      expect(await conversations.active('p')).toBeNull()
      expect((await conversations.parked('p')).map((one) => one.id)).toEqual(['a'])
      expect(await conversations.dueNudges(49, 10)).toEqual([])
      expect(await conversations.dueNudges(50, 10)).toEqual(['a'])
      expect(await conversations.nextNudge()).toBe(50)
    })
    await expect(within(database, (s) => s.conversations.end('a', 1))).rejects.toThrow(ConflictError)
    await within(database, async ({ conversations }) => {
      await conversations.end('a', 3)
      expect(await conversations.get('a')).toBeNull()
    })
  })

  test('two changes of one conversation at once: one wins, the other is told', async () => {
    const database = await open()
    await within(database, (s) => s.conversations.open(run('a', 'p')))
    const outcomes = await Promise.allSettled(
      ['one', 'two', 'three'].map((state) =>
        within(database, (s) => s.conversations.save(run('a', 'p', { state }), 1)),
      ),
    )
    expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    for (const one of outcomes) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(ConflictError)
  })

  test('outbox: due in order, claimed once, settled by the owner alone', async () => {
    const database = await open()
    await within(database, (s) =>
      s.outbox.add(
        [
          draft('a1'),
          draft('a2'),
          draft('b1', { to: { kind: 'channel', channel: 'hr' }, class: 'report', subject: 'case:1' }),
          draft('c1', { to: { kind: 'sealed', case: 'x' }, notBefore: 500, whenUncertain: 'hold' }),
        ],
        100,
      ),
    )
    await within(database, async ({ outbox }) => {
      const due = (now: number, limit: number, route = 'p/w', methods: readonly SendMethod[] = METHODS) =>
        outbox.due({ route, methods, now, limit })
      expect(await due(100, 10)).toEqual(['a1', 'b1'])
      expect(await due(500, 1)).toEqual(['a1'])
      expect(await due(499, 10, 'sealed')).toEqual([])
      expect(await due(500, 10, 'sealed')).toEqual(['c1'])
      expect(await due(500, 10, 'p/w', ['update'])).toEqual([])
      expect(await outbox.nextDue('p/w')).toBe(100)
      expect(await outbox.nextDue('sealed')).toBe(500)
      expect(await outbox.nextDue('other')).toBeNull()
    })
    const claims = await Promise.all(
      ['one', 'two', 'three'].map((owner) =>
        within(database, (s) => s.outbox.claim(['a1', 'b1', 'c1'], { owner, forMs: 60_000 })),
      ),
    )
    const claimed = claims.flat()
    expect(claimed.map((row) => row.key).sort()).toEqual(['a1', 'b1', 'c1'])
    const owner = ['one', 'two', 'three'][claims.findIndex((rows) => rows.some((row) => row.key === 'b1'))] ?? ''
    expect(claimed.find((row) => row.key === 'b1')).toMatchObject({
      to: { kind: 'channel', channel: 'hr' },
      class: 'report',
      subject: 'case:1',
      content: { kind: 'message', message: { text: '你好' } },
      attempts: 1,
      whenUncertain: 'resend',
    })
    expect(claimed.find((row) => row.key === 'c1')).toMatchObject({
      to: { kind: 'sealed', case: 'x' },
      whenUncertain: 'hold',
    })
    await within(database, async ({ outbox }) => {
      // The next of a lane waits for the one before it.
      expect(await outbox.due({ route: 'p/w', methods: METHODS, now: 500, limit: 10 })).toEqual([])
      const sent = { key: 'b1', state: 'sent', messageId: 'm1' } as const
      await outbox.settle('somebody else', [sent], 600)
      expect(await outbox.posted('b1')).toBeNull()
      await outbox.settle(owner, [sent], 600)
      const posted = { key: 'b1', subject: 'case:1', messageId: 'm1', address: 'p/w/channel/hr' }
      expect(await outbox.posted('b1')).toEqual(posted)
      expect(await outbox.postedById('p/w/channel/hr', 'm1')).toEqual(posted)
      expect(await outbox.keyAbout('case:1', { kind: 'channel', channel: 'hr' })).toBe('b1')
      expect(await outbox.counts()).toMatchObject({ sent: 1, claimed: 2, pending: 1 })
    })
  })

  test('outbox: claims run out, uncertain ones are asked about, sealed ones leave no trace', async () => {
    const database = await open()
    await within(database, async ({ outbox }) => {
      await outbox.add([draft('a'), draft('b', { to: { kind: 'sealed', case: 'x' } })], 1)
      await outbox.claim(['a', 'b'], { owner: 'dead', forMs: 0 })
    })
    await within(database, async ({ outbox }) => {
      expect(await outbox.expireClaims()).toBe(2)
      expect(await outbox.expireClaims()).toBe(0)
      expect((await outbox.uncertain(1, 10)).sort()).toEqual(['a', 'b'])
      const claim = { owner: 'me', forMs: 60_000 }
      expect((await outbox.claimUncertain(['a', 'b'], claim)).map((row) => row.key).sort()).toEqual(['a', 'b'])
      expect(await outbox.uncertain(1, 10)).toEqual([])
      await outbox.settle(
        'me',
        [
          { key: 'a', state: 'uncertain', notBefore: 90, code: 'timeout' },
          { key: 'b', state: 'sent', messageId: null },
        ],
        2,
      )
      expect(await outbox.uncertain(89, 10)).toEqual([])
      expect(await outbox.uncertain(90, 10)).toEqual(['a'])
      expect(await outbox.uncertain(90, 10, { only: ['elsewhere'] })).toEqual([])
      expect(await outbox.uncertain(90, 10, { except: ['elsewhere'] })).toEqual(['a'])
      expect(await outbox.counts()).toMatchObject({ uncertain: 1, sent: 0 })
    })
    await within(database, async ({ outbox }) => {
      await outbox.claimUncertain(['a'], { owner: 'gone', forMs: 60_000 })
      expect(await outbox.endClaims(3_600_000)).toBe(0)
      expect(await outbox.endClaims(-1)).toBe(1)
      expect(await outbox.expireClaims()).toBe(1)
    })
  })

  test('outbox: a claim ends row by row; what runs out of it is only what was not settled', async () => {
    const database = await open()
    const people = ['a', 'b', 'c', 'd'].map((key) => draft(key, { batch: 'x', to: { kind: 'person', person: key } }))
    await within(database, (s) => s.outbox.add(people, 1))
    await within(database, ({ outbox }) => outbox.claim(['a', 'b', 'c'], { owner: 'me', forMs: 60_000 }))
    await within(database, ({ outbox }) => outbox.settle('me', [{ key: 'a', state: 'sent', messageId: 'm' }], 2))
    await within(database, async ({ outbox }) => {
      expect(await outbox.counts()).toMatchObject({ sent: 1, claimed: 2, pending: 1 })
      expect(await outbox.waiting('p/w', 1)).toBe(1)
      expect(await outbox.left('x')).toEqual([{ route: 'p/w', at: 1, count: 1 }])
      expect(await outbox.claim(['a', 'b', 'c'], { owner: 'other', forMs: 60_000 })).toEqual([])
      // Not this owner's: the outcome is not believed.
      await outbox.settle('me', [{ key: 'd', state: 'sent', messageId: 'm' }], 2)
      await outbox.settle('me', [{ key: 'b', state: 'released', notBefore: 7 }], 2)
      expect(await outbox.endClaims(-1)).toBe(1)
      expect(await outbox.expireClaims()).toBe(1)
      expect(await outbox.counts()).toMatchObject({ sent: 1, uncertain: 1, pending: 2, claimed: 0 })
      await outbox.settle('me', [{ key: 'c', state: 'sent', messageId: 'm' }], 3)
      expect(await outbox.uncertain(10, 10)).toEqual(['c'])
      const [asked] = await outbox.claimUncertain(['c'], { owner: 'asker', forMs: 60_000 })
      expect(asked?.attempts).toBe(2)
    })
  })

  test('outbox: pages of any size go in, are pruned by time', async () => {
    const database = await open()
    const many = Array.from({ length: 1203 }, (_, n) => draft(`k${n}`, { to: { kind: 'person', person: `p${n}` } }))
    await within(database, (s) => s.outbox.add(many, 1))
    await within(database, (s) => s.outbox.add(many, 1))
    await within(database, async ({ outbox }) => {
      const due = await outbox.due({ route: 'p/w', methods: METHODS, now: 1, limit: 2000 })
      expect(due).toHaveLength(1203)
      expect(await outbox.claim(due, { owner: 'me', forMs: 1000 })).toHaveLength(1203)
      await outbox.settle(
        'me',
        due.map((key) => ({ key, state: 'sent' as const, messageId: `id of ${key}` })),
        50,
      )
      expect((await outbox.posted('k77'))?.messageId).toBe('id of k77')
      expect(await outbox.progress('none')).toMatchObject({ sent: 0, pending: 0 })
      expect(await outbox.prune(50)).toBe(0)
      expect(await outbox.prune(51)).toBe(1203)
    })
  })

  test('outbox: given back untried does not count as an attempt; nobody to write to is said at once', async () => {
    const database = await open()
    await within(database, async ({ outbox }) => {
      await outbox.add([draft('a', { batch: 'x' }), { ...draft('b', { batch: 'x' }), to: null }], 1)
      expect(await outbox.progress('x')).toMatchObject({ pending: 1, void: 1 })
      for (const expected of [1, 1, 1]) {
        const [row] = await outbox.claim(['a', 'b'], { owner: 'me', forMs: 1000 })
        expect(row).toMatchObject({ key: 'a', attempts: expected, batch: 'x' })
        await outbox.settle('me', [{ key: 'a', state: 'released', notBefore: 5 }], 2)
      }
      expect(await outbox.nextDue('p/w')).toBe(5)
    })
  })

  test('outbox: what was added by a clock that was ahead is due at once, what has a time of its own keeps it', async () => {
    const database = await open()
    await within(database, async ({ outbox }) => {
      await outbox.add([draft('a'), draft('b', { to: { kind: 'person', person: 'q' }, notBefore: 9000 })], 7000)
      await outbox.dueAtOnce(100)
      expect(await outbox.due({ route: 'p/w', methods: METHODS, now: 100, limit: 5 })).toEqual(['a'])
      expect(await outbox.claim(['a', 'b'], { owner: 'me', forMs: 1000, now: 100 })).toHaveLength(1)
      expect(await outbox.nextDue('p/w')).toBe(9000)
    })
  })

  test('outbox: what was to be tried once more by a clock that was ahead is due at once; given back, it is due as before', async () => {
    const database = await open()
    const ahead = 10 * 3_600_000
    await within(database, async ({ outbox }) => {
      await outbox.add([draft('a'), draft('b', { to: { kind: 'person', person: 'q' } })], 50)
      await outbox.claim(['a', 'b'], { owner: 'me', forMs: 1000 })
      await outbox.settle('me', [{ key: 'a', state: 'pending', notBefore: ahead, code: 'busy' }], ahead)
      await outbox.settle('me', [{ key: 'b', state: 'released', notBefore: null }], ahead)
      expect(await outbox.nextDue('p/w')).toBe(50)
      expect(await outbox.due({ route: 'p/w', methods: METHODS, now: 100, limit: 5 })).toEqual(['b'])
      await outbox.dueAtOnce(100)
      expect(await outbox.due({ route: 'p/w', methods: METHODS, now: 100, limit: 5 })).toEqual(['b', 'a'])
    })
  })

  test('buckets: nobody takes in between, forgotten when as good as new for long', async () => {
    const database = await open()
    const add = (...names: string[]) =>
      within(database, (s) =>
        s.buckets.change(names, (states) => ({
          writes: states.map((state) => ({ state: String(Number(state) + 1), until: 1 })),
          value: states.map(Number),
        })),
      )
    const values = await Promise.all(Array.from({ length: 8 }, (_, n) => (n % 2 ? add('b', 'a') : add('a', 'b'))))
    expect(values.map(([count]) => count).toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    await within(database, async ({ buckets }) => {
      const now = await buckets.change(['c', 'd'], (states, now) => {
        expect(states).toEqual([null, null])
        return { writes: [{ state: 'new', until: now }, null], value: now }
      })
      expect(Math.abs(now - Date.now())).toBeLessThan(5000)
      expect(await buckets.startingWith('c')).toEqual([{ name: 'c', state: 'new' }])
      expect(await buckets.startingWith('d')).toEqual([])
      await buckets.prune()
      expect((await buckets.startingWith('')).map(({ name }) => name)).toEqual(['c'])
    })
  })

  test('people: added and overwritten, found by account, a chosen language is kept', async () => {
    const database = await open()
    await within(database, async ({ people }) => {
      await people.put([person('b'), person('a', { leftKind: 'voluntary', leftOn: '2026-02-01' })])
      await people.link([{ platform: 'slack', workspace: 'T1', userId: 'U1', personId: 'a' }])
      await people.chooseLocale('a', 'en')
      await people.put([person('a', { name: 'new' })])
      expect((await people.all()).map((one) => one.id)).toEqual(['a', 'b'])
      expect(await people.get('a')).toEqual(person('a', { name: 'new' }))
      expect(await people.get('nobody')).toBeNull()
      expect((await people.many(['b', 'nobody', 'b'])).map((one) => one.id)).toEqual(['b'])
      expect(await people.many([])).toEqual([])
      expect(await people.chosenLocale('a')).toBe('en')
      expect((await people.byAccount('slack', 'T1', 'U1'))?.id).toBe('a')
      expect(await people.byAccount('slack', 'T2', 'U1')).toBeNull()
      expect(await people.byAccount('slack', 'T1', 'u1')).toBeNull()
      await people.link([{ platform: 'wecom', workspace: 'T1', userId: 'ZhangSan', personId: 'b' }])
      expect((await people.byAccount('wecom', 'T1', 'zhangSAN'))?.id).toBe('b')
      expect(await people.byAccount('wecom', 'T1', 'zhang')).toBeNull()
      await people.link([{ platform: 'slack', workspace: 'T1', userId: 'U1', personId: 'b' }])
      expect(await people.accountsOf(['a'])).toEqual([])
      expect(await people.accountsOf(['b', 'b', 'nobody'])).toHaveLength(2)
    })
  })

  test('forms: rounds and invitations once, a submission once', async () => {
    const database = await open()
    const round = { id: 'r', form: 'f', content: 'hash', openedBy: null, openedAt: 1_700_000_000_000 }
    await within(database, async ({ forms }) => {
      await forms.pin('hash', '{"a":"中文"}')
      await forms.pin('hash', 'other')
      expect(await forms.pinned('hash')).toBe('{"a":"中文"}')
      expect(await forms.openRound(round)).toBe(true)
      expect(await forms.openRound(round)).toBe(false)
      expect(await forms.round('r')).toEqual(round)
      expect(await forms.rounds('f')).toEqual([round])
      expect((await forms.invite('r', ['a', 'b'])).sort()).toEqual(['a', 'b'])
      expect(await forms.invite('r', ['b', 'c'])).toEqual(['c'])
      expect(await forms.invitation('r', 'a')).toEqual({ round: 'r', person: 'a', state: 'invited' })
      await forms.decline('r', 'b')
      expect(await forms.openFor('a')).toEqual([round])
      expect(await forms.openFor('b')).toEqual([])
    })
    const submission = {
      id: 's',
      round: 'r',
      form: 'f',
      content: 'hash',
      shape: 'shape',
      person: 'a',
      answers: { one: ['x', 'y'], two: 3 },
      submittedAt: 1_700_000_000_001,
    }
    const taken = await Promise.all(
      ['1', '2'].map((id) => within(database, (s) => s.forms.submit({ ...submission, id }))),
    )
    expect(taken.toSorted()).toEqual([false, true])
    await within(database, async ({ forms }) => {
      expect(await forms.submissions('f')).toMatchObject([{ ...submission, id: expect.any(String) }])
      expect(await forms.invitations('f')).toEqual({ invited: 3, submitted: 1, declined: 1 })
      expect(await forms.openFor('a')).toEqual([])
    })
  })

  test('customers: numbers and nothings come back as they went', async () => {
    const database = await open()
    const one: Customer = {
      id: 'c',
      name: '客户',
      type: '',
      grade: null,
      ownerId: null,
      lastVisitOn: null,
      visits: 12,
      spend: 1300.25,
    }
    await within(database, async ({ customers }) => {
      await customers.put([one], '2026-03-10')
      await customers.put([{ ...one, visits: null }], '2026-04-01')
      expect(await customers.get('c')).toEqual({ ...one, visits: null })
      expect(await customers.all()).toHaveLength(1)
      expect(await customers.knownSince('c')).toBe('2026-03-10')
    })
  })

  test('occurrences: a key once, changed while open, due by person', async () => {
    const database = await open()
    await within(database, async ({ occurrences }) => {
      expect(await occurrences.add([occurrence('a'), occurrence('b', { nextFor: 'q', nextAt: 900 })])).toBe(2)
      expect(await occurrences.add([occurrence('a', { ownerId: 'other' })])).toBe(0)
      expect(await occurrences.get('a')).toEqual(occurrence('a'))
      expect(await occurrences.byId('id-a')).toEqual(occurrence('a'))
      expect(await occurrences.dueIds(899, 10)).toEqual([])
      expect(await occurrences.dueIds(1000, 10)).toEqual(['id-b', 'id-a'])
      expect((await occurrences.due('p', 1000)).map((one) => one.key)).toEqual(['a'])
      expect(await occurrences.nextDue()).toBe(900)
      expect((await occurrences.openOf('p')).map((one) => one.key)).toEqual(['a', 'b'])
      const closed = occurrence('a', { state: 'done', nextAt: null, reason: 'recorded', closedAt: 5, late: true })
      expect(await occurrences.change(closed)).toBe(true)
      expect(await occurrences.change(occurrence('a'))).toBe(false)
      expect(await occurrences.get('a')).toEqual(closed)
      expect((await occurrences.of('calls', 'person:x')).map((one) => one.key).sort()).toEqual(['a', 'b'])
    })
  })

  test('occurrences: what somebody owns is found, whoever is reminded of it next, or nobody', async () => {
    const database = await open()
    await within(database, async ({ occurrences }) => {
      await occurrences.add([
        occurrence('mine', { deadlineOn: '2026-12-03' }),
        occurrence('escalated', { deadlineOn: '2026-12-02', nextFor: 'q' }),
        occurrence('quiet', { deadlineOn: '2026-12-01', nextAt: null }),
        occurrence('nobody', { deadlineOn: '2026-12-01', nextFor: '', nextAt: null }),
        occurrence('closed', { deadlineOn: '2026-12-01' }),
        occurrence('of another', { ownerId: 'q' }),
      ])
      await occurrences.change(occurrence('closed', { state: 'done', nextAt: null }))
      const open = async (owner: string) => (await occurrences.openOf(owner)).map((one) => one.key)
      expect(await open('p')).toEqual(['nobody', 'quiet', 'escalated', 'mine'])
      expect(await open('q')).toEqual(['of another'])
    })
  })

  test('occurrences: what was called off can be asked for again, what is done cannot', async () => {
    const database = await open()
    await within(database, async ({ occurrences }) => {
      await occurrences.add([occurrence('a'), occurrence('b')])
      await occurrences.change(occurrence('a', { state: 'void', nextAt: null, reason: 'not-meant' }))
      await occurrences.change(occurrence('b', { state: 'done', nextAt: null, reason: 'recorded' }))
      await occurrences.add([occurrence('a', { ownerId: 'z' }), occurrence('b', { ownerId: 'z' })])
      expect(await occurrences.get('a')).toEqual(occurrence('a', { ownerId: 'z' }))
      expect((await occurrences.get('b'))?.state).toBe('done')
    })
  })

  test('records: one per occurrence, the newest of a series first asked for', async () => {
    const database = await open()
    const record = (id: string, on: string): ContactRecord => ({
      id,
      occurrence: `o-${id}`,
      cadence: 'calls',
      subject: 'person:x',
      contactedOn: on,
      recordedBy: 'p',
      recordedAt: 1,
      content: 'hash',
      answers: { how: 'call' },
    })
    await within(database, async ({ occurrences }) => {
      await occurrences.addRecord(record('1', '2026-02-01'))
      await occurrences.addRecord(record('2', '2026-01-01'))
      expect(await occurrences.lastRecord('calls', 'person:x')).toEqual(record('1', '2026-02-01'))
      expect((await occurrences.records('person:x')).map((one) => one.id)).toEqual(['2', '1'])
    })
    await expect(within(database, (s) => s.occurrences.addRecord(record('1', '2026-03-01')))).rejects.toThrow()
  })

  test('cases: found by receipt and tag, an author entry can name nobody, a form is taken once', async () => {
    const database = await open()
    const first = { side: 'author', kind: 'text', body: 'sealed', by: null, on: '2026-03-10' } as const
    await within(database, async ({ cases }) => {
      await cases.add(file('x'), first, 'lookup', 'address')
      expect(await cases.byLookup('lookup')).toEqual(file('x'))
      expect(await cases.byLookup('other')).toBeNull()
      expect(await cases.byTag([1, 2])).toEqual(file('x'))
      await cases.addEntry('x', { ...first, side: 'handler', by: 'h' })
      expect((await cases.entries('x')).map((entry) => entry.side)).toEqual(['author', 'handler'])
      expect(await cases.dueAlarms('2026-03-19', 10)).toEqual([])
      expect(await cases.dueAlarms('2026-03-20', 10)).toEqual(['x'])
      expect(await cases.nextAlarm()).toBe('2026-03-20')
      expect(await cases.address('x')).toBe('address')
      await cases.destroyAddress('x')
      expect(await cases.address('x')).toBeNull()
      await cases.save(file('x', { state: 'closed', alarmOn: null }), 1)
      expect(await cases.open()).toEqual([])
      expect(await cases.nextAlarm()).toBeNull()
    })
    await expect(within(database, (s) => s.cases.save(file('x'), 1))).rejects.toThrow(ConflictError)
    await expect(within(database, (s) => s.cases.addEntry('x', { ...first, by: 'somebody' }))).rejects.toThrow()
    const taken = await Promise.all(
      [1, 2, 3].map(() => within(database, (s) => s.cases.takeForm('mark', '2026-03-10'))),
    )
    expect(taken.filter(Boolean)).toHaveLength(1)
    await within(database, async ({ cases }) => {
      expect(await cases.pruneForms('2026-03-10')).toBe(0)
      expect(await cases.pruneForms('2026-03-11')).toBe(1)
    })
  })

  test('cases: pictures go with the entry they came with, in order', async () => {
    const database = await open()
    const entry = { side: 'author', kind: 'text', body: 'sealed', by: null, on: '2026-03-10' } as const
    await within(database, async ({ cases }) => {
      await cases.add(file('x'), { ...entry, pictures: ['one', 'two'] }, 'lookup', null)
      await cases.addEntry('x', entry)
      await cases.addEntry('x', { ...entry, side: 'handler', by: 'h', pictures: ['three'] })
      expect((await cases.entries('x')).map(({ pictures }) => pictures)).toEqual([2, 0, 1])
      expect(await cases.pictures('x')).toEqual([
        { entry: 1, body: 'one' },
        { entry: 1, body: 'two' },
        { entry: 3, body: 'three' },
      ])
      expect(await cases.pictures('y')).toEqual([])
    })
  })

  test('cases: an appeal is found by what it appeals, a text is passed on once it was restated, the author alone is passed on', async () => {
    const database = await open()
    const first = { side: 'author', kind: 'text', body: 'sealed', by: null, on: '2026-03-10' } as const
    await within(database, async ({ cases }) => {
      await cases.add(file('x'), first, 'lookup', null)
      const appeal = file('y', { tag: [3, 4], appealOf: 'x', deciders: ['h', 'i'], muted: true, rating: 4 })
      await cases.addAppeal(appeal, first)
      expect(await cases.appealOf('x')).toEqual(appeal)
      expect(await cases.appealOf('y')).toBeNull()
      await cases.addEntry('x', { ...first, side: 'handler', by: 'h' })
      await cases.passEntry('x', 1, 'restated')
      await cases.passEntry('x', 2, 'restated')
      const [one, two] = await cases.entries('x')
      expect(one).toMatchObject({ restated: 'restated', passed: true })
      expect(two).toMatchObject({ restated: null, passed: false })
      expect(await cases.dueAlarms('2026-03-20', 10, ['other'])).toEqual([])
      expect(await cases.dueAlarms('2026-03-20', 10, ['suggestion'])).toEqual(['x', 'y'])
      expect(await cases.nextAlarm(['other'])).toBeNull()
      await cases.save(file('x', { state: 'appealed' }), 1)
      expect((await cases.open()).map(({ id }) => id)).toEqual(['y'])
    })
  })

  test('leases: one holder, told apart by a growing token, free when released or run out', async () => {
    const database = await open()
    const take = (owner: string, forMs: number) => within(database, (s) => s.leases.take('wecom', owner, forMs))
    const all = await Promise.all(['a', 'b', 'c'].map((owner) => take(owner, 60_000)))
    const [token] = all.filter((one) => one !== null)
    expect(all.filter((one) => one !== null)).toHaveLength(1)
    await within(database, async ({ leases }) => {
      expect(await leases.holders()).toEqual([{ name: 'wecom', owner: ['a', 'b', 'c'][all.findIndex(Boolean)] }])
      // Renewed into the past: run out.
      expect(await leases.holds('wecom', token ?? 0)).toBe(true)
      expect(await leases.holds('wecom', (token ?? 0) + 1)).toBe(false)
      expect(await leases.renew('wecom', token ?? 0, -1)).toBe(true)
      expect(await leases.holds('wecom', token ?? 0)).toBe(false)
      expect(await leases.holders()).toEqual([])
    })
    expect(await within(database, (s) => s.leases.renew('wecom', token ?? 0, 60_000))).toBe(false)
    expect(await take('d', 60_000)).toBe((token ?? 0) + 1)
    await within(database, ({ leases }) => leases.release('wecom', token ?? 0))
    expect(await take('e', 60_000)).toBeNull()
    await within(database, ({ leases }) => leases.release('wecom', (token ?? 0) + 1))
    expect(await take('e', 60_000)).toBe((token ?? 0) + 2)
  })

  test('setup: channels, holders, and codes that work once, for one thing, for a while', async () => {
    const database = await open()
    await within(database, async ({ setup }) => {
      await setup.bind('hr', 'slack:C1', 'e1', 1)
      await setup.bind('hr', 'slack:C2', 'e1', 2)
      expect(await setup.appoint('hr', 'e2', 'e1', 1)).toBe(true)
      expect(await setup.appoint('hr', 'e2', 'e1', 2)).toBe(false)
      expect(await setup.current()).toEqual({ channels: { hr: 'slack:C2' }, holders: [{ role: 'hr', person: 'e2' }] })
      expect(await setup.withdraw('hr', 'e2')).toBe(true)
      expect(await setup.withdraw('hr', 'e2')).toBe(false)
      await setup.addCode('h1', 'admin', 100, 0)
      await setup.addCode('h2', 'bind', 100, 0)
      expect([await setup.hasCode('h1', 'admin', 99), await setup.hasCode('h1', 'bind', 99)]).toEqual([true, false])
      expect(await setup.hasCode('h1', 'admin', 100)).toBe(false)
      expect(await setup.takeCode('h1', 'bind', 99)).toBe(false)
    })
    const taken = await Promise.all([1, 2, 3].map(() => within(database, (s) => s.setup.takeCode('h1', 'admin', 99))))
    expect(taken.filter(Boolean)).toHaveLength(1)
    await within(database, async ({ setup }) => {
      await setup.dropCodes('bind')
      expect(await setup.takeCode('h2', 'bind', 1)).toBe(false)
    })
  })

  test('outbox: a channel that moves takes with it what it is owed, save what belongs to a sent message', async () => {
    const database = await open()
    const hr = { to: { kind: 'channel', channel: 'hr' } } as const
    await within(database, async ({ outbox }) => {
      await outbox.add(
        [
          draft('new', hr),
          draft('change', { ...hr, replaces: 'old' }),
          draft('under', { ...hr, under: 'old' }),
          draft('other', { to: { kind: 'channel', channel: 'sales' } }),
          { ...draft('early', hr), to: null },
        ],
        1,
      )
      const to = { route: 'q/w', address: 'q/w/channel/C9' }
      expect(await outbox.readdress('hr', to, 5)).toBe(1)
      const rows = await outbox.claim(['new', 'change', 'under', 'other', 'early'], { owner: 'me', forMs: 60_000 })
      const moved = rows.filter(({ address }) => address === to.address).map(({ key }) => key)
      expect(moved.toSorted()).toEqual(['early', 'new'])
      expect(rows).toHaveLength(5)
    })
  })

  test('a sending to many: its progress is shown until it is over', async () => {
    const database = await open()
    const one = {
      batch: 'r',
      title: { 'zh-CN': '调查', en: 'Survey' },
      to: { kind: 'person', person: 'p' },
      card: 'k',
      total: 3,
      startedAt: 5,
      stoppedAt: null,
    } as const
    await within(database, async ({ broadcasts, outbox }) => {
      await broadcasts.start(one, 10)
      await broadcasts.start({ ...one, total: 9 }, 99)
      expect(await broadcasts.get('r')).toEqual(one)
      expect(await broadcasts.get('other')).toBeNull()
      expect(await broadcasts.due(9, 5)).toEqual([])
      expect(await broadcasts.due(10, 5)).toEqual(['r'])
      await broadcasts.showAgain('r', null)
      expect(await broadcasts.due(99, 5)).toEqual([])
      await outbox.add([draft('a', { batch: 'r' }), draft('b', { batch: 'r' }), draft('c')], 1)
      expect(await outbox.progress('r')).toMatchObject({ pending: 2, sent: 0 })
    })
  })

  test('a sending to many: what is left, stopped and continued, and whom it did not reach', async () => {
    const database = await open()
    await within(database, async ({ broadcasts, outbox }) => {
      const to = { kind: 'person', person: 'p' } as const
      const title = { 'zh-CN': '调查', en: 'Survey' }
      await broadcasts.start({ batch: 'r', title, to, card: 'k', total: 4, startedAt: 5, stoppedAt: null }, 10)
      await broadcasts.stopped('r', 7)
      expect((await broadcasts.get('r'))?.stoppedAt).toBe(7)
      const mine = (key: string, notBefore: number) => draft(key, { batch: 'r', notBefore })
      await outbox.add([mine('a', 1), mine('b', 1), mine('c', 9), { ...mine('d', 1), to: null }, draft('e')], 1)
      expect(await outbox.left('r')).toEqual([
        { route: 'p/w', at: 1, count: 2 },
        { route: 'p/w', at: 9, count: 1 },
      ])
      expect(await outbox.waiting('p/w', 5)).toBe(3)
      await outbox.claim(['a'], { owner: 'me', forMs: 1000 })
      expect(await outbox.stopBatch('r', 20)).toBe(2)
      expect(await outbox.progress('r')).toMatchObject({ stopped: 2, claimed: 1, void: 1 })
      expect(await outbox.waiting('p/w', 50)).toBe(1)
      await outbox.settle('me', [{ key: 'a', state: 'refused', code: 'no-such-user' }], 21)
      const { count, first } = await outbox.unreached('r', 1)
      expect([count, first.length, first[0]?.code]).toEqual([2, 1, 'no-such-user'])
      expect(await outbox.continueBatch('r')).toBe(2)
      expect(await outbox.nextDue('p/w', 'send')).toBe(1)
      expect(await outbox.nextDue('p/w', 'update')).toBeNull()
    })
  })

  test('a sending to many: what has gone out, page by page, and what of it has been taken back', async () => {
    const database = await open()
    await within(database, async ({ outbox }) => {
      const keys = ['a', 'b', 'c', 'd']
      await outbox.add([...keys.map((key) => draft(key, { batch: 'r' })), draft('e')], 1)
      expect(await outbox.routesOf('r')).toEqual([])
      await outbox.claim([...keys, 'e'], { owner: 'me', forMs: 1000 })
      await outbox.settle(
        'me',
        [
          ...['a', 'c', 'e'].map((key) => ({ key, state: 'sent', messageId: `id-${key}` }) as const),
          { key: 'b', state: 'sent', messageId: null },
          { key: 'd', state: 'refused', code: 'no' },
        ],
        2,
      )
      expect(await outbox.routesOf('r')).toEqual(['p/w'])
      expect((await outbox.delivered('r', '', 9)).map(({ key, messageId }) => [key, messageId])).toEqual([
        ['a', 'id-a'],
        ['c', 'id-c'],
      ])
      expect((await outbox.delivered('r', 'a', 1)).map(({ key }) => key)).toEqual(['c'])
      await outbox.takenBack(['a', 'd', 'nothing'])
      expect(await outbox.countTakenBack('r')).toBe(1)
      expect(await outbox.progress('r')).toMatchObject({ sent: 2, void: 1, refused: 1 })
      expect((await outbox.unreached('r', 9)).count).toBe(1)
    })
  })

  test('outbox: a held message is asked about once, and decided once', async () => {
    const database = await open()
    await within(database, async ({ outbox }) => {
      await outbox.add([draft('a'), draft('b', { to: { kind: 'person', person: 'q' } })], 1)
      await outbox.claim(['a', 'b'], { owner: 'w', forMs: 60_000 })
      await outbox.settle(
        'w',
        ['a', 'b'].map((key) => ({ key, state: 'held', code: 'unknown' })),
        2,
      )
      expect((await outbox.held(5)).map(({ key, code, since }) => [key, code, since])).toEqual([
        ['a', 'unknown', 1],
        ['b', 'unknown', 1],
      ])
      await outbox.ask(['a'], 'q1')
      await outbox.ask(['a', 'b'], 'q2')
      expect(await outbox.held(5)).toEqual([])
      expect(await outbox.question('q3')).toBeNull()
      expect(await outbox.question('q1')).toMatchObject({ messages: [{ key: 'a' }], decided: null })
      expect(await outbox.decide('q1', 'arrived', 'p', 3)).toBe(true)
      expect(await outbox.decide('q1', 'again', 'r', 4)).toBe(false)
      expect((await outbox.question('q1'))?.decided).toEqual({ decision: 'arrived', by: 'p' })
      await outbox.direct('b', { route: 'x/y', address: 'x/y/user/q' }, 4)
      expect(await outbox.decide('q2', 'again', 'r', 5)).toBe(true)
      expect(await outbox.due({ route: 'x/y', methods: METHODS, now: 5, limit: 5 })).toEqual(['b'])
      expect(await outbox.claim(['b'], { owner: 'w', forMs: 1000 })).toMatchObject([{ attempts: 1 }])
      await outbox.settle('w', [{ key: 'b', state: 'held', code: 'unreadable' }], 6)
      await outbox.ask(['b'], 'q4')
      expect((await outbox.question('q4'))?.decided).toBeNull()
      expect(await outbox.decide('q4', 'dropped', 'p', 7)).toBe(true)
      expect(await outbox.counts()).toMatchObject({ sent: 1, void: 1, held: 0, asked: 0 })
    })
  })

  test('outbox: what nobody can be asked about hides no held message', async () => {
    const database = await open()
    await within(database, async ({ outbox }) => {
      const view = { kind: 'view', view: 'the-question', args: {} } as const
      const unasked = draft('unasked', { whenUncertain: 'repeat' })
      const sealed = draft('sealed', { to: { kind: 'sealed', case: 'c' } })
      const keys = ['unasked', 'sealed', 'question', 'last']
      await outbox.add(
        [
          unasked,
          { draft: sealed.draft, to: { route: 'sealed', address: null } },
          draft('question', { content: view, to: { kind: 'person', person: 'q' } }),
          draft('last', { to: { kind: 'person', person: 'r' } }),
        ],
        1,
      )
      await outbox.claim(keys, { owner: 'w', forMs: 60_000 })
      await outbox.settle(
        'w',
        keys.map((key) => ({ key, state: 'held', code: 'unknown' })),
        2,
      )
      expect((await outbox.held(1, 'the-question')).map(({ key }) => key)).toEqual(['last'])
      expect((await outbox.held(2)).map(({ key }) => key)).toEqual(['question', 'last'])
    })
  })

  test('outbox: of each recipient the oldest that has nowhere to go, whoever may know of it', async () => {
    const database = await open()
    await within(database, async ({ outbox }) => {
      const lost = (key: string, channel: string) => ({
        draft: draft(key, { to: { kind: 'channel', channel }, whenUncertain: 'repeat' }).draft,
        to: null,
      })
      await outbox.add([lost('a1', 'a'), lost('a2', 'a'), lost('a3', 'a'), lost('b1', 'b')], 1)
      expect((await outbox.homeless(2)).map(({ key, code }) => [key, code])).toEqual([
        ['a1', 'no-address'],
        ['b1', 'no-address'],
      ])
      expect(await outbox.held(5)).toEqual([])
    })
  })

  test('outbox: the backlog by class, and what a restored copy must doubt', async () => {
    const database = await open()
    await within(database, async ({ outbox }) => {
      const later = draft('c', { class: 'report', notBefore: 50 })
      const unasked = { class: 'visit', notBefore: 7, whenUncertain: 'repeat' } as const
      await outbox.add([draft('a'), draft('b', unasked), later], 1)
      // What operators are not asked about counts once it is a minute late.
      expect(await outbox.backlog(60_006)).toMatchObject([{ class: 'answer' }, { class: 'report' }])
      expect(await outbox.backlog(60_007)).toEqual([
        { class: 'answer', count: 1, oldest: 1 },
        { class: 'visit', count: 1, oldest: 7 },
        { class: 'report', count: 1, oldest: 50 },
      ])
      const pending = async (toldAt?: number) => (await outbox.counts(toldAt)).pending
      expect([await pending(10), await pending(60_007), await pending()]).toEqual([2, 3, 3])
      await outbox.claim(['b'], { owner: 'gone', forMs: 60_000 })
      expect(await outbox.doubt(10)).toBe(2)
      const mayHaveBeen = draft('d', { to: { kind: 'person', person: 'r' }, since: 5 })
      await outbox.add([{ ...mayHaveBeen, draft: { ...mayHaveBeen.draft, doubted: true } }], 10)
      expect(await outbox.uncertain(10, 5)).toEqual(['a', 'b', 'd'])
      expect(await outbox.counts()).toMatchObject({ pending: 1, uncertain: 3, claimed: 0 })
      const rows = await outbox.claimUncertain(['a', 'b', 'd'], { owner: 'me', forMs: 1000 })
      expect(rows.map((row) => row.whenUncertain)).toEqual(['hold', 'repeat', 'hold'])
    })
  })

  test('the schema is made once, whoever comes first', async () => {
    const database = await open()
    expect(await database.migrate()).toEqual([])
    expect(await database.pending()).toEqual([])
    expect(await database.applied()).toContain('0001-start')
    await database.check()
    await database.analyze()
    await database.scrub()
  })
})
