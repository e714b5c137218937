import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import type { Adapter, Clock, FormPages, Log } from '#core'
import { type Database, openDatabase } from '#db'
import { dateAt } from '#domain'
import { LocalDriver, type QueueDriver } from '#jobs'
import { openVault, type Randomness, systemRandom } from '#vault'
import { Company, type CompanyParts } from '../../../src/company.ts'
import { SHIPPED_DEFINITIONS } from '../../../src/flows.ts'
import { Metrics } from '../../../src/metrics.ts'
import { pictureCleaner } from '../../../src/picture-cleaner.ts'
import { ProgramsHolder } from '../../../src/programs-holder.ts'
import { SAMPLE_FOLDER, seedSampleCompany } from '../../../src/sample-company.ts'
import { systemClock } from '../../../src/system-clock.ts'
import { scratchFolder } from '../../support/scratch.ts'
import type { PlayedPlatform } from './played-platform.ts'

/** Tuesday, 10:00 in Shanghai. */
const START = Date.parse('2026-03-10T10:00:00+08:00')
const WORKSPACE = 'company'
/** What waits for another attempt goes out within so many ms; and so long that is waited for. */
const SOON_MS = 2500
const PATIENCE_MS = 5000

/** What a test may put in the place of the usual. */
export interface BotOptions {
  readonly log?: Log
  /** An SQLite file of its own when absent. */
  readonly databaseUrl?: string
  readonly queue?: QueueDriver
  readonly random?: Randomness
  /** Stands still, or is moved by whoever brings it; else time passes. */
  readonly clock?: Clock
  /** Lets time pass on such a clock, where something is put off. */
  readonly pass?: () => void
  readonly metrics?: Metrics
  /** Called with the folder of the keys before they are made. */
  readonly keys?: (folder: string) => void
  /** Puts something between the bot and its ports. */
  readonly through?: (parts: CompanyParts) => CompanyParts
  /** Puts something before the pages of forms. */
  readonly pages?: (pages: FormPages) => FormPages
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** The real bot, with its flows and an SQLite database, on a platform that a test plays. */
export class BotUnderTest {
  readonly #platform: PlayedPlatform
  readonly #home = scratchFolder()
  readonly #began = systemClock.real()
  readonly #options: BotOptions
  #moved = 0
  #company: Company | null = null
  #adapter: Adapter | null = null
  /** As it is, whatever a test has put before it. */
  #database: Database | null = null

  constructor(platform: PlayedPlatform, options: BotOptions = {}) {
    this.#platform = platform
    this.#options = options
    writeFileSync(join(this.#home, 'company.yaml'), this.#companyFile())
  }

  /** The data folder, for tests that look at what is on the disk. */
  get home(): string {
    return this.#home
  }

  get company(): Company {
    if (!this.#company) throw new Error('the bot is not running')
    return this.#company
  }

  get adapter(): Adapter {
    if (!this.#adapter) throw new Error('the bot is not running')
    return this.#adapter
  }

  async start(): Promise<void> {
    const now = () => this.#now()
    const { clock = { ...systemClock, now, real: now }, log = silent, random = systemRandom } = this.#options
    const parts = { workspace: WORKSPACE, clock, random, log }
    const adapter = await this.#platform.adapter(parts)
    const { databaseUrl, queue, metrics, through } = this.#options
    const database = openDatabase(databaseUrl ?? `sqlite:${join(this.#home, 'test.sqlite')}`, { realNow: now })
    this.#database = database
    await database.migrate()
    const programs = new ProgramsHolder([...SHIPPED_DEFINITIONS, SAMPLE_FOLDER, this.#home], 'zh-CN')
    await database.transaction(async (stores) => {
      await seedSampleCompany(stores, dateAt(now(), 'Asia/Shanghai'), ({ person }) => [
        {
          platform: this.#platform.platform,
          workspace: adapter.workspace,
          userId: this.#platform.account(person.id),
          personId: person.id,
        },
      ])
      await stores.outbox.endClaims(0)
    })
    this.#adapter = adapter
    this.#options.keys?.(join(this.#home, 'keys'))
    const company: CompanyParts = {
      database,
      programs,
      adapters: [adapter],
      queue: queue ?? new LocalDriver(clock, log),
      vault: await openVault(join(this.#home, 'keys'), 'company', random, now),
      clock,
      random,
      log,
      metrics: metrics ?? new Metrics(),
      maySend: () => true,
      // An emulator has done what it was asked, or never will, at once.
      patience: { answerMs: 20_000, lagMs: 200, claimMs: 60_000 },
      cleaner: pictureCleaner(),
      publicUrl: 'https://hearback.example',
    }
    this.#company = new Company(through?.(company) ?? company)
    this.#platform.onWebhook?.(adapter.webhook ? (request) => this.#webhook(request) : null)
    const { pages } = this.#company.bot
    this.#platform.onPages?.(this.#options.pages?.(pages) ?? pages)
    await this.#company.start({ gateway: true, worker: true })
    await this.settled()
  }

  async stop(): Promise<void> {
    const company = this.#company
    this.#company = null
    this.#platform.onWebhook?.(null)
    this.#platform.onPages?.(null)
    await company?.stop()
  }

  async restart(): Promise<void> {
    await this.stop()
    await this.start()
  }

  /** Everything that is in hand is done: nothing is due, nothing under way, nothing waits for another attempt. */
  async settled(): Promise<void> {
    const began = systemClock.elapsed()
    do await this.#quiet()
    while (await this.#owed(began))
  }

  /** Nothing is due, nothing under way; something may be put off. */
  async #quiet(): Promise<void> {
    let before: number
    do {
      before = this.#platform.activity
      await this.#platform.idle()
      await this.company.bot.settled()
      await this.#platform.idle()
    } while (this.#platform.activity !== before)
  }

  /** Whether something is still to go out within moments; what is not out after a while stays where it is. */
  async #owed(began: number): Promise<boolean> {
    if (systemClock.elapsed() - began > PATIENCE_MS) return false
    const soon = this.#now() + SOON_MS
    const backlog = (await this.#database?.transaction((stores) => stores.outbox.backlog(soon))) ?? []
    const owed = backlog.some(({ count }) => count > 0)
    if (owed) this.#options.pass?.()
    if (owed) await wait(this.#options.pass ? 0 : 20)
    return owed
  }

  /** Moves company time. */
  async moveTo(iso: string): Promise<void> {
    this.#moved += Date.parse(iso) - this.#now()
    await this.settled()
  }

  /** Company time. */
  #now(): number {
    return this.#options.clock?.now() ?? START + this.#moved + (systemClock.real() - this.#began)
  }

  /** Lets company time pass. */
  async advance(ms: number): Promise<void> {
    this.#moved += ms
    await this.#quiet()
  }

  async #webhook(request: Request): Promise<Response> {
    if (!this.#adapter?.webhook) return new Response('Not found', { status: 404 })
    return this.#adapter.webhook(request)
  }

  /** The sample company's file, with its channel for HR on this platform. */
  #companyFile(): string {
    const sample = readFileSync(join(SAMPLE_FOLDER, 'company.yaml'), 'utf8')
    const { platform, hrChannel } = this.#platform
    const before = sample.slice(0, sample.indexOf('channels:'))
    return hrChannel === null ? before : `${before}channels:\n  hr: ${JSON.stringify(`${platform}:${hrChannel}`)}\n`
  }
}

/** Starts the bot on a platform; both end with the test. */
export async function startBot(platform: PlayedPlatform, options?: BotOptions): Promise<BotUnderTest> {
  const bot = new BotUnderTest(platform, options)
  onTestFinished(async () => {
    await bot.stop()
    await platform.stop()
  })
  await bot.start()
  return bot
}
