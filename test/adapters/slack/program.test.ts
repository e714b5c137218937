import { expect, onTestFinished, test, vi } from 'vitest'
import { startApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config.ts'
import { APP_TOKEN, BOT_TOKEN, SlackEmulator } from '../../emulators/slack/slack-emulator.ts'
import { SlackPerson } from '../../emulators/slack/slack-person.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { importPeople } from '../../support/start-company.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }

test('the program with Slack’s settings: strangers are told whom to ask, the imported are served; a bad token ends nothing', async () => {
  const slack = new SlackEmulator({ limits: null, retryMs: [50, 100, 200] })
  await slack.start()
  onTestFinished(() => slack.stop())
  slack.revoked.set(BOT_TOKEN, 'invalid_auth')
  slack.workspace.addUser({ id: 'U0ANNA', name: 'anna' })
  const config = readConfig({
    HEARBACK_HOME: scratchFolder(),
    PORT: '0',
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_APP_TOKEN: APP_TOKEN,
    SLACK_API_URL: slack.apiUrl,
  })
  const app = await startApp(config, { log: silent })
  onTestFinished(() => app.stop())
  expect(slack.hub.opened).toBe(0)
  slack.revoked.clear()
  await slack.hub.openedTimes(1)

  const anna = new SlackPerson(slack, 'U0ANNA')
  const answers = () => anna.sees().filter(({ from }) => from === 'hearback')
  await anna.say('help')
  await vi.waitFor(() => expect(answers()).toHaveLength(1))
  expect(answers()[0]?.buttons).toEqual([])

  expect(await importPeople(config, ['id,name,slack_id', 'E1,Anna,U0ANNA'])).toBe(0)
  await anna.say('help')
  await vi.waitFor(() => expect(answers()).toHaveLength(2), { timeout: 10_000 })
  expect(answers()[1]?.buttons.length).toBeGreaterThan(0)
})
