import { describe, expect, test } from 'vitest'
import { PlayedDingtalk } from '../emulators/dingtalk/played-dingtalk.ts'
import { PlayedSlack } from '../emulators/slack/played-slack.ts'
import { PlayedWecom } from '../emulators/wecom/played-wecom.ts'
import { Play } from './adapter/play.ts'
import type { PlayedPlatform } from './adapter/played-platform.ts'
import { startBot } from './adapter/start-bot.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
/** “太吵了” as an older Chinese system writes it. */
const GBK = new Uint8Array([0xcc, 0xab, 0xb3, 0xb3, 0xc1, 0xcb])

const PLATFORMS: readonly [string, () => Promise<PlayedPlatform>][] = [
  ['Slack', () => PlayedSlack.start()],
  ['DingTalk', () => PlayedDingtalk.start('cards')],
  ['WeCom, the bot', () => PlayedWecom.start('bot')],
]

describe.each(PLATFORMS)('%s: a text that comes as a file', (_, create) => {
  const begin = async () => {
    const platform = await create()
    const bot = await startBot(platform)
    const newcomer = new Play(bot, platform.person('E011'))
    const hr = new Play(bot, platform.person('E003'))
    const send = async (name: string, bytes: Uint8Array) => {
      await platform.person('E011').sendFile(name, 'text/plain', bytes)
      await bot.settled()
    }
    return { bot, newcomer, hr, send }
  }

  test('is an answer as if it had been typed, whatever it was written with', async () => {
    const { newcomer, hr, send } = await begin()
    await hr.say('发问卷')
    await hr.choose('近 30 天入职')
    await hr.choose('确认发出')
    await newcomer.tap(await newcomer.last(), '开始填写')
    await newcomer.choose('较差')
    expect((await newcomer.last()).text).toContain('工作环境哪里最该改进')
    await send('answer.txt', GBK)
    for (let said = 0; said < 20 && !(await newcomer.last()).text.includes('请看一遍'); said++) {
      await newcomer.say((await newcomer.last()).buttons.includes('跳过') ? '跳过' : 'A')
    }
    expect((await newcomer.last()).text).toContain('太吵了')
  })

  test('is no text when it is too large, or nothing one could read; then a sentence says so', async () => {
    const { newcomer, send } = await begin()
    await send('a.txt', utf8('帮助'))
    expect((await newcomer.last()).text).toContain('我能帮您做这些')
    for (const bytes of [utf8('帮助'.repeat(20_000)), new Uint8Array([0xff, 0xff, 0, 1, 0xff, 0x80]), utf8(' \n ')]) {
      await send('b.txt', bytes)
      expect((await newcomer.last()).text).toContain('我只看得懂文字')
    }
  })
})

test('where each file costs a call of the month, nobody has more than ten of theirs read in a day', async () => {
  const platform = await PlayedDingtalk.start('cards')
  const bot = await startBot(platform)
  const send = async (person: string) => {
    await platform.person(person).sendFile('a.txt', 'text/plain', utf8('帮助'))
    await bot.settled()
    return (await new Play(bot, platform.person(person)).last()).text
  }
  for (let n = 0; n < 10; n++) expect(await send('E011')).toContain('我能帮您做这些')
  for (let n = 0; n < 3; n++) expect(await send('E011')).toContain('我只看得懂文字')
  expect(platform.dingtalk.calls.filter(({ path }) => path.endsWith('messageFiles/download'))).toHaveLength(10)
  expect(await send('E003')).toContain('我能帮您做这些')
})
