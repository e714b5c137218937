import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { receiptOf } from '../contracts/adapter/play.ts'
import { PlayedSimulator } from '../contracts/adapter/played-simulator.ts'
import { type BotUnderTest, startBot } from '../contracts/adapter/start-bot.ts'
import { SHORT } from '../support/faults/fault-setup.ts'
import { mayFileOften } from '../support/may-file-often.ts'
import { needlesOf } from '../support/needles.ts'
import { examine, loud } from '../support/privacy/examine.ts'
import { extent } from '../support/privacy/extent.ts'
import { FaultyPorts, type Place } from '../support/privacy/faulty-ports.ts'
import { measured } from '../support/privacy/measured.ts'
import { employ, PEOPLE } from '../support/privacy/needle-people.ts'
import { scan } from '../support/privacy/scan.ts'

const AUTHOR = PEOPLE.first
const TRIES = 4

test('an exception before and after every call through a port: no report lost, none twice, and nobody in what is written', async () => {
  const ports = new FaultyPorts(`failed for ${Object.values(AUTHOR).join(' ')}`)
  const platform = new PlayedSimulator()
  const { log, lines } = loud()
  const bot = await startBot(platform, { log, through: (parts) => ports.through({ ...parts, patience: SHORT }) })
  await bot.company.database.transaction((stores) => employ(stores, platform, bot.adapter.workspace))
  mayFileOften(bot.home)
  await bot.restart()
  const author = platform.person(AUTHOR.id)

  /** As somebody would who gets no answer: once more. */
  async function insist<T>(work: () => Promise<T>): Promise<T> {
    for (let tried = 1; ; tried++) {
      try {
        return await work()
      } catch (error) {
        if (tried === TRIES) throw error
      }
    }
  }

  async function file(text: string): Promise<void> {
    const form = await insist(async () => {
      await author.say('有话直说')
      const opened = await author.form()
      if (!opened) throw new Error('no form')
      return opened
    })
    const filled = { way: 'tell', topic: 'suggestion', text, ...receiptOf(form) }
    expect(await insist(() => author.submit(filled)), text).toBeNull()
    await bot.settled()
  }

  ports.listen()
  await file('第0件事。')
  const places = placesOf(ports.calls).filter((_, index) => index % extent.faultEvery === 0)
  expect(places.length).toBeGreaterThan(10)
  let struck = 0
  for (const [index, place] of places.entries()) {
    ports.arm(place)
    await file(`第${index + 1}件事。`)
    if (ports.disarm()) struck++
  }
  // Some calls are made less often once everybody is awake.
  expect(struck).toBeGreaterThan(places.length * 0.8)
  await drained(bot)

  const channel = await platform.person('E003').sees('hr')
  for (let n = 0; n <= places.length; n++) {
    const tickets = channel.filter(({ text }) => text.includes(`第${n}件事。`))
    expect(tickets.length, `tickets of 第${n}件事, ${JSON.stringify(places[n - 1])}`).toBe(1)
  }
  const traces = await examine(bot)
  measured('Exceptions at ports', {
    calls: new Set(places.map(({ call }) => call)).size,
    'places struck': struck,
    'reports filed': places.length + 1,
    cases: traces.dump.case_file?.length ?? 0,
    tickets: channel.filter(({ text }) => /第\d+件事。/.test(text)).length,
  })
  expect(traces.dump.case_file?.length).toBe(places.length + 1)
  const needles = needlesOf({ ...AUTHOR })
  expect(scan(Buffer.from(lines.join('\n')), needles)).toEqual({})
  expect(scan(traces.nameless, needles)).toEqual({})
  expect(scan(traces.everything, needles)).toEqual(scan(traces.everything, needlesOf({ ...PEOPLE.other })))
})

/** Every call, each time it is made, before and after. */
function placesOf(calls: readonly string[]): Place[] {
  const counts = new Map<string, number>()
  return calls.flatMap((call): Place[] => {
    const nth = (counts.get(call) ?? 0) + 1
    counts.set(call, nth)
    return [
      { call, nth, when: 'before' },
      { call, nth, when: 'after' },
    ]
  })
}

/** Nothing is due, in hand, or in doubt. */
async function drained(bot: BotUnderTest): Promise<void> {
  for (;;) {
    await bot.settled()
    const { claimed, uncertain, due } = await bot.company.database.transaction(async ({ outbox }) => ({
      ...(await outbox.counts()),
      due: (await outbox.backlog(bot.company.clock.now())).reduce((sum, { count }) => sum + count, 0),
    }))
    if (claimed + uncertain + due === 0) return
    await wait(50)
  }
}
