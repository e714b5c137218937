import { expect, test } from 'vitest'
import { PlayedSlack } from '../emulators/slack/played-slack.ts'
import { SlackPerson } from '../emulators/slack/slack-person.ts'
import { Play, receiptOf, textOf } from './adapter/play.ts'
import { startBot } from './adapter/start-bot.ts'

const [AUTHOR, OTHER, HR] = ['E010', 'E012', 'E003']

test('the home in Slack shows the same words to everybody, the author’s among them when there is news, and nobody is written to', async () => {
  const platform = await PlayedSlack.start()
  const bot = await startBot(platform)
  const people = [AUTHOR, OTHER, HR].map((id) => new SlackPerson(platform.slack, platform.account(id)))
  const homes = async () => {
    const lists: string[] = []
    for (const person of people) {
      await person.openHome()
      await bot.settled()
      lists.push(/(?:\p{Script=Han}{2}、){11}\p{Script=Han}{2}/u.exec(await person.openHome())?.[0] ?? '')
      await bot.settled()
    }
    expect(new Set(lists).size).toBe(1)
    return lists[0]?.split('、') ?? []
  }
  const before = await homes()
  expect(before).toHaveLength(12)

  const [author, hr] = [new Play(bot, platform.person(AUTHOR)), new Play(bot, platform.person(HR))]
  await author.say('有话直说')
  const form = await author.form()
  const word = /回音词“(\p{Script=Han}{2})”/u.exec(textOf(form))?.[1]
  const values = { way: 'none', topic: 'suggestion', text: '开门早一点', ...receiptOf(form) }
  expect(await author.submit(values)).toBeNull()
  await hr.tap(await hr.inChannel('开门早一点'), '答复')
  await hr.form()
  expect(await hr.submit({ text: '从周一起。' })).toBeNull()
  expect(await homes()).toEqual(before)
  const said = () => people.map((person) => person.sees().length)
  const written = said()
  await bot.moveTo('2026-03-11T10:00:05+08:00')
  const after = await homes()
  expect(after).toHaveLength(12)
  expect(after.filter((word) => !before.includes(word))).toHaveLength(3)
  expect(said()).toEqual(written)
  expect(after).toContain(word)
})
