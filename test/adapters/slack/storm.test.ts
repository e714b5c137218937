import { expect, test } from 'vitest'
import { startBot } from '../../contracts/adapter/start-bot.ts'
import { type Fault, HTML } from '../../emulators/slack/faults.ts'
import { PlayedSlack } from '../../emulators/slack/played-slack.ts'

const STORM: readonly Fault[] = [
  { kind: 'drop', when: 'after' },
  HTML,
  { kind: 'answer', status: 503, body: 'upstream' },
  { kind: 'limited', retryAfter: 1 },
  { kind: 'drop', when: 'before' },
  { kind: 'error', error: 'fatal_error' },
  { kind: 'drop', when: 'after' },
]

test('lost answers, pages, server errors, limits, lost connections: everything arrives, once', async () => {
  const platform = await PlayedSlack.start()
  const { slack } = platform
  const bot = await startBot(platform)
  const hr = platform.person('E003')
  const before = slack.workspace.messages.length
  for (const fault of STORM) slack.faults.plan('chat.postMessage', fault)
  slack.faults.plan('conversations.history', HTML, 2)
  const said = ['帮助', '我的跟进', '语言', '问卷结果']
  for (const text of said) {
    await hr.say(text)
    await bot.settled()
    const { opened } = slack.hub
    slack.hub.drop()
    await slack.hub.openedTimes(opened + 1)
  }
  const answers = () => slack.workspace.messages.slice(before).filter(({ user }) => user === 'U0BOT')
  for (let minutes = 0; minutes < 60 && answers().length < said.length; minutes++) await bot.advance(60_000)
  await bot.advance(60 * 60_000)

  const keys = answers().map(({ metadata }) => JSON.stringify(metadata))
  expect(keys).toHaveLength(said.length)
  expect(new Set(keys).size).toBe(keys.length)
  expect(slack.deliveries.lost).toBe(0)
})
