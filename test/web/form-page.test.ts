import type { BrowserContextOptions } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { axeFindings, closeBrowser, DESK, openPage, PHONE } from '../support/browser.ts'
import { confirmReceipt } from '../support/receipt-on-page.ts'
import { last, only, type SeenMessage, type SimulatorClient, withForm } from '../support/simulator-client.ts'
import { receiptWords } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'
import { CONTENT_ANSWERS, sayAll, sendSurvey } from '../support/survey-steps.ts'

afterAll(closeBrowser)

const PERSON = 'E011'

function pageOf(message: SeenMessage): string {
  const page = message.card?.form?.page
  if (!page) throw new Error('the form has no page')
  return page
}

/** The survey's form, opened from its invitation. */
async function surveyForm(client: SimulatorClient): Promise<SeenMessage> {
  const invitations = await sendSurvey(client, 'E003', '近 30 天入职')
  const mine = only(invitations, `dm:${PERSON}`)
  return withForm(await client.tap(PERSON, mine, '一页填完'))
}

describe.each<[string, BrowserContextOptions]>([
  ['at desk width', DESK],
  ['at phone width', PHONE],
  ['without a script', { ...PHONE, javaScriptEnabled: false }],
])('the page of a form %s', (name, options) => {
  const scripted = name !== 'without a script'

  test('a survey with a follow-up: what an answer opens is asked, and nothing entered is lost', async () => {
    const { app, client } = await startSimulator()
    const { page, faults } = await openPage(app.url + pageOf(await surveyForm(client)), options)
    if (scripted) expect(await axeFindings(page)).toEqual([])

    await page.getByRole('group').first().getByRole('radio').last().check()
    if (!scripted) await page.getByRole('button', { name: '更新题目' }).click()
    await page.getByRole('textbox').first().fill('灯太暗了')
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('textbox').first().inputValue()).toBe('灯太暗了')
    if (scripted) expect(await axeFindings(page)).toEqual([])

    for (const group of await page.getByRole('group').all()) {
      const radios = group.getByRole('radio')
      if ((await radios.count()) > 0 && (await group.locator(':checked').count()) === 0) await radios.first().check()
    }
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await page.getByRole('status').waitFor()
    expect(await page.getByRole('status').textContent()).not.toBe('')
    expect(faults).toEqual([])
    const thanks = last(await client.messages(`dm:${PERSON}`), `dm:${PERSON}`)
    expect(thanks.from).toBe('hearback')
    const results = await client.say('E003', '问卷结果')
    expect(last(results, 'dm:E003').text).toContain('已交 1 / 2 人')
    expect(JSON.stringify(results)).toContain('灯太暗了')
  })

  test('somebody speaks up without a trace, looks at it once more, and reads the answer with the receipt', async () => {
    const { app, client } = await startSimulator()
    const form = withForm(await client.say('E010', '有话直说'))
    const { page, faults } = await openPage(app.url + pageOf(form), options)
    await page.getByLabel(/不留任何痕迹/).check()
    await page.getByRole('group').nth(1).getByLabel('建议', { exact: true }).check()
    await page.getByRole('textbox', { name: /想说的话/ }).fill('灯坏了 <b>三天</b>')
    // The page has a receipt of its own: the link shows nobody another's.
    const words = await confirmReceipt(page)
    expect(words.join('')).not.toBe(receiptWords(form).join(''))
    await page.getByRole('button', { name: '再看一遍' }).click()
    await page.getByText('灯坏了 <b>三天</b>').waitFor()
    if (scripted) expect(await axeFindings(page)).toEqual([])
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await page.getByRole('status').waitFor()
    const ticket = last(await client.messages('channel:hr'), 'channel:hr')
    expect(ticket.text).toContain('灯坏了 <b>三天</b>')
    // Whoever finds the link afterwards sees an empty form with another receipt, and not whether anything was sent.
    const later = await (await fetch(app.url + pageOf(form))).text()
    const others = [...later.matchAll(/\d+ (\p{Script=Han})(?=[\s<])/gu)].map((match) => match[1] ?? '').slice(0, 12)
    expect(others).toHaveLength(12)
    expect(others.join('')).not.toBe(words.join(''))
    expect(later).not.toContain('灯坏了')
    expect(faults).toEqual([])
  })
})

async function moveBy(client: SimulatorClient, hours: number): Promise<void> {
  const { now } = await client.clock()
  await client.moveTo(new Date(Date.parse(now) + hours * 3_600_000).toISOString())
}

describe('the link of a form', () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }

  test('every wrong one gets the same answer, and nothing of it is kept or passed on', async () => {
    const { app, client } = await startSimulator()
    const page = pageOf(await surveyForm(client))
    const right = await fetch(app.url + page)
    expect(right.status).toBe(200)
    expect(right.headers.get('cache-control')).toBe('no-store')
    expect(right.headers.get('referrer-policy')).toBe('no-referrer')
    expect(right.headers.get('content-security-policy')).toContain("default-src 'none'")
    const flipped = page.slice(0, -8) + (page.at(-8) === 'A' ? 'B' : 'A') + page.slice(-7)
    const answers = await Promise.all(
      ['/f/x', flipped, `${page}A`, '/f/assets/none.css'].map(async (path) => {
        const response = await fetch(app.url + path)
        return `${response.status} ${await response.text()}`
      }),
    )
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toMatch(/^404 /)
    const posted = await fetch(app.url + flipped, { method: 'POST', headers, body: '_do=send' })
    expect(posted.status).toBe(404)
  })

  test('serves any number of views, one submission, and a day', async () => {
    const { app, client } = await startSimulator()
    const page = pageOf(await surveyForm(client))
    expect((await fetch(app.url + page)).status).toBe(200)
    await moveBy(client, 23)
    const view = await (await fetch(app.url + page)).text()
    expect(view).toContain('<form')
    await moveBy(client, 1)
    expect((await fetch(app.url + page)).status).toBe(404)
  })

  test('a second submission changes nothing and says so', async () => {
    const { app, client } = await startSimulator()
    const form = await surveyForm(client)
    const fields = form.card?.form?.fields ?? []
    const body = new URLSearchParams({ _do: 'send' })
    for (const { name, options = [] } of fields) if (options[0]) body.set(`v.${name}`, options[0].value)
    const send = async () =>
      (await fetch(app.url + pageOf(form), { method: 'POST', headers, body: body.toString() })).text()
    expect(await send()).toContain('已提交')
    expect(await send()).toContain('提交过')
    expect(last(await client.say('E003', '问卷结果'), 'dm:E003').text).toContain('已交 1 / 2 人')
  })

  test('too much at once is refused', async () => {
    const { app, client } = await startSimulator()
    const page = pageOf(await surveyForm(client))
    const tooLarge = await fetch(app.url + page, { method: 'POST', headers, body: `v.x=${'x'.repeat(300_000)}` })
    expect(tooLarge.status).toBe(413)
  })

  test('going on in the chat after the page keeps what stood there', async () => {
    const { app, client } = await startSimulator()
    const invitations = await sendSurvey(client, 'E003', '近 30 天入职')
    const mine = only(invitations, `dm:${PERSON}`)
    await client.tap(PERSON, mine, '开始填写')
    await client.say(PERSON, 'A')
    const form = withForm(await client.tap(PERSON, mine, '一页填完'))
    const html = await (await fetch(app.url + pageOf(form))).text()
    expect(html.match(/checked/g)).toHaveLength(1)
    await sayAll(client, PERSON, [...CONTENT_ANSWERS.slice(1), '提交'])
    expect(await (await fetch(app.url + pageOf(form))).text()).toContain('提交过')
  })
})
