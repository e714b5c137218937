import { expect, test } from 'vitest'
import { startBot } from '../../contracts/adapter/start-bot.ts'
import { PlayedDingtalk } from '../../emulators/dingtalk/played-dingtalk.ts'

test.each(['cards', 'texts'] as const)('with %s: as fast as DingTalk allows and no faster', async (rendering) => {
  const platform = await PlayedDingtalk.start(rendering, { secondMs: 1000 })
  const bot = await startBot(platform)
  const { dingtalk } = platform
  const people = ['E003', 'E006', 'E010', 'E011'].map((id) => platform.person(id))
  const answers = async () =>
    (await Promise.all(people.map((one) => one.sees()))).flat().filter(({ from }) => from === 'hearback')
  const before = (await answers()).length
  // Forty answers at once are more than two seconds' worth.
  await Promise.all(people.flatMap((one) => Array.from({ length: 10 }, () => one.say('帮助'))))
  for (let tries = 0; tries < 12 && (await answers()).length < before + 40; tries++) await bot.settled()
  expect((await answers()).length).toBe(before + 40)
  expect(dingtalk.limits.tooFast).toBe(0)
})
