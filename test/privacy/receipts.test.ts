import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openVault } from '#vault'
import { Play, receiptOf, wordsOf } from '../contracts/adapter/play.ts'
import { PlayedSimulator } from '../contracts/adapter/played-simulator.ts'
import { startBot } from '../contracts/adapter/start-bot.ts'
import type { Needle } from '../support/needles.ts'
import { examine, loud } from '../support/privacy/examine.ts'
import { extent } from '../support/privacy/extent.ts'
import { FaultyPorts } from '../support/privacy/faulty-ports.ts'
import { measured } from '../support/privacy/measured.ts'
import { scan } from '../support/privacy/scan.ts'

const AUTHOR = 'E010'

async function begin() {
  const ports = new FaultyPorts('')
  const platform = new PlayedSimulator()
  const { log, lines } = loud()
  const bot = await startBot(platform, { log, through: ports.through })
  const author = new Play(bot, platform.person(AUTHOR))
  const open = async () => {
    await author.say('有话直说')
    return author.form()
  }
  const file = async (text: string) => {
    const form = await open()
    const filled = { way: 'none', topic: 'suggestion', text, ...receiptOf(form) }
    expect(await author.submit(filled)).toBeNull()
    return { words: wordsOf(form), filled }
  }
  return { ports, platform, bot, author, open, file, lines }
}

describe('whoever tries receipts', () => {
  test('wrong ones of every kind get the same answer for the same work', async () => {
    const { ports, platform, bot, author, open, file } = await begin()
    const { words } = await file('有人看得见吗？')
    const vault = await openVault(join(bot.home, 'keys'))
    const [a = '', b = '', ...rest] = words
    const swapped = [b, a, ...rest].join('')
    const unknown = vault.receipts.words(vault.receipts.mint(), 'zh-CN').join('')
    const english = vault.receipts.words(vault.receipts.mint(), 'en').join(' ')
    const wrong: Record<string, string> = {
      unknown,
      'unknown, in English': english,
      'one word wrong': [a, b, ...rest.slice(0, -1), '的'].join(''),
      'in another order': swapped,
      'eleven words': words.slice(1).join(''),
      'thirteen words': [...words, '的'].join(''),
      'words of no list': '张三李四王五赵六钱七孙八',
      'no words': '12345 !!',
      'a statement': `' or '1'='1' --`,
      'very long': '的'.repeat(290),
    }
    await open()
    await author.choose('我有回执')
    await author.form()
    const person = platform.person(AUTHOR)
    const seen: Record<string, { answer: unknown; calls: readonly string[] }> = {}
    for (const [kind, receipt] of Object.entries(wrong)) {
      if (receipt === words.join('')) continue
      ports.listen()
      seen[kind] = { answer: await person.submit({ receipt }), calls: ports.calls }
    }
    const [first, ...others] = Object.entries(seen)
    expect(Object.keys(first?.[1].answer ?? {})).toEqual(['receipt'])
    expect(first?.[1].calls.length).toBeGreaterThan(2)
    for (const [kind, one] of others) expect(one, kind).toEqual(first?.[1])
    // The right one opens it, after all of them.
    expect(await author.submit({ receipt: words.join('') })).toBeNull()
  })

  test('many at random open nothing', async () => {
    const { platform, bot, author, open, file } = await begin()
    await file('有人看得见吗？')
    const vault = await openVault(join(bot.home, 'keys'))
    await open()
    await author.choose('我有回执')
    await author.form()
    const person = platform.person(AUTHOR)
    const answers = new Set<string>()
    for (let n = 0; n < extent.guesses; n++) {
      const receipt = vault.receipts.words(vault.receipts.mint(), 'zh-CN').join('')
      answers.add(JSON.stringify(await person.submit({ receipt })))
    }
    measured('Receipts', {
      what: 'wrong receipts at random',
      tried: extent.guesses,
      opened: 0,
      'different answers': answers.size,
    })
    expect([...answers].map((answer) => Object.keys(JSON.parse(answer) ?? {}))).toEqual([['receipt']])
  })

  test('one form sent many times at once is one case', async () => {
    const { platform, bot, author, open } = await begin()
    const form = await open()
    const filled = { way: 'none', topic: 'suggestion', text: '同一张表，一起交。', ...receiptOf(form) }
    const person = platform.person(AUTHOR)
    const sent = await Promise.allSettled(Array.from({ length: extent.submits }, () => person.submit(filled)))
    expect(sent.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(1)
    await bot.settled()
    expect((await author.channel()).filter(({ text }) => text.includes(filled.text))).toHaveLength(1)
    const { case_file: cases = [] } = (await examine(bot)).dump
    measured('Receipts', { what: 'one form sent at once', tried: extent.submits, cases: cases.length })
    expect(cases).toHaveLength(1)
  })

  test('a receipt is shown once: it is kept nowhere, and the form that showed it shows nothing more', async () => {
    const { bot, file, lines } = await begin()
    const { words } = await file('收好回执。')
    const vault = await openVault(join(bot.home, 'keys'))
    const receipt = vault.receipts.parse(words.join('')) ?? ''
    expect(receipt).toMatch(/^[0-9a-f]{32}$/)
    const needles = receiptNeedles(receipt, words, vault.receipts.words(receipt, 'en'))
    const { everything } = await examine(bot)
    expect(scan(Buffer.concat([everything, Buffer.from(lines.join('\n'))]), needles)).toEqual({})
    // The scan would have found it.
    expect(scan(Buffer.from(`{"receipt":"${receipt}","words":"${words.join('')}"}`), needles)).toEqual({
      'hex (1)': 1,
      'words (1)': 1,
    })
  })
})

/** A receipt as it could stand somewhere: itself, and three words of it in a row. */
function receiptNeedles(receipt: string, zh: readonly string[], en: readonly string[]): Needle[] {
  const raw = Buffer.from(receipt, 'hex')
  const spelled = (words: readonly string[]) =>
    ['', ' ', '-', ',', '","'].map((between) => words.slice(0, 4).join(between))
  const found: Record<string, readonly (string | Buffer)[]> = {
    raw: [raw],
    hex: [receipt, receipt.toUpperCase()],
    base64: [raw.toString('base64').slice(0, 21), raw.toString('base64url').slice(0, 21)],
    words: [...spelled(zh), ...spelled(en)],
  }
  return Object.entries(found).flatMap(([name, all]) =>
    [...new Set(all)].map((one, index) => ({ name: `${name} (${index + 1})`, bytes: Buffer.from(one as string) })),
  )
}
