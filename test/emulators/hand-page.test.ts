import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { startApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { axeFindings, closeBrowser, DESK, openPage, PHONE } from '../support/browser.ts'
import { freePort } from '../support/free-port.ts'
import { scratchFolder } from '../support/scratch.ts'
import { importPeople } from '../support/start-company.ts'
import { startEmulators } from './serve.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }

afterAll(closeBrowser)

/** The program, connected to one of the platforms, with its people imported. */
async function startBotOn(emulators: Awaited<ReturnType<typeof startEmulators>>, on: string): Promise<void> {
  const lines = emulators.settings.split('\n').filter((line) => line.startsWith(on.toUpperCase()))
  const env = Object.fromEntries(lines.map((line) => [line.replace(/=.*/, ''), line.replace(/^[^=]*=/, '')]))
  const programs = scratchFolder()
  const company = await fetch(`${emulators.url}/company.yaml?on=${on}`)
  writeFileSync(join(programs, 'company.yaml'), await company.text())
  const port = String(await freePort())
  const config = readConfig({
    ...env,
    HEARBACK_HOME: scratchFolder(),
    HEARBACK_PROGRAMS: programs,
    PORT: port,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
  })
  const app = await startApp(config, { log: silent })
  onTestFinished(() => app.stop())
  const staff = await (await fetch(`${emulators.url}/people.csv?on=${on}`)).text()
  expect(await importPeople(config, staff.trim().split('\n'))).toBe(0)
}

/** The words of a receipt, by their number: they stand in a row. */
function wordsIn(text: string | null): Map<number, string> {
  const [row = ''] = /(?:\d+ \p{Script=Han}\s*){8,}/u.exec(text ?? '') ?? []
  return new Map([...row.matchAll(/(\d+) (\S)/gu)].map(([, number, word = '']) => [Number(number), word]))
}

/** Which of them is asked for. */
function numberIn(label: string | null): number {
  return Number(/\d+/.exec(label ?? '')?.[0])
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
    await expect.poll(around, { timeout: 20_000 }).toMatch(/name="field:word_a"|\/f\//)
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
  const words = wordsIn(await form.textContent())
  await field('way').selectOption('tell')
  await field('topic').selectOption('suggestion')
  await field('text').fill('食堂可以早点开门吗？')
  await field('word_a').fill('错')
  await field('word_b').fill('错')
  await submit.click()
  await page.getByText('字不对').first().waitFor()
  for (const name of ['word_a', 'word_b']) {
    const label = await form.locator('label', { has: field(name) }).textContent()
    await field(name).fill(words.get(numberIn(label)) ?? '')
  }
  await submit.click()
  const after = async () => {
    await page.reload()
    return form.textContent()
  }
  await expect.poll(after, { timeout: 20_000 }).toContain('收到了')
  await page.goto(`${emulators.url}/?on=slack&as=E003&in=hr`)
  await chat.getByText('食堂可以早点开门吗？').waitFor()
  expect(faults).toEqual([])
})

test('on DingTalk whoever speaks up fills in the page, and who answers a form card', async () => {
  const emulators = await startEmulators(0)
  onTestFinished(() => emulators.stop())
  await startBotOn(emulators, 'dingtalk')
  const { page, faults } = await openPage(`${emulators.url}/?on=dingtalk&as=E010`, DESK)
  expect(await axeFindings(page)).toEqual([])
  const chat = page.frameLocator('iframe')
  const say = page.getByRole('textbox', { name: '说点什么' })
  await say.fill('有话直说')
  await page.getByRole('button', { name: '发送' }).click()
  const address = await chat.getByRole('link', { name: '打开网页' }).getAttribute('href')
  const { page: form } = await openPage(address ?? '', PHONE)
  await form.getByRole('radio').first().check()
  await form.getByLabel('建议', { exact: true }).check()
  await form.getByRole('textbox', { name: /想说的话/ }).fill('食堂可以早点开门吗？')
  const words = wordsIn(await form.locator('body').textContent())
  for (const name of ['word_a', 'word_b']) {
    const label = await form.locator(`label[for$="${name}"]`).textContent()
    await form.locator(`[name="v.${name}"]`).fill(words.get(numberIn(label)) ?? '')
  }
  await form.getByRole('button', { name: '再看一遍' }).click()
  await form.getByRole('button', { name: '提交', exact: true }).click()
  await form.getByRole('status').waitFor()

  await page.goto(`${emulators.url}/?on=dingtalk&as=E003&in=hr`)
  await chat.getByText('食堂可以早点开门吗？').waitFor()
  await chat.getByRole('button', { name: '答复', exact: true }).click()
  await page.goto(`${emulators.url}/?on=dingtalk&as=E003`)
  await chat.getByRole('link', { name: '有一张表单打开了，点这里填写' }).click()
  await page.locator('.form textarea').fill('下周起七点开门。')
  await page.getByRole('button', { name: '提交表单' }).click()
  const forms = async () => {
    await page.reload()
    return page.getByRole('button', { name: '提交表单' }).count()
  }
  await expect.poll(forms, { timeout: 20_000 }).toBe(0)
  await page.goto(`${emulators.url}/?on=dingtalk&as=E003&in=hr`)
  await chat.getByText('已答复，来信人会看到').waitFor()
  expect(faults).toEqual([])
})
