import { describe, expect, test } from 'vitest'
import { readFolder } from '../support/read-folder.ts'
import { field, last, Refusal, type SimulatorClient, withForm } from '../support/simulator-client.ts'
import { fileCase, filing, openNudge, receiptForm, receiptWords } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'

const AUTHOR = 'E010'

async function send(client: SimulatorClient, from: string, topic = 'suggestion') {
  const form = withForm(await client.say(from, '有话直说'))
  return client.submit(from, form, filing(form, { way: 'none', topic, text: '又一封' }))
}

describe('a receipt in the chat', () => {
  test('is refused before anything else looks at it, with the advice to delete it, and nothing of it is kept', async () => {
    const { client, home, stop } = await startSimulator()
    const { words } = await fileCase(client, AUTHOR, { way: 'none', text: '一件事' })
    const numbered = words.map((word, index) => `${index + 1} ${word}`).join('　')
    for (const typed of [words.join(''), words.join(' '), numbered, `我的回执：${words.join('')}`]) {
      const said = await client.say(AUTHOR, typed)
      expect(last(said, `dm:${AUTHOR}`).text, typed).toContain('撤回或删除')
      expect(JSON.stringify(said)).not.toContain('一件事')
    }
    // What the button opens takes it.
    expect(
      field(
        withForm(await client.submit(AUTHOR, await receiptForm(client, AUTHOR), { receipt: words.join('') })),
        'entry_1',
      ).label,
    ).toContain('一件事')
    await stop()
    const kept = readFolder(home, ['simulator'])
    for (const typed of [words.join(''), numbered]) expect(kept.includes(Buffer.from(typed))).toBe(false)
  })

  test('a sentence of twelve characters is a sentence', async () => {
    const { client } = await startSimulator()
    const said = await client.say(AUTHOR, '我想问一下明天能不能请假')
    expect(last(said, `dm:${AUTHOR}`).text).not.toContain('回执')
  })
})

describe('how much one may write', () => {
  test('three new messages a week; then a sentence with the outside channel in the open form; the next week is free', async () => {
    const { client } = await startSimulator()
    for (let n = 0; n < 2; n++) await send(client, AUTHOR)
    const third = withForm(await client.say(AUTHOR, '有话直说'))
    const values = filing(third, { way: 'none', topic: 'suggestion', text: '第三封' })
    await client.submit(AUTHOR, third, values)
    const refused = await send(client, AUTHOR).catch((error: Refusal) => error)
    expect(refused).toBeInstanceOf(Refusal)
    expect((refused as Refusal).fields.text).toMatch(/3 封新的来信，这一封没有收下.*李敏/)
    expect((await client.messages('channel:hr')).filter(({ text }) => text.includes('又一封'))).toHaveLength(2)
    // Others are not counted with them, and a life in danger is not counted at all.
    expect(last(await send(client, 'E011'), 'channel:hr').text).toContain('又一封')
    expect(last(await send(client, AUTHOR, 'danger'), 'channel:hr')).toBeDefined()
    await client.advance('P7D')
    expect(last(await send(client, AUTHOR), 'channel:hr').text).toContain('又一封')
  })

  test('twenty messages a day to one case; the text stays in the form', async () => {
    const { client } = await startSimulator()
    const { words } = await fileCase(client, AUTHOR, { way: 'none', text: '开头' })
    const open = async () =>
      withForm(await client.submit(AUTHOR, await receiptForm(client, AUTHOR), { receipt: words.join('') }))
    for (let n = 0; n < 19; n++) await client.submit(AUTHOR, await open(), { reply: `第 ${n} 段` })
    const refusal = await client.submit(AUTHOR, await open(), { reply: '太多了' }).catch((error: Refusal) => error)
    expect(refusal).toBeInstanceOf(Refusal)
    expect((refusal as Refusal).fields.reply).toContain('20 段话')
    await client.advance('P1D')
    expect(JSON.stringify(await client.submit(AUTHOR, await open(), { reply: '第二天' }))).toContain('第二天')
  })
})

describe('the link to the form', () => {
  test('shows a form of its own each time: no receipt that somebody else has, and not whether anything was sent', async () => {
    const { client, app } = await startSimulator()
    const form = withForm(await client.say(AUTHOR, '有话直说'))
    const url = `${app.url}${form.card?.form?.page}`
    const look = async () => (await fetch(url)).text()
    const wordsOf = (html: string) => [...html.matchAll(/\d+ (\p{Script=Han})/gu)].map((match) => match[1]).join('')
    const [first, second] = [wordsOf(await look()), wordsOf(await look())]
    const mine = receiptWords(form).join('')
    expect(first.length).toBeGreaterThanOrEqual(12)
    expect(first).not.toBe(second)
    expect([first, second].some((words) => words.includes(mine))).toBe(false)
    await client.submit(AUTHOR, form, filing(form, { way: 'none', topic: 'suggestion', text: '好了' }))
    const after = await fetch(url)
    expect(after.status).toBe(200)
    expect(wordsOf(await after.text()).length).toBeGreaterThanOrEqual(12)
  })
})

describe('the link of a nudge', () => {
  test('asks for two words of the receipt; five wrong ones, and only the whole receipt opens the case', async () => {
    const { client } = await startSimulator()
    const { words, ticket } = await fileCase(client, AUTHOR, { way: 'tell', text: '走廊的灯' })
    const nudge = last(await client.sayIn('E003', 'channel:hr', '修好了。', ticket.id), `dm:${AUTHOR}`)
    const ask = async () => withForm(await client.tap(AUTHOR, nudge, '打开'))
    expect(JSON.stringify(await ask())).not.toContain('走廊的灯')
    const refusal = async (values: { word_a: string; word_b: string }) =>
      ((await client.submit(AUTHOR, await ask(), values).catch((error: Refusal) => error)) as Refusal).fields.word_b
    expect(await refusal({ word_a: '错', word_b: '错' })).toContain('不对')
    expect(field(await openNudge(client, AUTHOR, nudge, words), 'entry_2').label).toContain('修好了。')
    for (let n = 0; n < 4; n++) await refusal({ word_a: '的', word_b: '一' })
    expect(await refusal({ word_a: words[0] ?? '', word_b: words[1] ?? '' })).toContain('完整的回执')
    const whole = await client.submit(AUTHOR, await receiptForm(client, AUTHOR), { receipt: words.join('') })
    expect(field(withForm(whole), 'entry_1').label).toContain('走廊的灯')
  })
})
