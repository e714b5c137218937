import { describe, expect, test } from 'vitest'
import { scratchFolder } from '../support/scratch.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { last, type SeenMessage } from '../support/simulator-client.ts'
import { type HearbackProcess, startProcess } from '../support/start-process.ts'

const KILLS = 20

describe('kill -9', { timeout: 240_000 }, () => {
  test('in a conversation: every answer arrives once, nothing is asked twice', async () => {
    const seed = Date.now() % 1_000_000
    const random = seededRandom(seed)
    const hearback = await startProcess({ HEARBACK_HOME: scratchFolder(), HEARBACK_LOG_LEVEL: 'silent' })
    const person = 'E011'
    const invitations = await sendToNewcomers(hearback)
    const invitation = last(invitations, `dm:${person}`)
    await hearback.client.tap(person, invitation, '开始填写')

    // Answers that open follow-ups, with texts that can be told apart, and rounds of changes until there were enough kills.
    const texts = ['D', '第一条意见', 'E', '第二条意见', 'D', '第三条意见', 'E', '第四条意见', 'A', 'B', '第五条意见']
    const rest = ['第六条意见', 'C', 'B', 'A,C', '最后的话']
    const changes = Array.from({ length: 30 }, (_, index) => ['改 1', index % 2 === 0 ? 'E' : 'D']).flat()
    const script = [...texts, ...rest, ...changes]

    const kills = someOf(script.length, KILLS, random)
    for (const [index, text] of script.entries()) {
      await sayThrough(hearback, person, text, kills.has(index) ? random() * 25 : null)
    }

    const all = await hearback.client.messages(`dm:${person}`)
    const summary = all.findLast((message) => message.card?.title.includes('请看一遍'))
    if (!summary) throw new Error(`seed ${seed}: no summary`)
    for (const text of ['第一', '第二', '第三', '第四', '第五', '第六']) {
      expect(summary.text.split(`${text}条意见`), `seed ${seed}`).toHaveLength(2)
    }
    expect(summary.text).toContain('节日礼品、体检')
    const said = all.filter((message) => message.from === person)
    expect(
      said.map((message) => message.text),
      `seed ${seed}`,
    ).toEqual(script)
    // One prompt for each answer, and the one before the first: none lost, none doubled.
    expect(all.filter(isPrompt).length, `seed ${seed}`).toBe(script.length + 1)

    await hearback.client.tap(person, summary, '提交')
    expect(last(await hearback.client.say('E003', '问卷结果'), 'dm:E003').text).toContain('已交 1 / 2 人')
  })

  test('in a run of reminders: each goes out once', async () => {
    const seed = Date.now() % 1_000_000
    const random = seededRandom(seed)
    const quiet = await startProcess({ HEARBACK_HOME: scratchFolder(), HEARBACK_LOG_LEVEL: 'silent' })
    const stormy = await startProcess({ HEARBACK_HOME: scratchFolder(), HEARBACK_LOG_LEVEL: 'silent' })
    const start = Date.parse((await quiet.client.clock()).now)
    const steps = 60
    const stepMs = (100 * 86_400_000) / steps

    const kills = someOf(steps, KILLS, random)
    for (let step = 0; step < steps; step++) {
      const to = new Date(start + stepMs * (step + 1)).toISOString()
      await quiet.client.moveTo(to)
      await moveThrough(stormy, to, kills.has(step) ? random() * 25 : null)
    }

    const expected = await remindersSent(quiet)
    expect(expected.length).toBeGreaterThan(30)
    expect(await remindersSent(stormy), `seed ${seed}`).toEqual(expected)
  })
})

/** So many different indexes below `length`. */
function someOf(length: number, count: number, random: () => number): Set<number> {
  const shuffled = Array.from({ length }, (_, index) => ({ index, at: random() })).sort((a, b) => a.at - b.at)
  return new Set(shuffled.slice(0, count).map(({ index }) => index))
}

async function sendToNewcomers({ client }: HearbackProcess): Promise<SeenMessage[]> {
  const whom = last(await client.say('E003', '发问卷'), 'dm:E003')
  const confirm = last(await client.tap('E003', whom, '近 30 天'), 'dm:E003')
  return client.tap('E003', confirm, '确认发出')
}

/** A question or the summary, also one that was answered and has been changed in its place. */
function isPrompt(message: SeenMessage): boolean {
  if (message.from !== 'hearback' || message.text.includes('实名')) return false
  return message.text.includes('\n✓ ') || (message.card?.actions.some((one) => one.label === '稍后') ?? false)
}

/** Says something; with a kill after so many ms, what the platform did not take is said again. */
async function sayThrough(hearback: HearbackProcess, person: string, text: string, killAfter: number | null) {
  const before = (await hearback.client.messages(`dm:${person}`)).at(-1)?.n ?? 0
  if (killAfter === null) return void (await hearback.client.say(person, text))
  const timer = setTimeout(() => hearback.kill(), killAfter)
  await hearback.client.say(person, text).catch(() => null)
  clearTimeout(timer)
  await hearback.end('SIGKILL')
  await hearback.start()
  const taken = (await hearback.client.messages(`dm:${person}`, before)).some((message) => message.from === person)
  if (!taken) await hearback.client.say(person, text)
  await settle(hearback)
}

/** Whatever was in flight at the kill is out before the next thing happens. */
async function settle({ client }: HearbackProcess): Promise<void> {
  const { now } = await client.clock()
  await client.moveTo(new Date(Date.parse(now) + 1000).toISOString())
}

async function moveThrough(hearback: HearbackProcess, to: string, killAfter: number | null) {
  if (killAfter === null) return void (await hearback.client.moveTo(to))
  const timer = setTimeout(() => hearback.kill(), killAfter)
  await hearback.client.moveTo(to).catch(() => null)
  clearTimeout(timer)
  await hearback.end('SIGKILL')
  await hearback.start()
  const { now } = await hearback.client.clock()
  await hearback.client.moveTo(new Date(Math.max(Date.parse(to), Date.parse(now) + 1000)).toISOString())
}

/** Which occurrence was brought to whom, one entry each time. */
async function remindersSent({ client }: HearbackProcess): Promise<string[]> {
  const sent: string[] = []
  for (const { id } of await client.people()) {
    for (const message of await client.messages(`dm:${id}`)) {
      for (const action of message.card?.actions ?? []) {
        if (action.actionId === 'follow-up.done') sent.push(`${id} ${action.value}`)
        if (action.actionId === 'survey.start') sent.push(`${id} survey`)
      }
    }
  }
  return sent.sort()
}
