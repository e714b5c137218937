import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { startApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { closeBrowser, DESK, openPage, PHONE } from '../support/browser.ts'
import { scratchFolder } from '../support/scratch.ts'
import { importPeople } from '../support/start-company.ts'
import { startEmulators } from './serve.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }

afterAll(closeBrowser)

/** The program, connected to one of the platforms, with its people imported. */
async function startBotOn(emulators: Awaited<ReturnType<typeof startEmulators>>, on: string) {
  const lines = emulators.settings.split('\n').filter((line) => line.startsWith(on.toUpperCase()))
  const env = Object.fromEntries(lines.map((line) => [line.replace(/=.*/, ''), line.replace(/^[^=]*=/, '')]))
  const programs = scratchFolder()
  const company = await fetch(`${emulators.url}/company.yaml?on=${on}`)
  writeFileSync(join(programs, 'company.yaml'), await company.text())
  const config = readConfig({
    ...env,
    HEARBACK_HOME: scratchFolder(),
    HEARBACK_PROGRAMS: programs,
    PORT: '0',
    PUBLIC_URL: 'https://hearback.example',
  })
  const app = await startApp(config, { log: silent })
  onTestFinished(() => app.stop())
  const staff = await (await fetch(`${emulators.url}/people.csv?on=${on}`)).text()
  expect(await importPeople(config, staff.trim().split('\n'))).toBe(0)
}

test.each(['slack', 'dingtalk', 'wecom'])(
  'a bot with the settings for %s answers somebody who is played by hand',
  async (on) => {
    const emulators = await startEmulators(0)
    onTestFinished(() => emulators.stop())
    await startBotOn(emulators, on)

    const act = (given: Readonly<Record<string, string>>) =>
      fetch(`${emulators.url}/`, {
        method: 'POST',
        headers: { origin: emulators.url },
        body: new URLSearchParams({ on, as: 'E010', ...given }),
      })
    const read = async () => (await fetch(`${emulators.url}/chat?on=${on}&as=E010`)).text()
    expect((await act({ text: '帮助' })).status).toBe(200)
    await expect.poll(read, { timeout: 20_000 }).toContain('我能帮您做这些')
    const message = /name="message" value="([^"]+)"/.exec(await read())?.[1] ?? ''
    await act({ do: 'tap', message, label: '有话直说' })
    // A form on Slack, a way to one elsewhere.
    const around = async () => `${await read()}${await (await fetch(`${emulators.url}/?on=${on}&as=E010`)).text()}`
    await expect.poll(around, { timeout: 20_000 }).toMatch(/name="field:word_a"|hearback\.example\/f\//)
  },
)

test.each([
  ['desk', DESK],
  ['phone', PHONE],
] as const)('somebody is played in a browser, on the %s, and speaks up', async (_, device) => {
  const emulators = await startEmulators(0)
  onTestFinished(() => emulators.stop())
  await startBotOn(emulators, 'slack')
  const { page, faults } = await openPage(`${emulators.url}/?on=slack&as=E010`, device)
  await page.getByRole('textbox').fill('帮助')
  await page.getByRole('button', { name: '发送' }).click()
  const chat = page.frameLocator('iframe')
  await chat.getByRole('button', { name: '有话直说' }).click()
  await chat.getByRole('link', { name: '有一张表单打开了，点这里填写' }).click()
  const submit = page.getByRole('button', { name: '提交表单' })
  await submit.waitFor()
  const form = page.locator('.form')
  const field = (name: string) => page.locator(`[name="field:${name}"]`)
  const words = [...((await form.textContent()) ?? '').matchAll(/\d+ (\p{Script=Han})/gu)].map(([, word = '']) => word)
  await field('way').selectOption('tell')
  await field('topic').selectOption('suggestion')
  await field('text').fill('食堂可以早点开门吗？')
  await field('word_a').fill('错')
  await field('word_b').fill('错')
  await submit.click()
  await page.getByRole('alert').waitFor()
  for (const name of ['word_a', 'word_b']) {
    const asked = Number(/\d+/.exec((await form.locator('label', { has: field(name) }).textContent()) ?? '')?.[0])
    await field(name).fill(words[asked - 1] ?? '')
  }
  await submit.click()
  await chat.getByText('收到了').waitFor()
  expect(await submit.count()).toBe(0)
  await page.goto(`${emulators.url}/?on=slack&as=E003&in=hr`)
  await chat.getByText('食堂可以早点开门吗？').waitFor()
  expect(faults).toEqual([])
})
