import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Directory, DirectoryPerson, Log, NoteDirectoryChange, Post, Receive } from '#core'
import { examineCompany } from '../support/examine-company.ts'
import { PlayedAdapter } from '../support/played-adapter.ts'
import { scratchFolder } from '../support/scratch.ts'
import { importPeople, startCompany } from '../support/start-company.ts'

const COMPANY = `
company: { zh-CN: 本公司, en: Our company }
contact: { zh-CN: 请联系人事部。, en: Please ask HR. }
roles: { hr: [H1], coordinator: [], outside: [], sales_lead: [], store_manager: [], admin: [] }
channels: {}
`

/** A platform whose directory a test writes. */
class ListedAdapter extends PlayedAdapter {
  listed: DirectoryPerson[] = []
  /** Accounts that cannot be read. */
  readonly unreadable = new Set<string>()
  /** Accounts that were read by themselves. */
  readonly read: string[] = []
  /** Called while an account is read, before it is answered. */
  onRead: (userId: string) => Promise<void> = async () => {}
  /** How often everybody was read. */
  wholes = 0
  tell: NoteDirectoryChange = async () => {}
  readonly directory: Directory = {
    people: () => this.#pages(),
    person: async (userId) => {
      const found = this.listed.find((one) => one.userId === userId) ?? null
      this.read.push(userId)
      if (this.unreadable.has(userId)) throw new Error('not now')
      await this.onRead(userId)
      return found
    },
  }

  override async start(receive: Receive, tell: NoteDirectoryChange = async () => {}): Promise<void> {
    this.tell = tell
    await super.start(receive)
  }

  async *#pages() {
    this.wholes++
    for (const one of this.listed) yield [one]
  }
}

/** A log that tells when something of the directory has been taken over so many times. */
function countingLog() {
  let synced = 0
  const waiting = new Set<() => void>()
  const log: Log = {
    debug() {},
    info(event) {
      if (event !== 'directory.synced' && event !== 'directory.changed') return
      synced++
      for (const told of waiting) told()
    },
    warn() {},
    error() {},
  }
  const reached = async (times: number) => {
    while (synced < times) {
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.add(resolve)
      await promise
    }
  }
  return { log, reached }
}

function listed(userId: string, name: string, more: Partial<DirectoryPerson> = {}): DirectoryPerson {
  return {
    userId,
    name,
    employeeId: null,
    email: null,
    mobile: null,
    departments: ['总部'],
    managerUserId: null,
    title: null,
    locale: 'zh-CN',
    timeZone: null,
    ...more,
  }
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

async function start(people: readonly DirectoryPerson[]) {
  const folder = scratchFolder()
  writeFileSync(join(folder, 'company.yaml'), COMPANY)
  const platform = new ListedAdapter()
  let moved = 0
  const advance = (ms: number) => {
    moved += ms
  }
  const now = () => Date.parse('2026-03-10T10:00:00+08:00') + moved
  const clock = { now, real: now, elapsed: () => performance.now() + moved }
  const { log, reached } = countingLog()
  const company = await startCompany({ platform, clock, log, env: { HEARBACK_PROGRAMS: folder } })
  await reached(1)
  await importPeople(company.config, [
    'id,name,department,mobile,slack_id',
    'H1,韩梅,人事,,UH',
    'P1,王伟,生产,13800138000,',
  ])
  platform.listed = [listed('UH', '韩梅'), ...people]
  advance(HOUR)
  await reached(2)
  return { ...company, platform, advance, reached, clock, folder }
}

function labels({ message }: Post): string[] {
  return [...(message.actions ?? []), ...(message.sections ?? []).flatMap((one) => one.actions ?? [])].map(
    (one) => one.label,
  )
}

test('somebody of the directory can write to the bot; a doubtful account is asked about, decided, and taken back', async () => {
  const { platform, advance } = await start([listed('U1', '李新'), listed('U2', '王伟')])
  await platform.say('U1', '帮助')
  expect(await platform.said('U1', 1)).toContain('我能帮您做这些')
  expect((await platform.say('U2', '帮助')).notices?.[0]?.text).toContain('请联系人事部')

  const [asked] = await platform.received('UH', 1)
  if (!asked) throw new Error('nobody was asked')
  await platform.tap('UH', asked, '核对名单')
  const review = (await platform.received('UH', 2))[1]
  if (!review) throw new Error('no review')
  expect(labels(review)).toEqual(['是 王伟 P1', '是新的人', '不用管'])
  await platform.tap('UH', review, '是 王伟 P1')
  const decided = (await platform.received('UH', 3))[2]
  if (!decided) throw new Error('no answer')
  await platform.say('U2', '帮助')
  expect(await platform.said('U2', 1)).toContain('我能帮您做这些')

  await platform.tap('UH', decided, '撤销')
  expect(await platform.said('UH', 4)).toContain('已撤销')
  // Whom to ask is said once an hour.
  expect((await platform.say('U2', '帮助')).notices).toBeUndefined()
  advance(HOUR)
  expect((await platform.say('U2', '帮助')).notices?.[0]?.text).toContain('请联系人事部')
  expect((await platform.tap('UH', review, '不用管')).notices).toBeUndefined()
  expect((await platform.tap('UH', review, '是新的人')).notices?.[0]?.text).toContain('已经处理过')
})

test('who leaves the directory is a stranger again, and comes back', async () => {
  const { platform, advance, reached } = await start([listed('U1', '李新')])
  await platform.say('U1', '帮助')
  await platform.received('U1', 1)
  platform.listed = platform.listed.slice(0, 1)
  advance(HOUR)
  await reached(3)
  expect((await platform.say('U1', '帮助')).notices?.[0]?.text).toContain('请联系人事部')
  platform.listed = [...platform.listed, listed('U1', '李新')]
  advance(HOUR)
  await reached(4)
  await platform.say('U1', '帮助')
  expect(await platform.said('U1', 2)).toContain('我能帮您做这些')
})

test('only those who keep the staff list review it', async () => {
  const { platform } = await start([listed('U1', '李新')])
  expect((await platform.say('U1', '核对名单')).notices?.[0]?.text).toContain('只有管理员和人事')
})

describe('a platform that tells of changes', () => {
  /** Nobody is asked about twice while they are a stranger: that is said once an hour. */
  const isKnown = async (platform: ListedAdapter, userId: string) =>
    (await platform.say(userId, '帮助')).notices?.[0]?.text === undefined

  test('is read whole once a day, and again every hour when it has told nothing for a week', async () => {
    const { platform, advance, reached } = await start([listed('U1', '李新')])
    expect(platform.wholes).toBe(2)
    await platform.tell(['U1'])
    await reached(3)
    advance(DAY - HOUR)
    await platform.tell(['U1'])
    await reached(4)
    expect(platform.wholes).toBe(2)
    advance(HOUR)
    await reached(5)
    expect(platform.wholes).toBe(3)
    for (let day = 1; day <= 7; day++) {
      advance(DAY)
      await reached(5 + day)
    }
    advance(HOUR)
    await reached(13)
    expect(platform.wholes).toBe(11)
  })

  test('doctor says whether it tells, and where to read how it can', async () => {
    const { platform, config, advance, reached, clock } = await start([listed('U1', '李新')])
    const doctor = async () => (await examineCompany(config, platform)).out
    expect(await doctor()).toMatch(/! slack has told of no change .*docs\/slack\.md/)
    // Doctor goes by the machine's clock: a day that it has not seen yet.
    advance(Date.now() + DAY - clock.now())
    await reached(3)
    await platform.tell(['U1'])
    await reached(4)
    expect(await doctor()).toContain('✓ slack tells at once what changes in it')
  })

  test('a hundred changes of nobody in particular are one reading, a quarter of an hour after the last', async () => {
    const { platform, advance, reached } = await start([listed('U1', '李新')])
    for (let n = 0; n < 100; n++) await platform.tell('all')
    await platform.tell(['UH'])
    await reached(3)
    expect(platform.wholes).toBe(2)
    advance(HOUR / 4)
    await reached(4)
    expect(platform.wholes).toBe(3)
    await platform.tell(['UH'])
    await reached(5)
    expect(platform.wholes).toBe(3)
  })

  test('what changes while an account is read is read as well', async () => {
    const { platform, reached } = await start([])
    platform.listed.push(listed('U1', '李新'))
    platform.onRead = async () => {
      platform.onRead = async () => {}
      platform.listed = platform.listed.filter(({ userId }) => userId !== 'U1')
      await platform.tell(['U1'])
    }
    await platform.tell(['U1'])
    await reached(4)
    expect(platform.read).toEqual(['U1', 'U1'])
    expect(await isKnown(platform, 'U1')).toBe(false)
  })

  test('what it told is not lost when the program stops before it was read', async () => {
    const first = await start([listed('U1', '李新')])
    const { platform, home, clock, folder } = first
    platform.unreadable.add('U1')
    platform.listed = platform.listed.slice(0, 1)
    await platform.tell(['U1'])
    await first.stop()
    platform.unreadable.clear()
    const { log, reached } = countingLog()
    await startCompany({ home, platform, clock, log, env: { HEARBACK_PROGRAMS: folder } })
    await reached(1)
    expect(platform.wholes).toBe(2)
    expect(await isKnown(platform, 'U1')).toBe(false)
  })

  test('an account that cannot be read holds up no other', async () => {
    const { platform, reached } = await start([])
    platform.listed.push(listed('U1', '李新'), listed('U2', '孙新'))
    platform.unreadable.add('U1')
    await platform.tell(['U1', 'U2'])
    await reached(3)
    expect(await isKnown(platform, 'U2')).toBe(true)
    expect(await isKnown(platform, 'U1')).toBe(false)
    platform.unreadable.clear()
    await platform.tell([])
    await reached(4)
    expect(await isKnown(platform, 'U1')).toBe(true)
  })

  test('many who leave within moments are leavers only when the whole says so, and then when somebody confirms it', async () => {
    const many = Array.from({ length: 30 }, (_, n) => listed(`U${n}`, `新人${n}`))
    const { platform, advance, reached } = await start(many)
    platform.listed = platform.listed.slice(0, 10)
    await platform.tell(many.map(({ userId }) => userId))
    await reached(3)
    expect(await isKnown(platform, 'U29')).toBe(true)
    advance(HOUR / 4)
    await reached(4)
    expect(platform.wholes).toBe(3)
    expect(await isKnown(platform, 'U29')).toBe(true)
    expect(await platform.said('UH', 1)).toContain('有 21 个账号和名单对不上')
    await platform.say('UH', '核对名单')
    const review = (await platform.received('UH', 2))[1]
    if (!review) throw new Error('no review')
    await platform.tap('UH', review, '他们确实都离职了')
    await reached(5)
    expect(await isKnown(platform, 'U29')).toBe(false)
  })

  test('however slowly they go, too many within a day are leavers only when somebody confirms it', async () => {
    const many = Array.from({ length: 30 }, (_, n) => listed(`U${n}`, `新人${n}`))
    const { platform, advance, reached } = await start(many)
    let taken = 2
    const leave = async (n: number) => {
      platform.listed = platform.listed.filter(({ userId }) => userId !== `U${n}`)
      await platform.tell([`U${n}`])
      await reached(++taken)
    }
    for (let n = 0; n < 12; n++) await leave(n)
    expect(await isKnown(platform, 'U9')).toBe(false)
    expect(await isKnown(platform, 'U10')).toBe(true)
    // The whole says the same of them, and one more does not slip through beside it.
    advance(HOUR / 4)
    await reached(++taken)
    expect(await isKnown(platform, 'U11')).toBe(true)
    await leave(12)
    expect(await isKnown(platform, 'U12')).toBe(true)
    expect(await platform.said('UH', 1)).toContain('有 2 个账号和名单对不上')
    await platform.say('UH', '核对名单')
    const review = (await platform.received('UH', 2))[1]
    if (!review) throw new Error('no review')
    await platform.tap('UH', review, '他们确实都离职了')
    await reached(++taken)
    expect(await isKnown(platform, 'U11')).toBe(false)
    expect((await platform.tap('UH', review, '他们确实都离职了')).notices?.[0]?.text).toContain('已经处理过')
    // What was confirmed counts no more; nor does yesterday.
    await leave(13)
    expect(await isKnown(platform, 'U13')).toBe(false)
    advance(DAY)
    await reached(++taken)
    for (let n = 14; n < 22; n++) await leave(n)
    expect(await isKnown(platform, 'U21')).toBe(false)
  })

  test('what the directory tells of somebody new is filled in as soon as it is known whose account it is', async () => {
    const { platform, reached } = await start([listed('U2', '王伟', { title: '质检员' })])
    const [asked] = await platform.received('UH', 1)
    if (!asked) throw new Error('nobody was asked')
    await platform.tap('UH', asked, '核对名单')
    const review = (await platform.received('UH', 2))[1]
    if (!review) throw new Error('no review')
    await platform.tap('UH', review, '是 王伟 P1')
    await reached(3)
    expect(platform.read).toEqual(['U2'])
  })
})
