import { expect, test } from 'vitest'
import { startBot } from '../../contracts/adapter/start-bot.ts'
import { PlayedDingtalk } from '../../emulators/dingtalk/played-dingtalk.ts'

const AUTHOR = 'E010'
const SALES = 'E006'

test('speaking up is a page, though there are form cards, and the author is told why; other forms are cards', async () => {
  const platform = await PlayedDingtalk.start('cards')
  const bot = await startBot(platform)
  const forms = (person: string) =>
    platform.dingtalk.organisation.in(platform.account(person)).filter(({ card }) => card?.template.form)

  await platform.person(AUTHOR).say('有话直说')
  await bot.settled()
  const shown = (await platform.person(AUTHOR).sees()).map(({ text }) => text).join('\n')
  expect(shown).toContain('https://hearback.example/f/')
  expect(shown).toContain('表单是一个网页，写的内容不经过聊天平台')
  expect(forms(AUTHOR)).toEqual([])

  const sales = platform.person(SALES)
  const reminder = (await sales.sees()).at(-1)
  if (!reminder) throw new Error('no reminder')
  await sales.tap(reminder, '已完成')
  await bot.settled()
  expect(forms(SALES)).toHaveLength(1)
})
