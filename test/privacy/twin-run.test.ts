import { afterAll, describe, expect, test } from 'vitest'
import { PlayedSimulator } from '../contracts/adapter/played-simulator.ts'
import { PlayedDingtalk } from '../emulators/dingtalk/played-dingtalk.ts'
import { PlayedSlack } from '../emulators/slack/played-slack.ts'
import { PlayedWecom } from '../emulators/wecom/played-wecom.ts'
import { DATABASES, emptyDatabaseUrl, stopPostgres } from '../support/open-test-database.ts'
import type { Dump } from '../support/privacy/dump-database.ts'
import { measured } from '../support/privacy/measured.ts'
import { SAID } from '../support/privacy/speak-up-life.ts'
import { liveTwin, type Twin } from '../support/privacy/twin.ts'

afterAll(stopPostgres)

const PLATFORMS = [
  ['simulator', async () => new PlayedSimulator()],
  ['Slack', () => PlayedSlack.start('http')],
  ['WeCom', () => PlayedWecom.start('app')],
  ['DingTalk', () => PlayedDingtalk.start('cards')],
] as const

describe.each(PLATFORMS)('two people, the same case: %s', (name, create) => {
  test.each(name === 'simulator' ? DATABASES : ['sqlite' as const])(
    '*no trace* leaves the same bytes, on %s',
    async (kind) => {
      const live = async (author: string) =>
        liveTwin(create, { author, way: 'none', databaseUrl: await emptyDatabaseUrl(kind) })
      const [one, other] = [await live('E010'), await live('E012')]
      expect(other).toEqual(one)
      measured('Twin runs', { platform: name, way: 'none', database: kind, ...compared(one) })
      expect(one.closed.case_file).toHaveLength(1)
      expect(one.closed.case_entry).toHaveLength(6)
      expect(JSON.stringify([one.channel, one.handler])).toContain(SAID.text)
    },
  )
})

// A page belongs to nobody: there a test that plays a person has no address to give.
describe.each(PLATFORMS.filter(([name]) => name === 'simulator' || name === 'Slack'))(
  'two people, the same case: %s',
  (name, create) => {
    test('*tell me here* leaves the same bytes but for one sealed address of a fixed length, and none when it is closed', async () => {
      const live = async (author: string) =>
        liveTwin(create, { author, way: 'tell', databaseUrl: await emptyDatabaseUrl('sqlite') })
      const [one, other] = [await live('E010'), await live('E012')]
      const addresses = [one, other].map(({ filed }) => sealedOf(filed))
      expect(addresses[0]).not.toBe(addresses[1])
      expect(addresses[0]?.length).toBe(addresses[1]?.length)
      const blank = (dump: Dump, sealed = '') => JSON.parse(JSON.stringify(dump).replaceAll(sealed, 'sealed'))
      const same = ({ filed, answered, ...rest }: typeof one, sealed?: string) => ({
        ...rest,
        filed: blank(filed, sealed),
        answered: blank(answered, sealed),
      })
      expect(same(other, addresses[1])).toEqual(same(one, addresses[0]))
      const blob = { 'sealed address, characters': addresses[0]?.length ?? 0 }
      measured('Twin runs', { platform: name, way: 'tell', database: 'sqlite', ...compared(one), ...blob })
      expect(one.closed.case_address).toEqual([])
    })
  },
)

/** What was compared, byte by byte. */
function compared({ filed, answered, closed, channel, handler, others, log, printed, metrics }: Twin) {
  const bytes = (...what: unknown[]) => Buffer.byteLength(JSON.stringify(what))
  return {
    'bytes of rows': bytes(filed, answered, closed),
    'bytes of messages': bytes(channel, handler, others),
    'bytes of log and figures': bytes(log, printed, metrics),
    'bytes that differ': 0,
  }
}

function sealedOf(dump: Dump): string {
  const [row = '{}', ...more] = dump.case_address ?? []
  expect(more).toEqual([])
  return (JSON.parse(row) as { sealed: string }).sealed
}
