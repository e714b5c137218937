import { expect, test, vi } from 'vitest'
import { startBot } from '../../contracts/adapter/start-bot.ts'
import { PlayedSlack } from '../../emulators/slack/played-slack.ts'

test('as fast as Slack allows and no faster: nothing is refused, nothing is lost', async () => {
  // Four times as patient as Slack: what a busy machine holds up on the way is no fault; what is not paced at all is.
  const platform = await PlayedSlack.start('socket', { limits: 4 })
  const bot = await startBot(platform)
  const hr = platform.person('E003')
  // Each answer is a message to the same person; Slack takes one a second.
  for (const text of ['帮助', '我的跟进', '语言']) await hr.say(text)
  await vi.waitFor(async () => expect((await hr.sees()).filter(({ from }) => from === 'hearback')).toHaveLength(3), {
    timeout: 20_000,
  })
  await bot.settled()
  expect(platform.slack.limited).toBe(0)
})

test('short messages that are in no outbox wait for their turn, too', async () => {
  const platform = await PlayedSlack.start('socket', { limits: 1 })
  await startBot(platform)
  const author = platform.person('E010')
  // A button that opens the form, and a hint: two messages at once to one person.
  await author.say('有话直说')
  await vi.waitFor(
    async () => expect((await author.sees()).filter(({ from }) => from === 'hearback')).toHaveLength(2),
    {
      timeout: 20_000,
    },
  )
})
