import { describe, expect, test } from 'vitest'
import { systemClock } from '../../src/system-clock.ts'
import { DingtalkPerson } from '../emulators/dingtalk/dingtalk-person.ts'
import { PlayedDingtalk } from '../emulators/dingtalk/played-dingtalk.ts'
import { PlayedSlack } from '../emulators/slack/played-slack.ts'
import { PlayedWecom } from '../emulators/wecom/played-wecom.ts'
import { Play } from './adapter/play.ts'
import type { PlayedPlatform } from './adapter/played-platform.ts'
import { type BotOptions, type BotUnderTest, startBot } from './adapter/start-bot.ts'

const TITLE = /正在发送|已发完|已停止/

async function begin<P extends PlayedPlatform>(platform: P, options?: BotOptions) {
  const bot = await startBot(platform, options)
  const hr = new Play(bot, platform.person('E003'))
  const newcomer = new Play(bot, platform.person('E011'))
  await hr.say('发问卷')
  await hr.choose('近 30 天入职')
  await hr.choose('确认发出')
  await later(bot)
  return { bot, hr, newcomer }
}

/** What is shown after a while is shown. */
async function later(bot: BotUnderTest): Promise<void> {
  await bot.advance(60_000)
  await bot.settled()
}

/** The message about the sending as it is now. */
async function progress(hr: Play) {
  const found = (await hr.all()).findLast(({ text }) => TITLE.test(text))
  if (!found) throw new Error('no progress is shown')
  return found
}

async function takeBack(bot: BotUnderTest, hr: Play): Promise<string> {
  await hr.tap(await progress(hr), '全部撤回')
  await hr.choose('全部撤回')
  await later(bot)
  return (await progress(hr)).text
}

const isInvited = async (play: Play) => (await play.all()).some(({ text }) => text.includes('新员工调查表'))

describe('messages of a sending that have gone out', () => {
  test('DingTalk: how many have read it, by one call for twenty; all of it taken back by one', async () => {
    const platform = await PlayedDingtalk.start('texts')
    const { bot, hr, newcomer } = await begin(platform)
    const { dingtalk } = platform
    const calls = (end: string) => dingtalk.calls.filter(({ path }) => path.endsWith(end)).length
    expect((await progress(hr)).text).toContain('已发出 2 / 2 人')
    await hr.tap(await progress(hr), '多少人看了')
    await later(bot)
    expect((await progress(hr)).text).toContain('已读 0 / 2 人')
    // To look at a chat is to read what stands in it.
    new DingtalkPerson(dingtalk, platform.account('E011')).sees()
    await hr.tap(await progress(hr), '多少人看了')
    await later(bot)
    expect((await progress(hr)).text).toContain('已读 1 / 2 人')
    expect(calls('readStatus')).toBe(2)

    expect(await isInvited(newcomer)).toBe(true)
    expect(await takeBack(bot, hr)).toContain('已撤回 2 人')
    expect(await isInvited(newcomer)).toBe(false)
    expect(calls('batchRecall')).toBe(1)
  })

  test('Slack: taken back, message by message; who has read it Slack does not tell', async () => {
    const { bot, hr, newcomer } = await begin(await PlayedSlack.start())
    expect((await progress(hr)).buttons).not.toContain('多少人看了')
    expect(await isInvited(newcomer)).toBe(true)
    expect(await takeBack(bot, hr)).toContain('已撤回 2 人')
    expect(await isInvited(newcomer)).toBe(false)
  })

  test('Slack: what fails for now is tried again; nothing is taken back twice, or before it is confirmed', async () => {
    const platform = await PlayedSlack.start()
    const { bot, hr } = await begin(platform)
    await hr.tap(await progress(hr), '全部撤回')
    await later(bot)
    expect(platform.slack.callsOf('chat.delete')).toEqual([])
    platform.slack.faults.plan('chat.delete', { kind: 'limited', retryAfter: 1 })
    await hr.choose('全部撤回')
    await later(bot)
    while (!(await progress(hr)).text.includes('已撤回 2 人')) await later(bot)
    expect(platform.slack.callsOf('chat.delete')).toHaveLength(2)
  })

  test('DingTalk: who may not ask is told so, and spends one call on it, not one with every attempt', async () => {
    const platform = await PlayedDingtalk.start('texts')
    const { bot, hr } = await begin(platform)
    const asked = () => platform.dingtalk.calls.filter(({ path }) => path.endsWith('readStatus')).length
    const body = '{"code":"Forbidden.AccessDenied.AccessTokenPermissionDenied"}'
    platform.dingtalk.faults.plan('/v1.0/robot/oToMessages/readStatus', { kind: 'answer', status: 403, body }, 1000)
    await hr.tap(await progress(hr), '多少人看了')
    for (let n = 0; n < 5; n++) await later(bot)
    expect((await progress(hr)).text).toContain('平台没有告诉我们谁看了')
    expect(asked()).toBe(1)
  })

  test('Slack: what is refused again and again is left, which is said; then it can be asked for anew', async () => {
    const platform = await PlayedSlack.start()
    let ahead = 0
    const began = systemClock.real()
    const now = () => Date.parse('2026-03-10T10:00:00+08:00') + ahead + systemClock.real() - began
    const clock = { now, real: now, elapsed: () => systemClock.elapsed() + ahead }
    const { bot, hr } = await begin(platform, { clock })
    const calls = () => platform.slack.callsOf('chat.delete').length
    platform.slack.faults.plan('chat.delete', { kind: 'error', error: 'fatal_error' }, 1000)
    const pass = async (minutes: number) => {
      for (let n = 0; n < minutes; n++) {
        ahead += 60_000
        await later(bot)
      }
    }
    await pass(1)
    await takeBack(bot, hr)
    await pass(30)
    expect((await progress(hr)).text).toContain('2 人的撤不回来')
    expect(calls()).toBeLessThanOrEqual(20)
    platform.slack.faults.clear()
    expect(await takeBack(bot, hr)).toContain('已撤回 2 人')
  })

  test('WeCom: what the application has sent is taken back within a day; what cannot be is said', async () => {
    const platform = await PlayedWecom.start('app')
    const { bot, hr } = await begin(platform)
    await bot.advance(25 * 3_600_000)
    expect(await takeBack(bot, hr)).toContain('2 人的撤不回来')
  })

  test('WeCom: the bot alone can neither take back nor say who has read, and nobody is offered it', async () => {
    const { hr } = await begin(await PlayedWecom.start('bot'))
    const { buttons } = await progress(hr)
    expect(buttons.filter((label) => /撤回|看了/.test(label))).toEqual([])
    // Its messages stay changeable for moments: each look at the sending would be one more message.
    const shown = (await hr.all()).filter(({ text }) => TITLE.test(text))
    expect(shown.length).toBeLessThanOrEqual(2)
  })
})
