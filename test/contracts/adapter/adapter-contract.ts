import { describe, expect, test } from 'vitest'
import type { Target } from '#core'
import { openByNudge, Play, receiptOf, textOf, wordsOf } from './play.ts'
import type { PlayedPlatform } from './played-platform.ts'
import { startBot } from './start-bot.ts'

const HR = 'E003'
const AUTHOR = 'E010'
const NEWCOMER = 'E011'
const SALES = 'E006'

const MENU = { id: 'help.language', label: '语言', value: '' }

/** What every adapter must do, seen from the far side: real people, real flows, a real database. */
export function adapterContract(name: string, createPlatform: () => Promise<PlayedPlatform>): void {
  const begin = async () => {
    const platform = await createPlatform()
    const bot = await startBot(platform)
    return { platform, bot, play: (id: string) => new Play(bot, platform.person(id)) }
  }

  describe(`${name}: the main job`, () => {
    test('speak up, and answer both ways', async () => {
      const { play, bot } = await begin()
      const [author, hr] = [play(AUTHOR), play(HR)]
      await author.say('有话直说')
      const form = await author.form()
      const receipt = receiptOf(form)
      // A page belongs to nobody: there the author comes back with the receipt.
      const told = form.fields.some(({ options }) => options.some(({ value }) => value === 'tell'))
      const way = told ? 'tell' : 'none'
      const wrong = await author.submit({
        way,
        topic: 'suggestion',
        text: '食堂可以早点开门吗？🍚',
        word_a: '错错错',
        word_b: '错错错',
      })
      expect(Object.keys(wrong ?? {}).toSorted()).toEqual(['word_a', 'word_b'])
      const right = { way, topic: 'suggestion', text: '食堂可以早点开门吗？🍚', ...receipt }
      expect(await author.submit(right)).toBeNull()
      expect(await author.isTold('收到了')).toBe(true)

      const ticket = await hr.inChannel('食堂可以早点开门吗？🍚')
      expect(ticket.text).toContain('2026年3月24日')
      expect(ticket.text.includes('回复这条消息')).toBe(bot.adapter.capabilities.threads)
      await hr.tap(ticket, '我来处理')
      expect((await hr.inChannel('食堂可以早点开门吗？')).text).toContain('李敏')
      await hr.tap(ticket, '答复')
      await hr.form()
      expect(await hr.submit({ text: '下周起七点开门。' })).toBeNull()

      if (told) {
        const nudge = await author.last()
        expect(nudge.text).not.toContain('七点')
        await openByNudge(author, wordsOf(form))
      } else {
        await author.say('有话直说')
        await author.choose('我有回执')
        await author.form()
        expect(await author.submit({ receipt: wordsOf(form).join('') })).toBeNull()
      }
      const thread = await author.form()
      expect(textOf(thread)).toContain('下周起七点开门。')
      expect(await author.submit({ reply: '六点半行不行？' })).toBeNull()
      expect((await hr.inChannel('六点半行不行？')).from).toBe('hearback')
      for (const shown of await hr.channel()) expect(JSON.stringify(shown)).not.toContain('郑浩')
    })

    test('speak up with a name: the form asks once more, the answer comes as a message and is answered from it', async () => {
      const { play } = await begin()
      const [author, hr] = [play(AUTHOR), play(HR)]
      await author.say('有话直说')
      const form = await author.form()
      const text = '我想换一台大一点的显示器。'
      const filled = { way: 'named', topic: 'suggestion', text, ...receiptOf(form) }
      await author.submit(filled)
      expect((await hr.channel()).filter((message) => message.text.includes(text))).toEqual([])
      const asked = (await author.form()).fields.find((field) => field.name === 'sign')
      // A page belongs to nobody and shows no name: there it is written out.
      const onPage = asked?.options.length === 0
      expect(asked?.text.includes(onPage ? '工号' : '郑浩')).toBe(true)
      if (onPage) expect(await author.submit({ ...filled, sign: '何俊' })).toEqual({ sign: expect.any(String) })
      expect(await author.submit({ ...filled, sign: onPage ? '郑浩' : ['yes'] })).toBeNull()

      const ticket = await hr.inChannel(text)
      await hr.tap(ticket, '查看全文')
      expect(textOf(await hr.form())).toContain('署名：郑浩')
      await hr.tap(ticket, '答复')
      await hr.form()
      expect(await hr.submit({ text: '下周给您换。' })).toBeNull()
      const told = await author.last()
      expect(told.text).toContain('下周给您换。')
      await author.tap(told, '打开')
      expect(textOf(await author.form())).toContain('下周给您换。')
      expect(await author.submit({ reply: '谢谢。' })).toBeNull()
      expect((await hr.inChannel('谢谢。')).from).toBe('hearback')
      for (const shown of await hr.channel()) expect(JSON.stringify(shown)).not.toContain('郑浩')
    })

    test('a survey with a question that follows from an answer', async () => {
      const { play } = await begin()
      const [hr, newcomer] = [play(HR), play(NEWCOMER)]
      await sendSurvey(hr)
      const invitation = await newcomer.last()
      expect(invitation.text).toContain('新员工调查表')
      await newcomer.tap(invitation, '开始填写')
      await newcomer.choose('较差')
      expect((await newcomer.last()).text).toContain('工作环境哪里最该改进')
      await newcomer.say('太吵了 🎧')
      for (const text of ['B', '2', '３', '专业技术', '是', '跳过', 'C', 'B', 'A，c', '跳过']) await newcomer.say(text)
      const summary = await newcomer.last()
      expect(summary.text).toContain('太吵了 🎧')
      await newcomer.choose('提交')
      expect((await newcomer.last()).text).toContain('谢谢')

      await hr.say('问卷结果')
      const results = await hr.last()
      expect(results.text).toContain('已交 1 / 2 人')
      expect(results.text).toContain('太吵了 🎧')
    })

    test('a reminder: put off, moved, and done with its record', async () => {
      const { bot, play } = await begin()
      const sales = play(SALES)
      const reminder = await sales.last()
      expect(reminder.text).toContain('青禾餐饮')
      await sales.tap(reminder, '稍后提醒')
      await sales.choose('下一个工作日')
      expect((await sales.last()).text).toContain('2026年3月11日')
      await bot.moveTo('2026-03-11T09:40:00+08:00')
      const again = await sales.last()
      expect(again.text).toContain('青禾餐饮')

      await sales.tap(again, '改日期')
      await sales.form()
      expect(Object.keys((await sales.submit({ date: '2025-01-01' })) ?? {})).toEqual(['date'])
      expect(await sales.submit({ date: '2026-03-20' })).toBeNull()
      expect((await sales.last()).text).toContain('2026年3月20日')

      await sales.tap(again, '已完成')
      await sales.form()
      expect(await sales.submit({ how: 'visit', mood: 'needs', notes: '想要新茶' })).toBeNull()
      expect((await sales.last()).text).toContain('已记录')
    })
  })

  describe(`${name}: nothing twice, nothing lost`, () => {
    test('whatever is delivered again changes nothing, also after a restart', async () => {
      const { platform, bot, play } = await begin()
      const [hr, newcomer, sales] = [play(HR), play(NEWCOMER), play(SALES)]
      await sendSurvey(hr)
      await newcomer.tap(await newcomer.last(), '开始填写')
      await newcomer.choose('很好')
      await sales.tap(await sales.last(), '已完成')
      await sales.form()
      await sales.submit({ how: 'call', mood: 'happy' })
      await hr.say('语言 en')
      const before = await everything([hr, newcomer, sales])
      await platform.redeliver()
      await bot.settled()
      expect(await everything([hr, newcomer, sales])).toEqual(before)
      await bot.restart()
      await platform.redeliver()
      await bot.settled()
      expect(await everything([hr, newcomer, sales])).toEqual(before)
    })

    test('a repetition that is the first we see is taken', async () => {
      const { platform, play } = await begin()
      const hr = play(HR)
      platform.nextAsRetry()
      await hr.say('帮助')
      expect((await hr.last()).buttons.length).toBeGreaterThan(0)
    })

    test('two taps at once count once', async () => {
      const { bot, platform, play } = await begin()
      const hr = play(HR)
      await hr.say('发问卷')
      await hr.choose('近 30 天入职')
      const confirm = await hr.last()
      await Promise.all([platform.person(HR).tap(confirm, '确认发出'), platform.person(HR).tap(confirm, '确认发出')])
      await bot.settled()
      const invited = (await play(NEWCOMER).all()).filter(({ text }) => text.includes('新员工调查表'))
      expect(invited).toHaveLength(1)
    })

    test('what comes in the wrong order is taken, each once', async () => {
      const { platform, bot, play } = await begin()
      const hr = play(HR)
      const before = (await hr.all()).length
      platform.hold()
      const said = [platform.person(HR).say('帮助'), platform.person(HR).say('我的跟进')]
      await platform.release()
      await Promise.all(said)
      await bot.settled()
      const answers = (await hr.all()).slice(before).filter(({ from }) => from === 'hearback')
      expect(answers).toHaveLength(2)
      const menus = answers.filter(({ text }) => text.includes('我能帮您做这些'))
      expect(menus).toHaveLength(1)
      expect(answers.find((answer) => !menus.includes(answer))?.text).toContain('跟进')
    })

    test('long texts and emoji arrive whole, both ways', async () => {
      const { platform, bot, play } = await begin()
      const hr = play(HR)
      const long = Array.from({ length: 300 }, (_, n) => `第${n}行：茶👩‍👩‍👧，<b>&amp; *x* _y_ \`z\`。`).join('\n')
      const to = { kind: 'user', userId: platform.account(HR) } as const
      const outcome = await bot.adapter.send({ key: 'a'.repeat(32), to, message: { title: '长文', text: long } })
      expect(outcome.kind).toBe('sent')
      const shown = (await hr.all()).map(({ text }) => text).join('\n')
      const squeezed = shown.replace(/\s+/g, '')
      for (const line of long.split('\n')) expect(squeezed).toContain(line.replace(/\s+/g, ''))

      const newcomer = play(NEWCOMER)
      await sendSurvey(hr)
      await newcomer.tap(await newcomer.last(), '开始填写')
      await newcomer.choose('很差')
      await newcomer.say(`很长：${'茶'.repeat(900)}👩‍👩‍👧<&>`)
      for (let said = 0; said < 20 && !(await newcomer.last()).text.includes('请看一遍'); said++) {
        await newcomer.say((await newcomer.last()).buttons.includes('跳过') ? '跳过' : 'A')
      }
      expect((await newcomer.last()).text).toContain('👩‍👩‍👧<&>')
    })

    test('a message can be looked up by its key, and is sent once per key at the most', async () => {
      const { platform, bot } = await begin()
      const post = {
        key: 'b'.repeat(32),
        to: { kind: 'user', userId: platform.account(HR) },
        message: { text: '一次' },
      } as const
      const sent = await bot.adapter.send(post)
      expect(sent.kind).toBe('sent')
      const found = await bot.adapter.lookUp(post)
      if (found) expect(found).toEqual(sent)
      const absent = await bot.adapter.lookUp({ ...post, key: 'c'.repeat(32) })
      if (absent) expect(absent).toEqual({ kind: 'absent' })
    })
  })

  describe(`${name}: what its table of capabilities says`, () => {
    test('as many buttons as it has under one message, and the last of them works', async () => {
      const { platform, bot, play } = await begin()
      const hr = play(HR)
      const { max, labelMax, valueMax } = bot.adapter.capabilities.buttons
      const last = { id: 'help.speak', label: 'English', value: 'en' }
      const others = Array.from({ length: Math.max(0, max - 1) }, (_, n) => ({
        id: 'help.language',
        label: `${n}${'宽'.repeat(labelMax)}`.slice(0, labelMax),
        value: `${n}${'x'.repeat(Math.min(valueMax, 100))}`.slice(0, Math.min(valueMax, 100)),
      }))
      const message = { title: '选择', text: '请选一个', ...(max > 0 && { actions: [...others, last] }) }
      const to = { kind: 'user', userId: platform.account(HR) } as const
      expect(await bot.adapter.send({ key: 'd'.repeat(32), to, message })).toMatchObject({ kind: 'sent' })
      const shown = (await hr.all()).filter(({ text }) => text.includes('请选一个'))
      expect(shown.flatMap(({ buttons }) => buttons)).toHaveLength(max)
      if (max === 0) return
      await hr.choose('English')
      expect((await hr.last()).text).toContain('English')
    })

    test('a message is changed in its place, or it is not and says so; a line stands under it', async () => {
      const { platform, bot, play } = await begin()
      const hr = play(HR)
      const { update, updateWithinMs, threads } = bot.adapter.capabilities
      const { hrChannel } = platform
      const to: Target =
        hrChannel === null ? { kind: 'user', userId: platform.account(HR) } : { kind: 'channel', channelId: hrChannel }
      const seen = () => (hrChannel === null ? hr.all() : hr.channel())
      const sent = await bot.adapter.send({ key: 'e'.repeat(32), to, message: { text: '第一版', actions: [MENU] } })
      if (sent.kind !== 'sent') throw new Error(`not sent: ${sent.code}`)
      const line = { key: 'f'.repeat(32), to, message: { text: '一行' }, under: sent.messageId }
      expect((await bot.adapter.send(line)).kind).toBe('sent')
      const under = (await seen()).find(({ text }) => text.includes('一行'))?.under
      expect(under !== null && under !== undefined).toBe(threads)
      // Where it can be done for a while after a tap only, there has been none.
      if (!update || updateWithinMs !== null) return
      const changed = { key: '0'.repeat(32), to, message: { text: '第二版' }, replaces: sent.messageId }
      expect((await bot.adapter.send(changed)).kind).toBe('sent')
      const texts = (await seen()).map(({ text }) => text).join('\n')
      expect(texts).toContain('第二版')
      expect(texts).not.toContain('第一版')
    })

    test('a file goes out with its message', async () => {
      const { platform, bot, play } = await begin()
      const hr = play(HR)
      const files = [{ name: '结果.csv', type: 'text/csv', bytes: new TextEncoder().encode('人,分\n甲,5\n') }]
      const { out } = bot.adapter.capabilities.files
      const message = { text: '结果在这里', ...(out && { files }) }
      const to = { kind: 'user', userId: platform.account(HR) } as const
      expect((await bot.adapter.send({ key: '1'.repeat(32), to, message })).kind).toBe('sent')
      const shown = (await hr.all()).map(({ text }) => text).join('\n')
      expect(shown).toContain('结果在这里')
      expect(shown.includes('结果.csv')).toBe(out)
    })
  })

  describe(`${name}: who and what it does not answer`, () => {
    test('its own voice and other bots: silence; strangers: one sentence, however much they write', async () => {
      const { platform, bot, play } = await begin()
      const hr = play(HR)
      await hr.say('帮助')
      const before = await everything([hr])
      await platform.echo()
      await platform.otherBot('帮助')
      await bot.settled()
      expect(await everything([hr])).toEqual(before)
      for (const text of ['帮助', '帮助', '有人吗']) await platform.stranger.say(text)
      await bot.settled()
      const told = (await platform.stranger.sees()).filter(({ from }) => from === 'hearback')
      expect(told).toHaveLength(1)
      expect(told[0]?.text).toContain('8003')
    })

    test('something unknown is acknowledged, and everything goes on', async () => {
      const { platform, play } = await begin()
      expect(await platform.unknownEvent()).toBe(true)
      const hr = play(HR)
      await hr.say('帮助')
      expect((await hr.last()).buttons.length).toBeGreaterThan(0)
    })

    test('a file where a text is expected gets a sentence', async () => {
      const { bot, platform, play } = await begin()
      const hr = play(HR)
      const before = (await hr.all()).filter(({ from }) => from === 'hearback').length
      await platform.person(HR).sendFile('名单.txt', 'text/plain', new TextEncoder().encode('甲乙丙'))
      await bot.settled()
      expect((await hr.all()).filter(({ from }) => from === 'hearback').length).toBe(before + 1)
    })

    test('what is changed or taken back afterwards is not answered again', async () => {
      const { platform, bot, play } = await begin()
      const hr = play(HR)
      await hr.say('帮助')
      const person = platform.person(HR)
      const count = async () => (await hr.all()).filter(({ from }) => from === 'hearback').length
      const before = await count()
      await person.edit?.('问卷结果')
      await bot.settled()
      await person.takeBack?.()
      await bot.settled()
      expect(await count()).toBe(before)
    })
  })
}

async function sendSurvey(hr: Play): Promise<void> {
  await hr.say('发问卷')
  await hr.choose('近 30 天入职')
  await hr.choose('确认发出')
}

/** Everything these people see, to be compared. */
async function everything(people: readonly Play[]) {
  const seen = []
  for (const person of people) seen.push(await person.all(), await person.channel())
  return seen
}
