import { expect, test } from 'vitest'
import { startBot } from '../../contracts/adapter/start-bot.ts'
import type { Fault } from '../../emulators/dingtalk/faults.ts'
import { PlayedDingtalk } from '../../emulators/dingtalk/played-dingtalk.ts'

/** Nothing for which a pause is asked: that is waited out by the machine’s clock. */
const STORM: readonly Fault[] = [
  { kind: 'drop', when: 'after' },
  { kind: 'answer', status: 502, body: '<html>bad gateway</html>' },
  { kind: 'answer', status: 503, body: 'upstream' },
  { kind: 'drop', when: 'before' },
  { kind: 'answer', status: 500, body: '{"code":"system.busy"}' },
  { kind: 'drop', when: 'after' },
]
const SENDS = ['/v1.0/robot/oToMessages/batchSend', '/v1.0/card/instances/createAndDeliver']

test.each(['cards', 'texts'] as const)(
  'with %s: lost answers, pages, server errors, lost connections: everything arrives, once',
  async (rendering) => {
    const platform = await PlayedDingtalk.start(rendering)
    const { dingtalk } = platform
    const bot = await startBot(platform)
    const hr = platform.person('E003')
    const before = (await hr.sees()).length
    for (const path of SENDS) for (const fault of STORM) dingtalk.faults.plan(path, fault)
    const said = ['帮助', '我的跟进', '语言', '问卷结果']
    for (const text of said) {
      await hr.say(text)
      await bot.advance(60_000)
      const { opened } = dingtalk
      dingtalk.hub.closeAll()
      await dingtalk.hub.until(() => dingtalk.opened > opened)
    }
    const answers = async () => (await hr.sees()).slice(before).filter(({ from }) => from === 'hearback')
    for (let n = 0; n < 60 && (await answers()).length < said.length; n++) await bot.advance(10 * 60_000)
    // What was shown already is not shown again, however often it is repeated.
    await bot.advance(2 * 3_600_000)
    expect((await answers()).length).toBe(said.length)
    expect(new Set((await answers()).map(({ text }) => text)).size).toBe(said.length)
    expect(dingtalk.hub.lost).toBe(0)
  },
)
