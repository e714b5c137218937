import type { BrowserContextOptions } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { axeFindings, closeBrowser, DESK, openPage, PHONE } from '../support/browser.ts'
import { confirmReceipt } from '../support/receipt-on-page.ts'
import { last, withForm } from '../support/simulator-client.ts'
import { startSimulator } from '../support/start-simulator.ts'
import { tellingPhoto } from '../support/telling-pictures.ts'

afterAll(closeBrowser)

describe.each<[string, BrowserContextOptions]>([
  ['at desk width', DESK],
  ['at phone width', PHONE],
  ['without a script', { ...PHONE, javaScriptEnabled: false }],
])('pictures on the page of a form %s', (name, options) => {
  const scripted = name !== 'without a script'

  test('chosen, seen as they go and what is gone, taken out, refused with advice, sent', async () => {
    const { app, client } = await startSimulator()
    const form = withForm(await client.say('E010', '有话直说'))
    const { page, faults } = await openPage(app.url + (form.card?.form?.page ?? ''), options)
    const requests: string[] = []
    page.on('request', (request) => requests.push(request.url()))
    const files = page.locator('input[type=file]')
    const photo = { name: 'IMG_2026.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(await tellingPhoto()) }

    await page.getByLabel(/不留任何痕迹/).check()
    await page.getByLabel('建议', { exact: true }).check()
    await page.getByRole('textbox', { name: /想说的话/ }).fill('这件事只有我知道。')
    await confirmReceipt(page)
    await files.setInputFiles([photo, { ...photo, name: 'IMG_2027.jpg' }])
    await page.getByRole('button', { name: '再看一遍' }).click()
    await page.getByText('拍摄地点：31.2167, 121.4667').first().waitFor()
    await page.getByText('只有您一个人符合').waitFor()
    expect(await page.getByRole('img').count()).toBe(2)
    // Upright, and no wider than the page.
    const box = await page.getByRole('img').first().boundingBox()
    expect((box?.height ?? 0) > (box?.width ?? 0)).toBe(true)
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0)
    if (scripted) expect(await axeFindings(page)).toEqual([])

    await page.getByRole('button', { name: '返回修改' }).click()
    await page.getByLabel('不要这一张').first().check()
    await files.setInputFiles([{ name: 'x.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') }])
    await page.getByRole('button', { name: '再看一遍' }).click()
    await page.getByRole('alert').waitFor()
    await page.getByText('把文字贴进来').waitFor()
    expect(await page.getByRole('textbox', { name: /想说的话/ }).inputValue()).toBe('这件事只有我知道。')
    expect(await page.getByRole('img').count()).toBe(1)
    if (scripted) expect(await axeFindings(page)).toEqual([])

    await page.getByRole('button', { name: '再看一遍' }).click()
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await page.getByRole('status').waitFor()
    const ticket = last(await client.messages('channel:hr'), 'channel:hr')
    expect(ticket.text).toContain('（图片 1 张）')

    const reading = withForm(await client.tap('E003', ticket, '查看全文'))
    await page.goto(app.url + (reading.card?.form?.page ?? ''))
    await page.getByRole('img').waitFor()
    expect(await page.getByRole('button').count()).toBe(0)
    if (scripted) expect(await axeFindings(page)).toEqual([])
    // Nothing came from anywhere but here, and no picture by a request of its own.
    expect(requests.filter((url) => !url.startsWith(app.url) && !url.startsWith('data:'))).toEqual([])
    expect(faults).toEqual([])
  })
})
