import BetterSqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { simulatorDatabase } from '../../src/simulator-database.ts'
import { field, last, only, type SeenMessage, type SimulatorClient, withForm } from '../support/simulator-client.ts'
import { filing, openThread, receiptWords } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'
import { windowedCompany } from '../support/windowed-company.ts'

const AUTHOR = 'E010'
const OTHER = 'E011'
const HR = 'E003'
const CHANNEL = 'channel:announce'

/** What is shown of the words, byte for byte. */
function listIn(text: string): string {
  const list = /(?:\p{Script=Han}{2}、){3,}\p{Script=Han}{2}\n[a-z]+-[a-z]+(?:, [a-z]+-[a-z]+){3,}/u.exec(text)?.[0]
  if (!list) throw new Error(`no return words in: ${text}`)
  return list
}

const wordsIn = (text: string) => listIn(text).split('\n')[0]?.split('、') ?? []

async function menuOf(client: SimulatorClient, person: string): Promise<string> {
  return last(await client.say(person, '菜单'), `dm:${person}`).text
}

const board = async (client: SimulatorClient) => wordsIn(await menuOf(client, OTHER))

const posts = async (client: SimulatorClient) =>
  (await client.messages(CHANNEL)).filter(({ text }) => text.includes('回音词'))

/** Writes without an address; the return word is told with the receipt. */
async function send(client: SimulatorClient, from: string, text: string, way: 'none' | 'tell' = 'none') {
  const form = withForm(await client.say(from, '有话直说'))
  const word = /“(\p{Script=Han}{2})”/u.exec(field(form, 'return_word').label.replace('“不留任何痕迹”', ''))?.[1] ?? ''
  await client.submit(from, form, filing(form, { way, topic: 'suggestion', text }))
  return { words: receiptWords(form), word, told: field(form, 'return_word').label }
}

async function answer(client: SimulatorClient, ticket: SeenMessage, text: string) {
  return client.sayIn(HR, 'channel:hr', text, ticket.id)
}

function rows(config: { database: string }, sql: string): Record<string, unknown>[] {
  const database = new BetterSqlite(simulatorDatabase(config.database).slice('sqlite:'.length), { readonly: true })
  const found = database.prepare(sql).all() as Record<string, unknown>[]
  database.close()
  return found
}

/** A company with windows at 10:00, 14:00 and 17:00; the day begins at 10:00 on Tuesday, 10 March 2026. */
const windowed = (change?: (yaml: string) => string) => startSimulator({ programs: windowedCompany(change) })

describe('return words', () => {
  test('menu and channel show the same twelve words to everybody, with no news at all', async () => {
    const { client } = await windowed()
    const mine = listIn(await menuOf(client, AUTHOR))
    expect(mine.split('\n').map((line) => line.split(/、|, /).length)).toEqual([12, 12])
    for (const person of [OTHER, HR, 'E001']) expect(listIn(await menuOf(client, person))).toBe(mine)
    // The first board is made when the program is installed: it is posted from its next hour on.
    expect(await posts(client)).toEqual([])
    for (const [hour, count] of [
      ['14:00', 1],
      ['17:00', 2],
    ] as const) {
      await client.moveTo(`2026-03-10T${hour}:00+08:00`)
      const seen = await posts(client)
      expect(seen).toHaveLength(count)
      const list = listIn(seen.at(-1)?.text ?? '')
      expect(list).not.toBe(mine)
      expect(wordsIn(list)).toHaveLength(12)
      for (const person of [AUTHOR, OTHER, HR]) expect(listIn(await menuOf(client, person))).toBe(list)
    }
    // Not at night, and not on days off; what lies between is one board, not many.
    await client.moveTo('2026-03-13T18:00:00+08:00')
    const friday = await posts(client)
    await client.moveTo('2026-03-16T09:59:00+08:00')
    expect(await posts(client)).toEqual(friday)
    await client.moveTo('2026-03-16T10:00:00+08:00')
    expect(await posts(client)).toHaveLength(friday.length + 1)
  })

  test('somebody who reads English gets the same bytes', async () => {
    const { client } = await windowed()
    const mine = listIn(await menuOf(client, AUTHOR))
    await client.say(OTHER, '语言 English')
    const theirs = last(await client.say(OTHER, 'help'), `dm:${OTHER}`).text
    expect(theirs).toContain('Return words')
    expect(listIn(theirs)).toBe(mine)
    const form = withForm(await client.say(OTHER, 'speak up'))
    expect(field(form, 'return_word').label).toMatch(/“[a-z]+-[a-z]+”/)
  })

  test('an answer that has crossed calls the author’s word: on the next board, for four of them, read or not', async () => {
    const { client } = await windowed()
    const { words, word, told } = await send(client, AUTHOR, '食堂太吵')
    expect(told).toContain('公司频道')
    const ticket = only(await client.moveTo('2026-03-10T14:00:00+08:00'), 'channel:hr')
    expect(await board(client)).not.toContain(word)
    await answer(client, ticket, '我们换吸音板。')
    expect(await board(client)).not.toContain(word)
    await client.moveTo('2026-03-10T17:00:00+08:00')
    expect(await board(client)).toContain(word)
    expect(wordsIn((await posts(client)).at(-1)?.text ?? '')).toContain(word)
    expect(JSON.stringify(await openThread(client, AUTHOR, words))).toContain('我们换吸音板。')
    const stands: boolean[] = []
    for (const at of ['11T10', '11T14', '11T17', '12T10', '12T14']) {
      await client.moveTo(`2026-03-${at}:00:00+08:00`)
      stands.push((await board(client)).includes(word))
    }
    expect(stands).toEqual([true, true, true, false, false])
  })

  test('it comes again some days later, until the author has said something', async () => {
    const { client } = await windowed()
    const [quiet, lively] = [await send(client, AUTHOR, '安静的'), await send(client, OTHER, '回话的')]
    const tickets = (await client.moveTo('2026-03-10T14:00:00+08:00')).filter((one) => one.in === 'channel:hr')
    for (const ticket of tickets) await answer(client, ticket, '好的。')
    await client.moveTo('2026-03-10T17:00:00+08:00')
    const first = await board(client)
    expect([first.includes(quiet.word), first.includes(lively.word)]).toEqual([true, true])
    await client.submit(OTHER, await openThread(client, OTHER, lively.words), { reply: '谢谢。' })
    const seen = { quiet: 1, lively: 1 }
    let before = { quiet: true, lively: true }
    // Two turns more, at most eight working days apart.
    for (let day = 0; day < 27; day++) {
      await client.advance('P1D')
      const now = await board(client)
      const stands = { quiet: now.includes(quiet.word), lively: now.includes(lively.word) }
      for (const one of ['quiet', 'lively'] as const) if (stands[one] && !before[one]) seen[one]++
      before = stands
    }
    expect(seen).toEqual({ quiet: 3, lively: 1 })
  })

  test('what finds no place waits for the next board', async () => {
    const { client } = await windowed((yaml) =>
      yaml.replace('{ channel: announce }', '{ channel: announce, count: 8 }'),
    )
    const people = (await client.people()).map(({ id }) => id).slice(0, 5)
    const sent: string[] = []
    for (const person of people) sent.push((await send(client, person, '灯坏了')).word)
    const tickets = (await client.moveTo('2026-03-10T14:00:00+08:00')).filter((one) => one.in === 'channel:hr')
    expect(tickets).toHaveLength(5)
    for (const ticket of tickets) await answer(client, ticket, '好的。')
    const stand: number[] = []
    for (const at of ['10T17', '11T10', '11T14']) {
      await client.moveTo(`2026-03-${at}:00:00+08:00`)
      const now = await board(client)
      expect(now).toHaveLength(8)
      stand.push(sent.filter((word) => now.includes(word)).length)
    }
    expect(stand).toEqual([2, 4, 5])
  })

  test('where everything crosses at once there is one board each working day', async () => {
    const { client } = await startSimulator()
    const { word } = await send(client, AUTHOR, '灯坏了')
    await answer(client, last(await client.messages('channel:hr'), 'channel:hr'), '换好了。')
    const before = await board(client)
    expect(before).not.toContain(word)
    await client.moveTo('2026-03-10T23:00:00+08:00')
    expect(await board(client)).toEqual(before)
    await client.moveTo('2026-03-11T10:00:00+08:00')
    expect(await board(client)).toContain(word)
    expect(await posts(client)).toHaveLength(1)
  })

  test('nobody is written to because of it, and nothing that is sent names a case', async () => {
    const { client, config } = await windowed()
    const { word } = await send(client, AUTHOR, '食堂太吵')
    await send(client, OTHER, '太暗', 'tell')
    const tickets = (await client.moveTo('2026-03-10T14:00:00+08:00')).filter((one) => one.in === 'channel:hr')
    const [mine] = tickets.filter(({ text }) => text.includes('食堂'))
    if (!mine) throw new Error('no ticket')
    await answer(client, mine, '我们换吸音板。')
    const said = await client.moveTo('2026-03-10T17:00:00+08:00')
    expect(said.map((one) => one.in)).toEqual([CHANNEL])
    const owed = rows(config, "select * from outbox where lane = 'channel:announce'")
    expect(owed).toHaveLength(2)
    // Who has an address has no word.
    expect(rows(config, 'select * from return_word')).toHaveLength(1)
    const files = rows(config, 'select id, tag from case_file')
    const shown = JSON.stringify([await board(client), rows(config, 'select * from return_board'), owed])
    for (const { id } of files) expect(shown).not.toContain(id)
    const tag = /\p{Script=Han}{2}/u.exec(mine.card?.title ?? '')?.[0]
    expect(tag).toBeDefined()
    expect(tag).not.toBe(word)
    expect(await board(client)).not.toContain(tag)
  })

  test('the board stands through a restart', async () => {
    const programs = windowedCompany()
    const { client, home, stop } = await startSimulator({ programs })
    await client.moveTo('2026-03-10T14:00:00+08:00')
    const before = [await board(client), await posts(client)]
    await stop()
    const again = await startSimulator({ home, programs })
    expect([await board(again.client), await posts(again.client)]).toEqual(before)
  })

  test('without a channel it stands in the menu alone; before anybody may speak up, nowhere', async () => {
    const nowhere = await windowed((yaml) => yaml.replace('return_words: { channel: announce }', ''))
    const { told } = await send(nowhere.client, AUTHOR, '灯坏了')
    expect(told).not.toContain('公司频道')
    await nowhere.client.moveTo('2026-03-11T10:00:00+08:00')
    expect(await board(nowhere.client)).toHaveLength(12)
    expect(JSON.stringify(await nowhere.client.messages(CHANNEL))).not.toContain('回音词')

    const closed = await windowed((yaml) => yaml.replace('coordinator: [E003]', 'coordinator: []'))
    await closed.client.moveTo('2026-03-11T10:00:00+08:00')
    expect(await menuOf(closed.client, AUTHOR)).not.toContain('回音词')
    expect(await posts(closed.client)).toEqual([])
  })
})
