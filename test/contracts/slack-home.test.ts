import { expect, test } from 'vitest'
import { PlayedSlack } from '../emulators/slack/played-slack.ts'
import { SlackPerson } from '../emulators/slack/slack-person.ts'
import { startBot } from './adapter/start-bot.ts'

test('the home: the menu, my follow-ups, my open forms, and for HR the open tickets; its buttons work', async () => {
  const platform = await PlayedSlack.start()
  const bot = await startBot(platform)
  const [hr, newcomer, sales] = ['E003', 'E011', 'E006'].map(
    (id) => new SlackPerson(platform.slack, platform.account(id)),
  )
  if (!hr || !newcomer || !sales) throw new Error('nobody is there')
  const open = async (person: SlackPerson) => {
    await person.openHome()
    await bot.settled()
    return person.openHome().then(async (shown) => {
      await bot.settled()
      return shown
    })
  }
  const tap = async (person: SlackPerson, label: string) => {
    await person.tap(
      person.sees().findLast(({ buttons }) => buttons.some((one) => one.includes(label)))?.id ?? '',
      label,
    )
    await bot.settled()
  }

  expect(await open(sales)).toContain('青禾餐饮')
  expect(sales.homeButtons()).toEqual(expect.arrayContaining(['有话直说', '已完成', '改日期']))
  await sales.tapHome('改日期')
  await bot.settled()
  expect(sales.form()?.title).toBe('改到哪一天')

  await hr.say('发问卷')
  await bot.settled()
  await tap(hr, '近 30 天入职')
  await tap(hr, '确认发出')
  expect(await open(newcomer)).toContain('我的问卷')
  await newcomer.tapHome('新员工调查表')
  await bot.settled()
  expect(newcomer.sees().at(-1)?.text).toContain('工作环境')

  // Speaking up from the home, without a word in the chat.
  await newcomer.tapHome('有话直说')
  await bot.settled()
  const form = newcomer.form()
  const words = [...(form?.fields.map(({ text }) => text).join('\n') ?? '').matchAll(/\d+ (\p{Script=Han})/gu)].map(
    ([, word]) => word ?? '',
  )
  const asked = (name: string) =>
    words[Number(/\d+/.exec(form?.fields.find((field) => field.name === name)?.text ?? '')?.[0]) - 1] ?? ''
  const values = {
    way: 'none',
    topic: 'suggestion',
    text: '开门早一点',
    word_a: asked('word_a'),
    word_b: asked('word_b'),
  }
  expect(await newcomer.submit(values)).toBeNull()
  await bot.settled()
  expect(await open(hr)).toMatch(/\p{Script=Han}{2}.*建议/u)
  await hr.tapHome('答复')
  await bot.settled()
  expect(hr.form()?.fields.map(({ name }) => name)).toContain('text')
})
