import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Directory, DirectoryPerson, Log, Post } from '#core'
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
  readonly directory: Directory = {
    people: () => this.#pages(),
    members: async () => null,
  }

  async *#pages() {
    for (const one of this.listed) yield [one]
  }
}

/** A log that tells when the directory has been taken over so many times. */
function countingLog() {
  let synced = 0
  const waiting = new Set<() => void>()
  const log: Log = {
    debug() {},
    info(event) {
      if (event !== 'directory.synced') return
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
  return { ...company, platform, advance, reached }
}

function labels({ message }: Post): string[] {
  return [...(message.actions ?? []), ...(message.sections ?? []).flatMap((one) => one.actions ?? [])].map(
    (one) => one.label,
  )
}

test('somebody of the directory can write to the bot; a doubtful account is asked about, decided, and taken back', async () => {
  const { platform } = await start([listed('U1', '李新'), listed('U2', '王伟')])
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
