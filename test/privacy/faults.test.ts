import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openVault, systemRandom } from '#vault'
import { type BotUnderTest, startBot } from '../contracts/adapter/start-bot.ts'
import { SHORT } from '../support/faults/fault-setup.ts'
import { mayFileOften } from '../support/may-file-often.ts'
import { needlesOf } from '../support/needles.ts'
import { actsOf } from '../support/privacy/acts.ts'
import type { Dump } from '../support/privacy/dump-database.ts'
import { examine, loud } from '../support/privacy/examine.ts'
import { extent } from '../support/privacy/extent.ts'
import { FaultyPorts, type Place, placesIn } from '../support/privacy/faulty-ports.ts'
import { HurriedClock } from '../support/privacy/hurried-clock.ts'
import { measured } from '../support/privacy/measured.ts'
import { employ, PEOPLE } from '../support/privacy/needle-people.ts'
import { scan } from '../support/privacy/scan.ts'
import { TRAFFICS } from '../support/privacy/traffic.ts'

/** Tuesday, 10:00 in Shanghai. */
const START = Date.parse('2026-03-10T10:00:00+08:00')
const AUTHOR = PEOPLE.first
/** In every text that is said, and in every error. */
const QUOTED = '走廊尽头那盏灯'
const SOON_MS = 1000
const LATER_MS = 5000
/** Failures that did not come again are forgotten. */
const FORGOTTEN_MS = 15 * 60_000

test.each(TRAFFICS)(
  'an exception before and after every call through a port: nothing said is lost, nothing comes twice, and nobody is in what is written: $name',
  {
    timeout: extent.timeoutMs,
  },
  async ({ name: where, start }) => {
    const { every, most } = where === 'simulator' ? extent.faults : extent.faultsElsewhere
    const clock = new HurriedClock(START)
    const ports = new FaultyPorts(`failed for ${[...Object.values(AUTHOR), QUOTED].join(' ')}`)
    const { platform } = await start()
    const { log, lines } = loud()
    const bot = await startBot(platform, {
      clock,
      pass: () => clock.hurry(SOON_MS),
      log,
      pages: ports.pages,
      through: (parts) => ports.through({ ...parts, patience: SHORT }),
    })
    await bot.company.database.transaction((stores) => employ(stores, platform, bot.adapter.workspace))
    mayFileOften(bot.home)
    await bot.restart()

    // A page belongs to nobody: there a test that plays a person has no address to give.
    const hasAddress = where === 'simulator' || where === 'Slack'
    const said: { text: string; byAuthor: boolean }[] = []
    let reached = 0
    const figures: Record<string, string | number>[] = []
    const acts = actsOf(bot, platform, AUTHOR.id, hasAddress ? 'tell' : 'none').slice(0, most)
    for (const { name, byAuthor, prepare, act } of acts) {
      let times = 0
      const once = async (place: Place | null) => {
        const of = await prepare()
        const text = `${QUOTED}，${name}，第${++times}次。`
        said.push({ text, byAuthor })
        ports.listen()
        if (place) ports.arm(place)
        await act(of, text)
        return ports.heard()
      }
      // The first time more is called: what is kept then is known from then on.
      await once(null)
      const places = placesIn([await once(null), await once(null)])
      const struckAt = places.filter(() => reached++ % every === 0)
      for (const place of struckAt) {
        await once(place)
        expect(ports.disarm(), `${name} does not come to ${JSON.stringify(place)}`).toBe(true)
        await recovered(bot, clock)
      }
      figures.push({ act: name, calls: new Set(places.map(({ call }) => call)).size, 'places struck': struckAt.length })
    }

    const { everything, nameless, dump } = await examine(bot)
    const entries = count(await textsOf(dump, join(bot.home, 'keys')))
    const channel = await platform.person('E003').sees('hr')
    for (const { text, byAuthor } of said) {
      expect(entries.get(text), `entries: ${text}`).toBe(1)
      const shown = channel.filter((message) => message.text.includes(text))
      expect(shown.length, `shown: ${text}`).toBe(byAuthor ? 1 : 0)
    }
    for (const one of figures) measured('Exceptions at ports', { where, ...one, lost: 0, twice: 0 })
    const needles = [...needlesOf({ ...AUTHOR }), { name: 'what was said', bytes: Buffer.from(QUOTED) }]
    expect(scan(Buffer.from(lines.join('\n')), needles)).toEqual({})
    expect(scan(nameless, needles)).toEqual({})
    expect(scan(everything, needles)).toEqual(scan(everything, needlesOf({ ...PEOPLE.other })))
  },
)

async function textsOf({ case_file = [], case_entry = [] }: Dump, keys: string): Promise<string[]> {
  const { cases } = await openVault(keys, 'company', systemRandom)
  const wrapped = new Map(case_file.map((row) => JSON.parse(row)).map(({ id, key }) => [id, key]))
  return case_entry.map((row) => JSON.parse(row)).map(({ case_id, body }) => cases.open(wrapped.get(case_id), body))
}

function count(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return counts
}

/** Nothing is due, in hand, or in doubt, and nothing that has failed waits: the next time everything is as it was before. */
async function recovered({ company }: BotUnderTest, clock: HurriedClock): Promise<void> {
  for (;;) {
    await company.bot.settled()
    const left = await company.database.transaction(async ({ outbox }) => {
      const { claimed, uncertain } = await outbox.counts()
      const due = await outbox.backlog(clock.now() + LATER_MS)
      return claimed + uncertain + due.reduce((sum, { count: rows }) => sum + rows, 0)
    })
    const { failing } = company.queue.health()
    if (left + failing === 0) return
    if (left > 0) clock.hurry(LATER_MS)
    else clock.hurryElapsed(FORGOTTEN_MS)
  }
}
