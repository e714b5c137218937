import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { axeFindings, closeBrowser, DESK, openPage, PHONE } from '../support/browser.ts'
import { startSimulator } from '../support/start-simulator.ts'

afterAll(closeBrowser)

/** One conversation of the page; on a phone the others are out of sight. */
async function column(page: Page, index: number): Promise<Locator> {
  const switcher = page.locator('#personas button').nth(index)
  if (await switcher.isVisible()) await switcher.click()
  return page.locator(`[data-column="${index}"]`)
}

async function type(place: Locator, text: string): Promise<void> {
  await place.getByRole('textbox').fill(text)
  await place.getByRole('textbox').press('Enter')
}

/** Speaks up; answers the receipt as the form shows it. */
async function speakUp(page: Page, text: string): Promise<string> {
  const dialog = page.getByRole('dialog')
  await dialog.getByText('我们保证：').waitFor()
  await dialog.getByLabel(/^在这里告诉我/).check()
  await dialog.getByRole('button', { name: '下一步' }).click()
  await dialog.getByLabel('建议').check()
  await dialog.getByRole('textbox', { name: /想说的话/ }).fill(text)
  await dialog.getByRole('button', { name: '下一步' }).click()
  const [receipt = ''] = await dialog.locator('.form-body').allInnerTexts()
  await fillWords(page, receipt)
  await dialog.getByRole('button', { name: '下一步' }).click()
  await dialog.getByText(text).waitFor()
  await dialog.getByRole('button', { name: '提交', exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  return receipt
}

/** Fills in the words of a receipt that the open form asks for. */
async function fillWords(page: Page, receipt: string): Promise<void> {
  const dialog = page.getByRole('dialog')
  for (const label of await dialog.locator('.form-body label').allInnerTexts()) {
    const n = /第 (\d+) 个字/.exec(label)?.[1]
    const word = new RegExp(`(?:^|\\s)${n}\\s+(\\p{Script=Han})(?:\\s|$)`, 'u').exec(receipt)?.[1]
    await dialog.getByLabel(label).fill(word ?? '')
  }
}

describe.each<[string, BrowserContextOptions]>([
  ['at desk width', DESK],
  ['at phone width', PHONE],
])('the simulator page %s', (_, options) => {
  test('an employee speaks up, HR answers, the answer is read', async () => {
    const { app } = await startSimulator()
    const { page, faults } = await openPage(app.url, options)

    const employee = await column(page, 0)
    await type(employee, '有话直说')
    const receipt = await speakUp(page, '食堂可以早点开门吗？')
    await employee.getByText('收到了').waitFor()

    const hr = await column(page, 1)
    await hr.getByText('食堂可以早点开门吗？').waitFor()
    await hr.getByRole('button', { name: '答复', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('下周起七点开门。')
    await dialog.getByRole('button', { name: '发送' }).click()
    await hr.getByText('已答复，来信人会看到').waitFor()

    const again = await column(page, 0)
    await again.getByRole('button', { name: '打开 / Open' }).click()
    await dialog.getByText('请填回执里的两个字').waitFor()
    await fillWords(page, receipt)
    await dialog.getByRole('button', { name: '打开' }).click()
    await dialog.getByText('下周起七点开门。').waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    expect(faults).toEqual([])
  })

  test('axe has no findings: the page, an open form, in the dark', async () => {
    const { app } = await startSimulator()
    const { page, faults } = await openPage(app.url, options)
    const employee = await column(page, 0)
    await type(employee, '帮助')
    await employee.getByRole('button', { name: '有话直说' }).first().waitFor()
    expect(await axeFindings(page)).toEqual([])
    await type(employee, '有话直说')
    await page.getByRole('dialog').getByText('我们保证：').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await axeFindings(page)).toEqual([])
    await page.keyboard.press('Escape')
    expect(await axeFindings(page)).toEqual([])
    expect(faults).toEqual([])
  })

  test('the clock moves, and says what came of it', async () => {
    const { app, client } = await startSimulator()
    const { page, faults } = await openPage(app.url, options)
    const before = Date.parse((await client.clock()).now)
    await page.getByRole('button', { name: /\+1 (个)?月/ }).click()
    await page
      .getByText(/条消息/)
      .first()
      .waitFor()
    expect(Date.parse((await client.clock()).now) - before).toBeGreaterThan(27 * 86_400_000)
    expect(faults).toEqual([])
  })

  test('nothing is wider than the screen', async () => {
    const { app } = await startSimulator()
    const { page } = await openPage(app.url, options)
    const employee = await column(page, 0)
    await type(employee, 'x'.repeat(400))
    await employee.getByText('没看懂').waitFor()
    const overflow = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    expect(overflow).toBeLessThanOrEqual(0)
  })
})

describe('what a page may do', () => {
  test('loads from here alone, and foreign pages and names are refused', async () => {
    const { app } = await startSimulator()
    const page = await fetch(app.url)
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).not.toContain('unsafe')
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    expect(await page.text()).not.toMatch(/(src|href)="https?:/)

    const post = (headers: Record<string, string>) =>
      fetch(`${app.url}/simulator/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ from: 'E010', text: '帮助' }),
      })
    expect((await post({})).status).toBe(200)
    expect((await post({ origin: app.url })).status).toBe(200)
    expect((await post({ origin: 'https://elsewhere.example' })).status).toBe(403)
    expect((await post({ origin: 'null' })).status).toBe(403)
  })

  test('no file outside its own can be had', async () => {
    const { app } = await startSimulator()
    for (const path of ['../api.ts', '..%2fapi.ts', '%2e%2e/api.ts', 'nothing.js', '.']) {
      expect((await fetch(`${app.url}/simulator/assets/${path}`)).status, path).toBe(404)
    }
    expect((await fetch(`${app.url}/simulator/assets/main.js`)).headers.get('content-type')).toContain(
      'text/javascript',
    )
  })

  test('in English everything the page itself says is English', async () => {
    const { app } = await startSimulator()
    const { page } = await openPage(app.url, { ...DESK, locale: 'en-US' })
    const words = await page.locator('header, [data-column="0"]').allInnerTexts()
    expect(words.join(' ')).toContain('+1 month')
    expect(words.join(' ')).toContain('speak up')
    // The name of the product, the way back to Chinese, and names of people and departments stay what they are.
    const page0 = words.join(' ').replace(/回音|中文|\p{Script=Han}+部|\p{Script=Han}+师/gu, '')
    expect(page0.match(/\p{Script=Han}{4,}/gu)).toBeNull()
  })
})
