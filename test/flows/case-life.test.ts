import { describe, expect, test } from 'vitest'
import { Play, receiptOf } from '../contracts/adapter/play.ts'
import { PlayedSimulator } from '../contracts/adapter/played-simulator.ts'
import { startBot } from '../contracts/adapter/start-bot.ts'
import { field, last, only, type SeenMessage, type SimulatorClient, withForm } from '../support/simulator-client.ts'
import { current, fileCase, more, openThread } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'

const AUTHOR = 'E010'
const HANDLER = 'E003'
/** The handler's manager, who had no part in it. */
const ABOVE = 'E002'

async function close(client: SimulatorClient, ticket: SeenMessage, text: string, outcome = 'declined', by = HANDLER) {
  return client.submit(by, withForm(await client.tap(by, ticket, '结案')), { text, outcome })
}

describe('the life of a case', () => {
  test('a form that closes a case and comes twice is taken once, and the second is not told that it is too late', async () => {
    const platform = new PlayedSimulator()
    const bot = await startBot(platform)
    const [author, handler] = [new Play(bot, platform.person(AUTHOR)), new Play(bot, platform.person(HANDLER))]
    await author.say('有话直说')
    const filled = { way: 'none', topic: 'suggestion', text: '空调漏水。', ...receiptOf(await author.form()) }
    expect(await author.submit(filled)).toBeNull()
    await handler.tap(await handler.inChannel('空调漏水。'), '结案')
    platform.hold()
    const both = [1, 2].map(() => platform.person(HANDLER).submit({ text: '修好了。' }))
    await platform.release()
    expect(await Promise.all(both)).toEqual([null, null])
    expect((await handler.last()).text).toContain('已经收到过了')
  })

  test('the author rates an answer; the desk sees the number', async () => {
    const { client } = await startSimulator()
    const { ticket, words } = await fileCase(client, AUTHOR, { way: 'none', text: '食堂太咸' })
    expect((await openThread(client, AUTHOR, words)).card?.form?.fields.map(({ name }) => name)).not.toContain('rating')
    await client.sayIn(HANDLER, 'channel:hr', '已经跟食堂说了。', ticket.id)
    const rated = await client.submit(AUTHOR, await openThread(client, AUTHOR, words), { rating: '4' })
    expect(only(rated, 'channel:hr').text).toContain('4 / 5')
    expect((await current(client, ticket)).text).toContain('4 / 5')
  })

  test('a closed case is opened again by its author, and by a handler', async () => {
    const { client } = await startSimulator()
    const { ticket, words } = await fileCase(client, AUTHOR, { way: 'none', text: '空调太冷' })
    await close(client, ticket, '不改。')
    expect((await current(client, ticket)).text).toContain('已结案 · 不采纳')
    const thread = await openThread(client, AUTHOR, words)
    expect(field(thread, 'closed').label).toContain('已经结案')
    const again = await client.submit(AUTHOR, thread, { again: '还是冷。', wish: 'reopen' })
    expect(only(again, 'channel:hr').text).toContain('还是冷。')
    // An answer is promised anew: ten working days after the 10th of March.
    expect(last(again, `dm:${AUTHOR}`).text).toContain('2026年3月24日')
    const open = await current(client, ticket)
    expect(open.text).toContain('处理中')
    await close(client, open, '调好了。', 'done')
    const closed = await current(client, ticket)
    expect(closed.card?.actions.map(({ label }) => label)).toEqual(['查看全文', '更多…'])
    await more(client, HANDLER, closed, 'reopen')
    expect((await current(client, ticket)).text).toContain('处理中')
  })

  test('an appeal goes one level above, past whoever decided, with a clock of its own', async () => {
    const { client } = await startSimulator()
    const { ticket, words } = await fileCase(client, AUTHOR, { way: 'none', text: '想换座位' })
    await close(client, ticket, '不行。')
    await client.moveTo('2026-03-16T12:00:00+08:00')
    const empty = await openThread(client, AUTHOR, words)
    await expect(client.submit(AUTHOR, empty, { wish: 'appeal', again: '' })).rejects.toThrow('为什么')
    const sent = await client.submit(AUTHOR, empty, { wish: 'appeal', again: '没有说明理由。' })
    const appeal = only(sent, `dm:${ABOVE}`)
    expect(appeal.card?.title).toMatch(/^申诉 /)
    // Ten working days after the 16th.
    expect(appeal.text).toContain('2026年3月30日')
    expect(appeal.text).not.toContain('没有说明理由')
    expect((await current(client, ticket)).text).toContain('来信人已申诉')
    // Whoever decided reads the case, not the appeal.
    const caseId = appeal.card?.actions[0]?.value ?? ''
    const refused = await client.tapRaw(HANDLER, ticket.id, 'case.open', caseId)
    expect(only(refused, `dm:${HANDLER}`).text).toContain('不能查看')

    const read = withForm(await client.tap(ABOVE, appeal, '查看全文'))
    expect(field(read, 'root_1').label).toContain('想换座位')
    expect(field(read, 'root_2').label).toContain('不行。')
    expect(field(read, 'entry_1').label).toContain('没有说明理由。')
    await close(client, appeal, '可以换。', 'done', ABOVE)
    expect((await current(client, ticket)).text).toContain('已结案')
    const thread = await openThread(client, AUTHOR, words)
    expect(field(thread, 'appeal_2').label).toContain('可以换。')
    expect(field(thread, 'wish').options?.map(({ value }) => value)).toEqual(['reopen'])
  })

  test('whoever appeals reads whether they will be told here: the address goes with the closing', async () => {
    const { client } = await startSimulator()
    const appeal = async (from: string, ends: boolean) => {
      const { ticket, words } = await fileCase(client, from, { way: 'tell', text: '想换座位' })
      if (ends) await close(client, ticket, '不行。')
      else await client.sayIn(HANDLER, 'channel:hr', '不行。', ticket.id)
      const values = { wish: 'appeal', [ends ? 'again' : 'reply']: '没有说明理由。' }
      const sent = await client.submit(from, await openThread(client, from, words), values)
      const decide = withForm(await client.tap(ABOVE, last(sent, `dm:${ABOVE}`), '结案'))
      const decided = await client.submit(ABOVE, decide, { text: '可以换。', outcome: 'done' })
      return { said: last(sent, `dm:${from}`).text, told: decided.some((message) => message.in === `dm:${from}`) }
    }
    const open = await appeal(AUTHOR, false)
    expect(open.said).toContain('会在这里通知您')
    expect(open.said).not.toContain('不会在这里')
    const closed = await appeal('E011', true)
    expect(closed.said).toContain('不会在这里通知您：请凭回执回来看')
    expect([open.told, closed.told]).toEqual([true, false])
  })

  test('where the line ends with those who decided, the outside person decides', async () => {
    const { client } = await startSimulator()
    const { ticket, words } = await fileCase(client, AUTHOR, { way: 'none', text: '想换座位' })
    await client.sayIn('E002', 'channel:hr', '我看看。', ticket.id)
    await close(client, await current(client, ticket), '不行。', 'declined', HANDLER)
    const sent = await client.submit(AUTHOR, await openThread(client, AUTHOR, words), {
      wish: 'appeal',
      again: '不公平。',
    })
    // E003 decided, E002 above had a part in it: E001 above her.
    expect(sent.map((message) => message.in)).toContain('dm:E001')
  })

  test('a muted case: what comes is kept and nobody is told; the author reads where else to turn', async () => {
    const { client } = await startSimulator()
    const { ticket, words } = await fileCase(client, AUTHOR, { way: 'none', text: '骂人的话' })
    await more(client, HANDLER, ticket, 'mute')
    const thread = await openThread(client, AUTHOR, words)
    expect(field(thread, 'muted').label).toContain('分机 8003')
    const sent = await client.submit(AUTHOR, thread, { reply: '还有骂人的话' })
    expect(sent.map((message) => message.in)).toEqual([`dm:${AUTHOR}`])
    expect(last(sent, `dm:${AUTHOR}`).text).toContain('不再收到通知')
    const read = withForm(await client.tap(HANDLER, await current(client, ticket), '查看全文'))
    expect(field(read, 'entry_2').label).toContain('还有骂人的话')
    // Deadlines go on.
    const reminder = await client.moveTo('2026-03-20T12:00:00+08:00')
    expect(reminder.map(({ text }) => text).join()).toContain('还没有答复')
    await more(client, HANDLER, await current(client, ticket), 'unmute')
    const heard = await client.submit(AUTHOR, await openThread(client, AUTHOR, words), { reply: '对不起' })
    expect(only(heard, 'channel:hr').text).toContain('对不起')
  })

  test('“you said, we did” is published when the author agrees, in the words they read', async () => {
    const { client } = await startSimulator()
    const { ticket, words } = await fileCase(client, AUTHOR, { way: 'tell', text: '食堂早点开门' })
    await client.sayIn(HANDLER, 'channel:hr', '下周起七点。', ticket.id)
    const form = withForm(await more(client, HANDLER, await current(client, ticket), 'propose'))
    const asked = await client.submit(HANDLER, form, { text: '有人希望食堂早点开门：下周起七点开门。' })
    expect(last(asked, `dm:${AUTHOR}`).text).toContain('回音')
    expect(await client.messages('channel:announce')).toEqual([])
    const thread = await openThread(client, AUTHOR, words)
    expect(field(thread, 'entry_3').label).toContain('下周起七点开门。')
    await client.submit(AUTHOR, thread, { consent: 'agree' })
    const [published] = await client.messages('channel:announce')
    expect(published?.text).toContain('有人希望食堂早点开门：下周起七点开门。')
    expect(published?.card?.title ?? published?.text).toContain('您说了，我们做了')
  })

  test('it is not published when the author does not want it', async () => {
    const { client } = await startSimulator()
    const { ticket, words } = await fileCase(client, AUTHOR, { way: 'none', text: '食堂早点开门' })
    await client.sayIn(HANDLER, 'channel:hr', '下周起七点。', ticket.id)
    const form = withForm(await more(client, HANDLER, await current(client, ticket), 'propose'))
    await client.submit(HANDLER, form, { text: '食堂七点开门。' })
    const told = await client.submit(AUTHOR, await openThread(client, AUTHOR, words), { consent: 'decline' })
    expect(only(told, 'channel:hr').text).toContain('不同意公开')
    expect(await client.messages('channel:announce')).toEqual([])
  })
})
