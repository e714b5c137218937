import { describe, expect, test } from 'vitest'
import { readDatabase } from '../support/read-database.ts'
import {
  field,
  last,
  only,
  Refusal,
  type SeenMessage,
  type SimulatorClient,
  withForm,
} from '../support/simulator-client.ts'
import { askedWord, fileCase, filing, openNudge, receiptWords } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'

const AUTHOR = 'E010'
const HR = 'E003'

/** The form in which the author enters the receipt. */
async function receiptForm(client: SimulatorClient): Promise<SeenMessage> {
  const opened = await client.say(AUTHOR, 'speak up')
  const hint = opened.find((message) => message.card?.actions.some((action) => action.label.includes('回执')))
  return withForm(await client.tap(AUTHOR, hint ?? last(opened, `dm:${AUTHOR}`), '我有回执'))
}

describe('speak up', () => {
  test('a message that leaves a return address is answered, any number of turns', async () => {
    const { client } = await startSimulator()
    const { ticket, messages, words } = await fileCase(client, AUTHOR, { way: 'tell', text: '食堂可以早点开门吗？' })

    expect(ticket.card?.title).toMatch(/^来信 \p{Script=Han}{2} · 建议$/u)
    expect(ticket.text).toContain('食堂可以早点开门吗？')
    // Ten working days after Tuesday, 10 March 2026.
    expect(ticket.text).toContain('2026年3月24日')
    expect(ticket.card?.actions.map((action) => action.label)).toEqual(['我来处理', '答复', '追问', '结案', '更多…'])
    expect(last(messages, `dm:${AUTHOR}`).text).toContain('收到了')

    await client.tap(HR, ticket, '我来处理')
    const answerForm = withForm(await client.tap(HR, ticket, '答复'))
    const afterAnswer = await client.submit(HR, answerForm, { text: '下周起七点开门。' })
    const nudge = only(afterAnswer, `dm:${AUTHOR}`)
    expect(nudge.text).not.toContain('七点')

    const thread = await openNudge(client, AUTHOR, nudge, words)
    expect(field(thread, 'entry_1').label).toContain('食堂可以早点开门吗？')
    expect(field(thread, 'entry_2').label).toContain('下周起七点开门。')
    const afterReply = await client.submit(AUTHOR, thread, { reply: '六点半行不行？' })
    const line = only(afterReply, 'channel:hr')
    expect(line.replyTo).toBe(ticket.id)
    expect(line.text).toContain('六点半行不行？')

    const secondNudge = only(
      (await client.sayIn(HR, 'channel:hr', '可以，六点半。', ticket.id)).filter((m) => m.in !== 'channel:hr'),
      `dm:${AUTHOR}`,
    )
    const secondThread = await openNudge(client, AUTHOR, secondNudge, words)
    expect(field(secondThread, 'entry_4').label).toContain('可以，六点半。')
    const [first] = (await client.messages('channel:hr')).filter((message) => message.id === ticket.id)
    expect(first?.text).toContain('已答复')
    expect(first?.text).toContain('处理人：李敏')
  })

  test('without a trace: nothing comes by itself, the receipt opens the answer in either language', async () => {
    const { client } = await startSimulator()
    const { words, ticket } = await fileCase(client, AUTHOR, { way: 'none', text: '加班没有调休。' })
    const before = (await client.messages(`dm:${AUTHOR}`)).length
    await client.sayIn(HR, 'channel:hr', '我们查一下。', ticket.id)
    await client.advance('P2D')
    expect((await client.messages(`dm:${AUTHOR}`)).length).toBe(before)

    const opened = await client.say(AUTHOR, 'speak up')
    const hint = opened.find((message) => message.card?.actions.some((action) => action.label.includes('回执')))
    const ask = withForm(await client.tap(AUTHOR, hint ?? last(opened, `dm:${AUTHOR}`), '我有回执'))
    const thread = withForm(await client.submit(AUTHOR, ask, { receipt: words.join('') }))
    expect(field(thread, 'entry_2').label).toContain('我们查一下。')
  })

  test('an English author gets an English receipt, and everything in English', async () => {
    const { client } = await startSimulator()
    const form = withForm(await client.say('E009', 'Speak up!'))
    expect(receiptWords(form)).toHaveLength(12)
    expect(receiptWords(form).every((word) => /^[a-z]+$/.test(word))).toBe(true)
    const everything = JSON.stringify(
      form.card?.form?.fields.filter((one) => !['readers', 'about_readers'].includes(one.name)),
    )
    expect(everything).not.toMatch(/\p{Script=Han}/u)
    const messages = await client.submit(
      'E009',
      form,
      filing(form, { way: 'none', topic: 'suggestion', text: 'More light.' }),
    )
    expect(last(messages, 'dm:E009').text).toContain('Tue, 24 Mar 2026')

    const words = receiptWords(form)
    const hint = (await client.say('E009', 'speak up')).find((m) => m.card?.actions.length)
    const ask = withForm(await client.tap('E009', hint ?? form, 'receipt'))
    const thread = withForm(
      await client.submit('E009', ask, { receipt: words.map((w, i) => `${i + 1}. ${w}`).join('\n') }),
    )
    expect(field(thread, 'entry_1').label).toContain('More light.')
  })

  test('the form says who will read it, what is promised and what is not', async () => {
    const { client } = await startSimulator()
    const form = withForm(await client.say(AUTHOR, '有话直说'))
    expect(field(form, 'readers').label).toContain('王静、李敏')
    expect(field(form, 'promises').label).toContain('看不到是谁写的')
    expect(field(form, 'limits').label).toContain('找不回来')
    expect(field(form, 'way').options?.map(({ value }) => value)).toEqual(['tell', 'none', 'named'])
  })

  test('text after the command is not kept, and says so', async () => {
    const { client } = await startSimulator()
    const messages = await client.say(AUTHOR, '有话直说 我的主管骂人')
    expect(messages.some((message) => message.text.includes('没有保存'))).toBe(true)
    expect(messages.some((message) => message.text.includes('主管'))).toBe(false)
    expect(withForm(messages)).toBeDefined()
  })

  test('a sensitive topic shows a stub; its text opens for handlers only', async () => {
    const { client } = await startSimulator()
    const { ticket } = await fileCase(client, AUTHOR, { way: 'none', topic: 'danger', text: '秘密内容' })
    expect(JSON.stringify(await client.messages('channel:hr'))).not.toContain('秘密内容')
    const opened = withForm(await client.tap(HR, ticket, '查看全文'))
    expect(opened.in).toBe(`dm:${HR}`)
    expect(field(opened, 'entry_1').label).toContain('秘密内容')
    await expect(client.tap('E006', ticket, '查看全文')).rejects.toThrow(Refusal)
  })

  test('wrong words, no text, no choice: each field gets its sentence and nothing is filed', async () => {
    const { client } = await startSimulator()
    const form = withForm(await client.say(AUTHOR, '有话直说'))
    const n = askedWord(form, 'word_a')
    const wrong = { ...filing(form, { way: 'none', topic: 'suggestion', text: '' }), way: '', word_a: '错' }
    const refusal = await client.submit(AUTHOR, form, wrong).catch((error: Refusal) => error)
    expect(refusal).toBeInstanceOf(Refusal)
    expect((refusal as Refusal).fields).toEqual({
      way: '请选择一种方式。',
      text: '请写几个字。',
      word_a: `第 ${n} 个字不对。请对照上面的回执再填一次。`,
    })
    expect(await client.messages('channel:hr')).toEqual([])
    // The same form still takes the right ones.
    const messages = await client.submit(AUTHOR, form, filing(form, { way: 'none', topic: 'suggestion', text: '好' }))
    expect(last(messages, 'channel:hr')).toBeDefined()
  })

  test('a form submitted twice at once files one case', async () => {
    const { client } = await startSimulator()
    const form = withForm(await client.say(AUTHOR, '有话直说'))
    const values = filing(form, { way: 'tell', topic: 'suggestion', text: '只此一次' })
    const outcomes = await Promise.allSettled([
      client.submit(AUTHOR, form, values),
      client.submit(AUTHOR, form, values),
      client.submit(AUTHOR, form, values),
    ])
    expect(outcomes.some((outcome) => outcome.status === 'fulfilled')).toBe(true)
    const tickets = (await client.messages('channel:hr')).filter((message) => message.text.includes('只此一次'))
    expect(tickets).toHaveLength(1)
  })

  test('a receipt that does not exist, a misspelt one and nonsense get the same answer', async () => {
    const { client } = await startSimulator()
    const { words } = await fileCase(client, AUTHOR, { way: 'none', text: '一' })
    const answers = new Set<string>()
    const swapped = [words[1], words[0], ...words.slice(2)].join('')
    for (const typed of ['的'.repeat(12), swapped === words.join('') ? '一' : swapped, 'hello', '😀', '']) {
      const hint = (await client.say(AUTHOR, '有话直说')).find((m) => m.card?.actions.length)
      if (!hint) throw new Error('no hint')
      const ask = withForm(await client.tap(AUTHOR, hint, '我有回执'))
      const refusal = await client.submit(AUTHOR, ask, { receipt: typed }).catch((error: Refusal) => error)
      answers.add((refusal as Refusal).message)
    }
    expect([...answers]).toEqual(['没有找到。请检查 12 个字和它们的顺序。'])
  })

  test('a handler asks, the author replies, the handler closes; after that it is closed for both', async () => {
    const { client } = await startSimulator()
    const { ticket, words } = await fileCase(client, AUTHOR, { way: 'tell', text: '空调太冷' })
    const ask = withForm(await client.tap(HR, ticket, '追问'))
    const nudge = only(
      (await client.submit(HR, ask, { text: '哪一层？' })).filter((m) => m.in !== 'channel:hr'),
      `dm:${AUTHOR}`,
    )
    const thread = await openNudge(client, AUTHOR, nudge, words)
    expect(field(thread, 'entry_2').label).toContain('处理人想问')
    await client.submit(AUTHOR, thread, { reply: '三层' })
    const close = withForm(await client.tap(HR, ticket, '结案'))
    const closing = only(
      (await client.submit(HR, close, { text: '已调高两度。' })).filter((m) => m.in !== 'channel:hr'),
      `dm:${AUTHOR}`,
    )
    const end = await openNudge(client, AUTHOR, closing, words)
    expect(end.card?.form?.fields.map((one) => one.name)).not.toContain('reply')
    const again = await client.tapRaw(HR, ticket.id, 'case.answer', ticket.card?.actions[0]?.value ?? '')
    expect(last(again, `dm:${HR}`).text).toContain('已经结案')
  })

  test('closing destroys the sealed address; nothing reaches the author after the closing words', async () => {
    const { client, config } = await startSimulator()
    const { ticket } = await fileCase(client, AUTHOR, { way: 'tell', text: '走廊的灯坏了。' })
    const id = ticket.card?.actions[0]?.value ?? ''
    const address = () => readDatabase(config, ({ cases }) => cases.address(id))
    expect(await address()).not.toBeNull()
    const close = withForm(await client.tap(HR, ticket, '结案'))
    const told = await client.submit(HR, close, { text: '换好了。' })
    expect(
      only(
        told.filter((m) => m.in !== 'channel:hr'),
        `dm:${AUTHOR}`,
      ).text,
    ).toContain('回音')
    expect(await address()).toBeNull()
    expect(await readDatabase(config, ({ settings }) => settings.get('scrub-wanted'))).toBeNull()
    const late = await client.sayIn(HR, 'channel:hr', '还有一句。', ticket.id)
    expect(late.filter((message) => message.in === `dm:${AUTHOR}`)).toEqual([])
    expect(last(late, `dm:${HR}`).text).toContain('已经结案')
  })

  test('what is written while somebody closes the case stays in the form', async () => {
    const { client } = await startSimulator()
    const { ticket, words } = await fileCase(client, AUTHOR, { way: 'none', text: '一句话' })
    const thread = withForm(await client.submit(AUTHOR, await receiptForm(client), { receipt: words.join('') }))
    const answer = withForm(await client.tap(HR, ticket, '答复'))
    const close = withForm(await client.tap(HR, ticket, '结案'))
    await client.submit(HR, close, { text: '结束。' })
    await expect(client.submit(AUTHOR, thread, { reply: '写了很久的话' })).rejects.toThrow('没有发出去')
    await expect(client.submit(HR, answer, { text: '写了很久的答复' })).rejects.toThrow('已经结案')
  })

  test('what the author adds after an answer has a deadline of its own', async () => {
    const { client } = await startSimulator()
    const { ticket, words } = await fileCase(client, AUTHOR, { way: 'none', text: '一句话' })
    await client.sayIn(HR, 'channel:hr', '好的。', ticket.id)
    await client.moveTo('2026-03-20T12:00:00+08:00')
    const thread = withForm(await client.submit(AUTHOR, await receiptForm(client), { receipt: words.join('') }))
    const sent = await client.submit(AUTHOR, thread, { reply: '还有一件事。' })
    // Ten working days after Friday, 20 March 2026: the 6th of April is a holiday.
    expect(last(sent, `dm:${AUTHOR}`).text).toContain('2026年4月3日')
    const reminder = await client.moveTo('2026-04-01T12:00:00+08:00')
    expect(reminder.filter((m) => m.replyTo === ticket.id).map((m) => m.text)).toEqual([
      expect.stringContaining('还没有答复'),
    ])
    const missed = await client.moveTo('2026-04-07T18:00:00+08:00')
    expect(missed.map((message) => message.in)).toContain('dm:X001')
  })

  test('a reply under a ticket is a reply, whatever words it begins with', async () => {
    const { client } = await startSimulator()
    const { ticket, words } = await fileCase(client, AUTHOR, { way: 'none', text: '一句话' })
    await client.sayIn(HR, 'channel:hr', '有话直说，我们会改。', ticket.id)
    const thread = withForm(await client.submit(AUTHOR, await receiptForm(client), { receipt: words.join('') }))
    expect(field(thread, 'entry_2').label).toContain('有话直说，我们会改。')
  })

  test('a case nobody answers is reminded of before the deadline and reported after it', async () => {
    const { client } = await startSimulator()
    const { ticket } = await fileCase(client, AUTHOR, { way: 'none', text: '等答复' })
    const until = async (iso: string) => client.moveTo(iso)
    const early = await until('2026-03-19T18:00:00+08:00')
    expect(early.filter((message) => message.replyTo === ticket.id)).toEqual([])
    // Two working days before Tuesday, 24 March.
    const reminder = await until('2026-03-20T12:00:00+08:00')
    expect(
      only(
        reminder.filter((m) => m.replyTo === ticket.id),
        'channel:hr',
      ).text,
    ).toContain('还没有答复')
    const missed = await until('2026-03-25T12:00:00+08:00')
    const told = missed.filter((message) => message.text.includes('应在 2026年3月24日'))
    expect(told.map((message) => message.in).sort()).toEqual(['channel:hr', 'dm:X001'])
    expect((await until('2026-05-25T12:00:00+08:00')).filter((m) => m.text.includes('来信'))).toEqual([])
  })
})
