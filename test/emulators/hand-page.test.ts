import { expect, onTestFinished, test } from 'vitest'
import { startApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { scratchFolder } from '../support/scratch.ts'
import { importPeople } from '../support/start-company.ts'
import { startEmulators } from './serve.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }

test.each(['slack', 'wecom'])('a bot with the settings for %s answers somebody who is played by hand', async (on) => {
  const emulators = await startEmulators(0)
  onTestFinished(() => emulators.stop())
  const lines = emulators.settings.split('\n').filter((line) => line.startsWith(on.toUpperCase()))
  const env = Object.fromEntries(lines.map((line) => [line.replace(/=.*/, ''), line.replace(/^[^=]*=/, '')]))
  const config = readConfig({
    ...env,
    HEARBACK_HOME: scratchFolder(),
    PORT: '0',
    PUBLIC_URL: 'https://hearback.example',
  })
  const app = await startApp(config, { log: silent })
  onTestFinished(() => app.stop())
  const staff = await (await fetch(`${emulators.url}/people.csv?on=${on}`)).text()
  expect(await importPeople(config, staff.trim().split('\n'))).toBe(0)

  const act = (given: Readonly<Record<string, string>>) =>
    fetch(`${emulators.url}/`, { method: 'POST', body: new URLSearchParams({ on, as: 'E010', ...given }) })
  const read = async () => (await fetch(`${emulators.url}/?on=${on}&as=E010`)).text()
  expect((await act({ text: '帮助' })).status).toBe(200)
  await expect.poll(read, { timeout: 20_000 }).toContain('我能帮您做这些')
  const message = /name="message" value="([^"]+)"/.exec(await read())?.[1] ?? ''
  await act({ do: 'tap', message, label: '有话直说' })
  // A form on Slack, a way to one on WeCom.
  await expect.poll(read, { timeout: 20_000 }).toMatch(/name="field:word_a"|hearback\.example\/f\//)
})
