import { afterAll, expect, test } from 'vitest'
import { axeFindings, closeBrowser, openPage, PHONE } from '../support/browser.ts'
import { FormByHand } from '../support/form-by-hand.ts'
import { confirmReceipt } from '../support/receipt-on-page.ts'
import { last, withForm } from '../support/simulator-client.ts'
import { startSimulator } from '../support/start-simulator.ts'

afterAll(closeBrowser)

test.each([
  ['with a script', PHONE],
  ['without a script', { ...PHONE, javaScriptEnabled: false }],
])('a page is signed with the name of whoever asked for it, which it never shows; %s', async (name, options) => {
  const { app, client } = await startSimulator()
  const form = withForm(await client.say('E010', '有话直说'))
  const { page, faults } = await openPage(app.url + (form.card?.form?.page ?? ''), options)
  const send = async () => {
    await page.getByRole('button', { name: '再看一遍' }).click()
    await page.getByRole('button', { name: '提交', exact: true }).click()
  }
  await page.getByLabel(/^署名/).check()
  await page.getByLabel('建议', { exact: true }).check()
  await page.getByRole('textbox', { name: /想说的话/ }).fill('想换一台显示器。')
  await confirmReceipt(page)
  // What is missing is asked for before everything is looked at once more: a name that nobody was asked for is not "empty".
  await page.getByRole('button', { name: '再看一遍' }).click()
  const sign = page.getByRole('textbox', { name: /当作署名/ })
  await sign.waitFor()
  expect(await page.content()).toContain('写下您的姓名或者工号')
  await page.getByRole('button', { name: '再看一遍' }).click()
  await page.getByText('写下您的姓名或者工号').first().waitFor()
  if (name === 'with a script') expect(await axeFindings(page)).toEqual([])
  // A typing error is corrected; five times somebody else's name, and the link signs nothing for the day.
  for (const typed of ['何俊', 'E011', '林小雨']) {
    await sign.fill(typed)
    await send()
    await page.getByText('对不上').waitFor()
  }
  expect(await page.content()).not.toContain('郑浩')
  expect((await client.messages('channel:hr')).filter(({ text }) => text.includes('显示器'))).toEqual([])
  await sign.fill(' 郑 浩 ')
  await send()
  await page.getByRole('status').waitFor()
  expect(await page.content()).toContain('署名：郑浩')
  expect(last(await client.messages('channel:hr'), 'channel:hr').text).toContain('署名来信')
  expect(last(await client.messages('dm:E010'), 'dm:E010').text).toContain('不是您写的？请联系人事部')
  expect(faults).toEqual([])
})

test('while something else stands against the form, the right name and a wrong one are answered alike', async () => {
  const { app, client } = await startSimulator()
  const page = await FormByHand.open(app.url + (withForm(await client.say('E010', '有话直说')).card?.form?.page ?? ''))
  const words = [...page.html.matchAll(/\d+ (\p{Script=Han})(?=[\s<])/gu)].map((match) => match[1] ?? '').slice(0, 12)
  const [a = 1, b = 1] = [...page.html.matchAll(/请填第 (\d+) 个字/g)].map((match) => Number(match[1]))
  const right = {
    way: 'named',
    topic: 'suggestion',
    text: '不是我写的。',
    word_a: words[a - 1] ?? '',
    word_b: words[b - 1] ?? '',
  }
  const faults = (html: string) => /<ul>[\s\S]*?<\/ul>/.exec(html)?.[0].replaceAll(/<[^>]+>|\s+/g, ' ')
  const wrong: Record<string, string>[] = [{ word_a: '错' }, { about: '没有这个人' }, { text: '' }]
  for (const one of wrong) {
    const answers: (string | undefined)[] = []
    for (const sign of ['郑浩', '何俊']) answers.push(faults(await page.press('send', { ...right, ...one, sign })))
    expect(answers[0]).toBeTruthy()
    expect(answers[1]).toBe(answers[0])
  }
  // Nor does a form that went another way tell whose it is.
  await page.press('send', { ...right, way: 'none' })
  const again: string[] = []
  for (const sign of ['郑浩', '何俊']) again.push(await page.press('send', { ...right, sign }))
  expect(again[1]).toBe(again[0])
  expect((await client.messages('dm:E010')).filter(({ text }) => text.includes('您署名'))).toEqual([])
})

test('whoever tries names on a link is stopped, and the right one does not serve any more that day', async () => {
  const { app, client } = await startSimulator()
  const form = withForm(await client.say('E010', '有话直说'))
  const { page } = await openPage(app.url + (form.card?.form?.page ?? ''), PHONE)
  await page.getByLabel(/^署名/).check()
  await page.getByLabel('建议', { exact: true }).check()
  await page.getByRole('textbox', { name: /想说的话/ }).fill('不是我写的。')
  await confirmReceipt(page)
  const send = async () => {
    await page.getByRole('button', { name: '再看一遍' }).click()
    await page.getByRole('button', { name: '提交', exact: true }).click()
  }
  await page.getByRole('button', { name: '再看一遍' }).click()
  const sign = page.getByRole('textbox', { name: /当作署名/ })
  for (const typed of ['何俊', '陈立', '王静', '李敏', '刘强']) {
    await sign.fill(typed)
    await send()
    await page.getByText('对不上').waitFor()
  }
  await sign.fill('郑浩')
  await send()
  await page.getByText('写错了好几次').waitFor()
  expect((await client.messages('channel:hr')).filter(({ text }) => text.includes('不是我写的'))).toEqual([])
})
