import { execFileSync } from 'node:child_process'
import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { backup } from '../../src/verbs/backup.ts'
import { restore } from '../../src/verbs/restore.ts'
import { LeapingClock } from '../support/leaping-clock.ts'
import { emptyDatabaseUrl, stopPostgres } from '../support/open-test-database.ts'
import { PlayedAdapter } from '../support/played-adapter.ts'
import { postgresFolder } from '../support/postgres-server.ts'
import { scratchFolder } from '../support/scratch.ts'
import type { SimulatorClient } from '../support/simulator-client.ts'
import { startCompany } from '../support/start-company.ts'
import { startSimulator } from '../support/start-simulator.ts'

afterAll(stopPostgres)

type Config = Awaited<ReturnType<typeof startSimulator>>['config']

/** How each database is copied and put back. */
const COPIES = {
  async sqlite() {
    const copy = join(scratchFolder(), 'copy')
    return {
      env: {} as Record<string, string>,
      take: (config: Config) => backup.run(config, [copy]),
      putBack: (config: Config) => restore.run(config, [copy]),
    }
  },
  async postgres() {
    const url = await emptyDatabaseUrl('postgres')
    const file = join(scratchFolder(), 'copy.dump')
    const program = (name: string, ...args: string[]) => execFileSync(join(postgresFolder() ?? '', name), args)
    return {
      env: { DATABASE_URL: url } as Record<string, string>,
      take: async () => program('pg_dump', '-Fc', '-f', file, url),
      async putBack(config: Config) {
        program('pg_restore', '--clean', '--if-exists', '-d', url, file)
        await restore.run(config, ['--mark'])
      },
    }
  },
}

/** Everything people got to act on, one entry for each message and each button. */
async function reminders(client: SimulatorClient): Promise<string[]> {
  const found: string[] = []
  for (const { id } of await client.people()) {
    for (const { card } of await client.messages(`dm:${id}`)) {
      for (const action of card?.actions ?? []) {
        if (/^(follow-up.done|survey.start)$/.test(action.actionId)) found.push(`${id} ${action.value}`)
      }
    }
  }
  return found.toSorted()
}

describe.each(Object.entries(COPIES))('an old copy of %s is put back', (_, copies) => {
  test('X24: what was sent since is found on the platform and not repeated; what comes later goes on', async () => {
    const home = scratchFolder()
    const { env, take, putBack } = await copies()
    const first = await startSimulator({ home, env })
    const before = await reminders(first.client)
    await take(first.config)
    for (let day = 11; day <= 18; day++) await first.client.moveTo(`2026-03-${day}T18:00:00+08:00`)
    const sent = await reminders(first.client)
    expect(sent.length).toBeGreaterThan(before.length + 3)
    await first.stop()

    await putBack(first.config)
    const second = await startSimulator({ home, env, start: Date.parse('2026-03-10T10:00:00+08:00') })
    expect(await reminders(second.client)).toEqual(sent)
    await second.client.moveTo('2026-04-20T18:00:00+08:00')
    expect((await reminders(second.client)).length).toBeGreaterThan(sent.length)
  })
})

test.each([
  ['by the verb', true],
  ['by hand, without a word', false],
])('put back %s: where the platform cannot be asked, HR is, and nothing is repeated meanwhile', async (_, told) => {
  const home = scratchFolder()
  const programs = scratchFolder()
  const roles = 'hr: [E2], sales_lead: [E2], admin: [], coordinator: [], outside: [], store_manager: []'
  const names = 'company: { zh-CN: 甲, en: A }\ncontact: { zh-CN: 问, en: Ask }'
  writeFileSync(join(programs, 'company.yaml'), `${names}\nroles: { ${roles} }\nchannels: {}\n`)
  const env = { HEARBACK_PROGRAMS: programs }
  const people = [
    { id: 'E1', name: '王芳', joinedOn: '2026-03-03', account: 'U1' },
    { id: 'E2', name: '李敏', joinedOn: '2020-01-01', account: 'U2' },
  ]
  const copy = join(scratchFolder(), 'copy')
  const at = (time: string) => new LeapingClock(Date.parse(`2026-03-10T${time}+08:00`))

  const early = await startCompany({ home, env, people, clock: at('08:00:00') })
  await backup.run(early.config, [copy])
  await early.stop()
  const morning = await startCompany({ home, env, clock: at('10:00:00') })
  await morning.platform.received('U1', 1)
  await morning.stop()

  if (told) await restore.run(morning.config, [copy])
  else copyFileSync(join(copy, 'hearback.sqlite'), join(home, 'hearback.sqlite'))
  const platform = new PlayedAdapter()
  platform.answersLookUps = false
  const later = await startCompany({ home, env, clock: at('11:00:00'), platform })
  const [asked] = await platform.received('U2', 1)
  if (!asked) throw new Error('nobody was asked')
  expect(asked.message.text).toContain('王芳')
  expect(platform.postsFor('U1')).toEqual([])
  await platform.tap('U2', asked, '已收到')
  await platform.say('U1', '帮助')
  expect(await platform.said('U1', 1)).toContain('帮您')
  await later.stop()
})
