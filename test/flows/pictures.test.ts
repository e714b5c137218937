import exifr from 'exifr'
import { expect, test } from 'vitest'
import { FormByHand } from '../support/form-by-hand.ts'
import { ownCopy } from '../support/own-definitions.ts'
import { readFolder } from '../support/read-folder.ts'
import { last, only, type SeenMessage, type SimulatorClient, withForm } from '../support/simulator-client.ts'
import { filing, receiptForm, receiptWords } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'
import { SECRETS, tellingPhoto, tellingPng } from '../support/telling-pictures.ts'
import { windowedCompany } from '../support/windowed-company.ts'

const HR = 'E003'
const AUTHOR = 'E010'
const STORES = 'E005'
const text = (words: string) => new TextEncoder().encode(words)

/** The form with the receipt that its page shows: each has its own. */
function asShown(form: SeenMessage, html: string): SeenMessage {
  const label = /这是您的回执[^<]*/.exec(html)?.[0] ?? ''
  const asked = [...html.matchAll(/请填第 \d+ 个字/g)].map(([text]) => text)
  const labels: Readonly<Record<string, string | undefined>> = { receipt: label, word_a: asked[0], word_b: asked[1] }
  const fields = (form.card?.form?.fields ?? []).map((one) => ({ ...one, label: labels[one.name] ?? one.label }))
  return { ...form, card: form.card && { ...form.card, form: { ...form.card.form, fields } } }
}

async function pageOf(url: string, message: SeenMessage): Promise<FormByHand> {
  return FormByHand.open(url + (message.card?.form?.page ?? ''))
}

async function openFiling(url: string, client: SimulatorClient, way: 'tell' | 'none' = 'none') {
  const form = withForm(await client.say(AUTHOR, '有话直说'))
  const page = await pageOf(url, form)
  const shown = asShown(form, page.html)
  const values = filing(shown, { way, topic: 'suggestion', text: '灯坏了。' })
  return { page, values, words: receiptWords(shown) }
}

test('pictures go with what is said, drawn anew, seen before they go and by the handlers on their page', async () => {
  const { app, client, home } = await startSimulator()
  const { page, values, words: receipt } = await openFiling(app.url, client, 'tell')
  const files = [
    { name: 'IMG_needle-name-90.jpg', bytes: await tellingPhoto() },
    { name: 'needle-name-90.png', bytes: await tellingPng() },
  ]
  await page.press('check', values, files)
  expect(page.pictures()).toHaveLength(2)
  for (const words of [
    '拍摄地点：31.2167, 121.4667',
    '拍摄时间：2026-03-01 10:22',
    'Needle-Phone-X9',
    'needle-name-90.png',
  ]) {
    expect(page.html).toContain(words)
  }
  const seen = page.pictures()
  const done = await page.press('send')
  expect(done).toContain('收到了')

  const ticket = last(await client.messages('channel:hr'), 'channel:hr')
  expect(ticket.text).toContain('（图片 2 张）')
  const reading = withForm(await client.tap(HR, ticket, '查看全文'))
  expect(JSON.stringify(reading)).not.toContain('base64')
  const read = await pageOf(app.url, reading)
  // What the author saw is what is read, to the byte.
  expect(read.pictures()).toEqual(seen)
  for (const bytes of read.pictures()) expect(await exifr.parse(bytes, true)).toBeUndefined()
  expect(read.html).not.toContain('<button')

  const answer = withForm(await client.tap(HR, ticket, '答复'))
  const writing = await pageOf(app.url, answer)
  await writing.press('send', { text: '修好了。' }, [{ name: 'fixed.jpg', bytes: await tellingPhoto() }])
  const nudge = only(
    await client.messages(`dm:${AUTHOR}`).then((all) => all.filter((one) => one.text.includes('回音'))),
    `dm:${AUTHOR}`,
  )
  const thread = await pageOf(app.url, withForm(await client.tap(AUTHOR, nudge, '打开')))
  const asked = [...thread.html.matchAll(/回执的第 (\d+) 个字/g)].map((match) => receipt[Number(match[1]) - 1] ?? '')
  await thread.press('send', { word_a: asked[0] ?? '', word_b: asked[1] ?? '' })
  expect(thread.pictures()).toHaveLength(3)
  await thread.press('send', {}, [{ name: 'a.png', bytes: await tellingPng() }])
  expect(last(await client.messages('channel:hr'), 'channel:hr').text).toContain('（图片 1 张）')

  const written = readFolder(home)
  for (const secret of [...SECRETS, 'needle-name-90']) expect(written.includes(secret), secret).toBe(false)
  // Not one of them stands anywhere as it was drawn, either.
  for (const bytes of seen) expect(written.includes(bytes.subarray(200, 260))).toBe(false)
})

test('what is refused says why and keeps the rest; pictures can be taken out again; nothing has gone meanwhile', async () => {
  const { app, client } = await startSimulator()
  const before = (await client.messages('channel:hr')).length
  const { page, values } = await openFiling(app.url, client)
  const photo = await tellingPhoto()
  const document = { name: 'report.pdf', bytes: text('%PDF-1.7') }
  for (const what of ['check', 'send'] as const) {
    await page.press(what, values, [{ name: 'a.jpg', bytes: photo }, document])
    expect(page.html).toContain('把文字贴进来')
    expect(page.html).toContain('灯坏了。')
    expect(page.html).not.toContain('收到了')
  }
  // The good ones of both attempts are still there.
  expect(page.pictures()).toHaveLength(2)
  await page.press('draft', values, [], [0])
  expect(page.pictures()).toHaveLength(1)
  const many = Array.from({ length: 6 }, () => ({ name: 'a.jpg', bytes: photo }))
  await page.press('check', values, many)
  expect(page.html).toContain('图片太多了')
  expect(page.pictures()).toHaveLength(5)
  expect((await client.messages('channel:hr')).length).toBe(before)
  await page.press('check', values)
  await page.press('send')
  expect(last(await client.messages('channel:hr'), 'channel:hr').text).toContain('（图片 5 张）')
  expect(await page.press('send', values)).toContain('收到过')
})

test('pictures wait for a window with what they belong to, and are shown to their author meanwhile', async () => {
  const { app, client } = await startSimulator({ programs: windowedCompany() })
  const { page, values, words } = await openFiling(app.url, client)
  await page.press('check', values, [{ name: 'a.jpg', bytes: await tellingPhoto() }])
  const [seen] = page.pictures()
  await page.press('send')
  expect(await client.messages('channel:hr')).toEqual([])
  const receipt = await pageOf(app.url, await receiptForm(client, AUTHOR))
  await receipt.press('send', { receipt: words.join('') })
  expect(receipt.pictures()).toEqual([seen])

  const ticket = only(await client.moveTo('2026-03-10T14:00:00+08:00'), 'channel:hr')
  expect(ticket.text).toContain('（图片 1 张）')
  const reading = withForm(await client.tap(HR, ticket, '查看全文'))
  expect((await pageOf(app.url, reading)).pictures()).toEqual([seen])

  const answer = await pageOf(app.url, withForm(await client.tap(HR, ticket, '答复')))
  await answer.press('send', { text: '看图。' }, [{ name: 'b.png', bytes: await tellingPng() }])
  const thread = await pageOf(app.url, await receiptForm(client, AUTHOR))
  await thread.press('send', { receipt: words.join('') })
  expect(thread.pictures()).toEqual([seen])
  await thread.press('send', {}, [{ name: 'c.png', bytes: await tellingPng() }])
  await client.moveTo('2026-03-10T17:00:00+08:00')
  const later = await pageOf(app.url, await receiptForm(client, AUTHOR))
  await later.press('send', { receipt: words.join('') })
  expect(later.pictures()).toHaveLength(3)
})

test('once the coordinator has restated a text, its pictures are not passed on; else they are', async () => {
  const own = ownCopy('speak-up', 'speak-up.yaml')
  own.edit((yaml) =>
    yaml
      .replace(/( {2}- id: suggestion\n(?: {4}.*\n)*)/, '$1    coordinator: coordinator\n')
      .replace(
        'departments:\n',
        'departments:\n  - { id: stores, title: { zh-CN: 门店, en: Stores }, handlers: store_manager, channel: hr }\n',
      ),
  )
  const { app, client } = await startSimulator({ programs: own.folder })
  const known = new Set<string>()
  for (const restated of ['灯该修了。', '']) {
    const { page, values } = await openFiling(app.url, client)
    await page.press('check', values, [{ name: 'a.jpg', bytes: await tellingPhoto() }])
    await page.press('send')
    const tickets = (await client.messages(`dm:${HR}`)).filter(({ card }) => card?.title.includes('来信'))
    const form = withForm(await client.tap(HR, last(tickets, `dm:${HR}`), '转给部门'))
    expect(JSON.stringify(form)).toContain('（图片 1 张）')
    await client.submit(HR, form, { restated_1: restated, department: 'stores' })
    const listed = last(await client.say(STORES, '来信'), `dm:${STORES}`)
    const opening = listed.card?.actions.filter(({ label }) => label === '查看全文') ?? []
    const action = opening.find(({ value }) => !known.has(value))
    known.add(action?.value ?? '')
    const reading = withForm(await client.tapRaw(STORES, listed.id, action?.actionId ?? '', action?.value ?? ''))
    expect((await pageOf(app.url, reading)).pictures()).toHaveLength(restated === '' ? 1 : 0)
  }
})

test('what a page carries belongs to its form alone', async () => {
  const { app, client } = await startSimulator()
  const first = await openFiling(app.url, client)
  await first.page.press('check', first.values, [{ name: 'a.jpg', bytes: await tellingPhoto() }])
  const [, carried = ''] = first.page.carried().find(([name]) => name === 'p.pictures') ?? []
  expect(carried).not.toBe('')
  const second = await openFiling(app.url, client)
  const path = /action="([^"]+)"/.exec(second.page.html)?.[1] ?? ''
  for (const forged of [carried, `${carried.slice(0, -4)}AAAA`, Buffer.from(await tellingPhoto()).toString('base64')]) {
    const body = new FormData()
    for (const [name, value] of Object.entries(second.values)) body.set(`v.${name}`, value)
    body.set('p.pictures', forged)
    body.set('_do', 'check')
    const answer = await (await fetch(app.url + path, { method: 'POST', body })).text()
    expect(answer).not.toContain('<img')
  }
})
