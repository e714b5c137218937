import { join } from 'node:path'
import pg from 'pg'
import type { Sheet } from '#core'
import { openVault, systemRandom } from '#vault'
import { startApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config.ts'
import { systemClock } from '../../../src/system-clock.ts'
import { receiptOf } from '../../contracts/adapter/play.ts'
import { mayFileOften } from '../may-file-often.ts'
import { PlayedAdapter } from '../played-adapter.ts'
import { PLATFORM_ENV } from '../start-company.ts'
import { type Engine, FaultSetup } from './fault-setup.ts'
import { ownFolder, roles } from './own-programs.ts'

const PLATFORM = 'slack'
const CHANNEL = 'C-HR'
const HR = { hr: ['P0'], coordinator: ['P1'], outside: ['P2'], admin: ['P0'] }
const FIRST_AUTHOR = 3
const AUTHORS = 10
const HOUR = 3_600_000
/** From one window of the box to the next, from Tuesday, 10:00, to Friday, 17:00. */
const BETWEEN = [4, 3, 17, 4, 3, 17, 4, 3, 17, 4, 3].map((hours) => hours * HOUR)

const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** An installation with a box that has windows; people write to it while nothing else of it runs. */
export class LetterBox {
  readonly setup: FaultSetup
  readonly #programs: string
  /** Company time moved on by the windows that are over, ms. */
  #moved = 0
  #windows = 0
  /** Everything that was written, in order. */
  readonly filed: string[] = []

  private constructor(setup: FaultSetup, programs: string) {
    this.setup = setup
    this.#programs = programs
  }

  static async open(engine: Engine): Promise<LetterBox> {
    const company = roles(HR).replace('channels: {}', `channels: { hr: "${PLATFORM}:${CHANNEL}" }`)
    const programs = mayFileOften(ownFolder(company))
    const setup = await FaultSetup.open({
      ...engine,
      platforms: [{ name: PLATFORM }],
      env: { HEARBACK_PROGRAMS: programs },
      ...(engine.database === 'sqlite' && { alone: true }),
    })
    await setup.addPeople(FIRST_AUTHOR + AUTHORS, PLATFORM)
    return new LetterBox(setup, programs)
  }

  /** So many people file something, and are told when it will be read. */
  async file(count: number): Promise<string[]> {
    const platform = new PlayedAdapter()
    const config = readConfig({
      HEARBACK_HOME: this.setup.home,
      DATABASE_URL: this.setup.url,
      HEARBACK_PROGRAMS: this.#programs,
      PORT: '0',
      ...PLATFORM_ENV,
    })
    const clock = { ...systemClock, now: () => this.setup.now() + this.#moved }
    const app = await startApp(config, { clock, log: silent, adapters: async () => [platform] })
    const texts: string[] = []
    for (let n = 0; n < count; n++) {
      const text = `第${this.filed.length}封信。`
      const author = `P${FIRST_AUTHOR + (this.filed.length % AUTHORS)}`
      const { sheet } = await platform.say(author, '有话直说')
      if (!sheet) throw new Error('no form')
      const filled = { way: n % 2 ? 'tell' : 'none', topic: 'suggestion', text, ...receiptOf(shown(sheet)) }
      const { errors } = await platform.submit(author, sheet.state, filled)
      if (errors) throw new Error(JSON.stringify(errors))
      this.filed.push(text)
      texts.push(text)
    }
    await app.stop()
    return texts
  }

  /** How long it is to the next window, ms, from the last one; company time is there from then on. */
  toWindow(): number {
    const ms = BETWEEN[this.#windows++] ?? 0
    this.#moved += ms
    return ms
  }

  /** Every text that stands in a case, in the order of the table. */
  async entries(): Promise<string[]> {
    const { cases } = await openVault(join(`${this.setup.home}-keys`), 'company', systemRandom)
    return this.setup.stores(async (stores) => {
      const texts: string[] = []
      for (const { id, key } of await stores.cases.open()) {
        texts.push(...(await stores.cases.entries(id)).map(({ body }) => cases.open(key, body)))
      }
      return texts
    })
  }

  /** How many windows have been. */
  get windows(): number {
    return this.#windows
  }

  /** How many transactions have written entries, where the database tells: PostgreSQL does, in every row. */
  async transactions(): Promise<number> {
    const { url } = this.setup
    if (url.startsWith('sqlite:')) return this.windows
    const client = new pg.Client({ connectionString: url.replace(/\?.*/, '') })
    await client.connect()
    const { rows } = await client.query('select count(distinct xmin::text)::int as count from case_entry')
    await client.end()
    return rows[0].count
  }

  /** What was filed, in the order in which it came out. */
  get order(): string[] {
    const shown = this.setup.platform.deliveries.filter(({ to }) => to === CHANNEL)
    return shown.flatMap(({ text }) => this.filed.filter((one) => text.includes(one)))
  }

  /** How often something that was filed was shown in the channel, by text. */
  get shown(): Map<string, number> {
    const shown = this.setup.platform.deliveries.filter(({ to }) => to === CHANNEL)
    return new Map(this.filed.map((one) => [one, shown.filter(({ text }) => text.includes(one)).length]))
  }
}

function shown(sheet: Sheet) {
  const fields = sheet.steps.flatMap((step) => step.fields)
  return { title: sheet.title, fields: fields.map(({ name, label }) => ({ name, text: label, options: [] })) }
}
