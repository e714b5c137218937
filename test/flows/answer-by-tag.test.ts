import { expect, test } from 'vitest'
import { last } from '../support/simulator-client.ts'
import { fileCase } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'

const AUTHOR = 'E010'
const HR = 'E003'

async function filed() {
  const { client } = await startSimulator()
  const { ticket } = await fileCase(client, AUTHOR, { way: 'tell', text: '食堂可以早点开门吗？' })
  const tag = /来信 (\p{Script=Han}{2})/u.exec(ticket.card?.title ?? '')?.[1] ?? ''
  const answers = async () => (await client.messages(`dm:${AUTHOR}`)).length
  const state = async () => (await client.messages('channel:hr')).find(({ id }) => id === ticket.id)?.text ?? ''
  return { client, tag, answers, state }
}

test.each([
  ['before a blank', (tag: string) => `${tag} 下周起七点开门。`],
  ['before a full-width blank', (tag: string) => `${tag}　下周起七点开门。`],
  ['before a full-width colon', (tag: string) => `${tag}：下周起七点开门。`],
  ['in brackets', (tag: string) => `【${tag}】下周起七点开门。`],
  ['its words apart', (tag: string) => `${Array.from(tag).join(' ')}: 下周起\n七点开门。`],
])('the tag %s answers the case it names', async (_, said) => {
  const { client, tag, answers, state } = await filed()
  const before = await answers()
  await client.sayIn(HR, 'channel:hr', said(tag))
  expect(await state()).toContain('已答复')
  expect(await answers()).toBe(before + 1)
})

test('the tag in English is the same', async () => {
  const { client, answers } = await filed()
  await client.say(HR, '语言 en')
  const list = last(await client.say(HR, 'open messages'), `dm:${HR}`)
  const [, one = '', two = ''] = /\b([a-z]+)-([a-z]+)\b/.exec(`${list.text} ${list.card?.text}`) ?? []
  expect(two).not.toBe('')
  const before = await answers()
  for (const typed of [`${one}-${two} First.`, `[${one.toUpperCase()} ${two}] Second.`, `${one} ${two}: Third.`]) {
    await client.sayIn(HR, 'channel:hr', typed)
  }
  await client.sayIn(HR, 'channel:hr', `${one} ${two} is only talk.`)
  expect(await answers()).toBe(before + 3)
})

test('a tag of no case is told what somebody who does not handle it is told; talk is left alone', async () => {
  const { client, tag, answers } = await filed()
  const before = await answers()
  const other = Array.from(tag).toReversed().join('')
  const wrong = last(await client.sayIn(HR, 'channel:hr', `${other} 我来说一句。`), `dm:${HR}`)
  expect(wrong.text).toContain('不是这个主题的处理人')
  for (const talk of ['好的，明天见', '大家辛苦了', `${tag}`, `${tag}，`]) {
    expect((await client.sayIn(HR, 'channel:hr', talk)).filter(({ from }) => from === 'hearback')).toEqual([])
  }
  expect(await answers()).toBe(before)
})
