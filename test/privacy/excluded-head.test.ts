import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { measured } from '../support/privacy/measured.ts'
import { runVerb } from '../support/run-verb.ts'
import { scratchFolder } from '../support/scratch.ts'
import { type SimulatorClient, withForm } from '../support/simulator-client.ts'
import { fileCase, filing } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'

const AUTHOR = 'E010'
const HEAD = 'E002'
/** Reports to the head of HR, and coordinates. */
const LINE = 'E003'
const TEXT = '人事主管私下泄露了工资表。'

/** What somebody types to find out: every command, and words that could be a tag. */
const TRIES = ['来信', '待处理来信', '来信统计', '菜单', '帮助', '我的跟进', '问卷结果', '进度', '泄露', '工资表']

async function fileAboutHead(client: SimulatorClient): Promise<void> {
  const form = withForm(await client.say(AUTHOR, '有话直说'))
  const values = filing(form, { way: 'none', topic: 'unfair-treatment', text: TEXT })
  await client.submit(AUTHOR, form, { ...values, about_readers: [HEAD], about: '' })
}

/** Everything somebody gets for what they try. */
async function screens(client: SimulatorClient, person: string): Promise<string> {
  const shown: unknown[] = []
  for (const said of TRIES) {
    const answers = await client.say(person, said)
    shown.push(answers.map(({ in: place, text, card }) => ({ place, text, card })))
  }
  const channel = await client.messages('channel:hr')
  return JSON.stringify({ shown, channel: channel.map(({ text, card }) => ({ text, card })) })
}

/** Figures that people who run the program see, without those that are about the process. */
async function figures(url: string): Promise<string[]> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const about = /^hearback_(outbox|inbound|backlog|jobs_failing|calls|oldest_due)/
  return text.split('\n').filter((line) => about.test(line))
}

/** What a verb writes of follow-ups; the moment at which something was closed is not the same in two runs. */
async function exported(home: string): Promise<string> {
  const file = join(scratchFolder(), 'follow-ups.csv')
  expect((await runVerb(['export', 'follow-ups', file], { HEARBACK_HOME: home })).code).toBe(0)
  return readFileSync(file, 'utf8').replaceAll(/T[\d:.]+Z/g, '')
}

test('before and after there is a case about her, the head of HR and her line see the same bytes', async () => {
  const { client, app } = await startSimulator()
  // Something ordinary stands there, so that the screens are not empty.
  await fileCase(client, AUTHOR, { way: 'none', text: '食堂的灯坏了。' })
  const before = [await screens(client, HEAD), await screens(client, LINE)]
  const numbers = await figures(app.url)
  await fileAboutHead(client)
  expect(await figures(app.url)).toEqual(numbers)
  const after = [await screens(client, HEAD), await screens(client, LINE)]
  expect(before[0]).toContain('食堂的灯')
  measured('Whoever is excluded', {
    what: 'screens before and after',
    screens: before.length * TRIES.length,
    bytes: before.join('').length,
    'bytes that differ': before.join() === after.join() ? 0 : 'some',
  })
  expect(after).toEqual(before)
  expect(numbers.join()).toMatch(/inbound_total.*settled_total|settled_total.*inbound_total/)
})

test('for months with a case about her that nobody answers she gets what she would get without it', async () => {
  const moments = ['2026-03-12T11:00:00+08:00', '2026-03-25T12:00:00+08:00', '2026-05-20T12:00:00+08:00']
  async function live(about: boolean) {
    const { client, app, home } = await startSimulator()
    if (about) await fileAboutHead(client)
    const seen: unknown[] = []
    for (const moment of moments) {
      await client.moveTo(moment)
      if (moment === moments[0]) seen.push(await exported(home))
      for (const person of [HEAD, LINE]) {
        const got = await client.messages(`dm:${person}`)
        seen.push(
          got.map(({ text, card }) => ({ text, actions: card?.actions.map(({ label }) => label) })),
          await screens(client, person),
        )
      }
    }
    seen.push(await client.messages('channel:hr'), await figures(app.url))
    const { out } = await runVerb(['doctor'], { HEARBACK_HOME: home, PORT: '1' })
    seen.push(out.split('\n').filter((line) => !line.includes(home) && !line.includes('://')))
    return { seen, outside: await client.messages('dm:X001') }
  }
  const [without, withIt] = [await live(false), await live(true)]
  // It does reach somebody.
  expect(JSON.stringify(withIt.outside)).toContain('来信')
  expect(JSON.stringify(without.outside)).not.toContain('来信')
  const plain = (seen: unknown) =>
    JSON.parse(
      JSON.stringify(seen)
        .replace(/[A-Za-z0-9_-]{40,}|\b[0-9a-f]{16,}\b/g, 'id')
        // Drawn by lot, and as many as ever.
        .replace(
          /(?:\p{Script=Han}{2}、){11}\p{Script=Han}{2}\\+n[a-z]+-[a-z]+(?:, [a-z]+-[a-z]+){11}/gu,
          'return words',
        ),
    )
  expect(plain(withIt.seen)).toEqual(plain(without.seen))
  expect(JSON.stringify(plain(without.seen))).toContain('return words')
})
