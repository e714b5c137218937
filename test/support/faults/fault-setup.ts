import { setTimeout as wait } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import type { Limits, OutboxDraft, OutboxState } from '#core'
import { type Database, openDatabase, type Stores } from '#db'
import type { Customer, Person } from '#domain'
import type { Patience } from '#jobs'
import { systemRandom } from '#vault'
import { planImported } from '../../../src/flows.ts'
import { type DatabaseKind, emptyDatabaseUrl } from '../open-test-database.ts'
import { RedisServer } from '../redis-server.ts'
import { scratchFolder } from '../scratch.ts'
import { ownPrograms } from './own-programs.ts'
import { RecordingPlatform } from './recording-platform.ts'
import { WorkerProcess } from './worker-process.ts'

/** A database and a driver: what an installation runs on. */
export interface Engine {
  readonly database: DatabaseKind
  readonly driver: 'local' | 'bullmq'
}

/** Tuesday, 10:00 in Shanghai. */
const COMPANY_START = Date.parse('2026-03-10T10:00:00+08:00')

/** A month after this day is three working days after the start: the reminder is due. */
const LAST_VISIT = '2026-02-13'

/** Everything that a worker waits for, made short; no shorter than a busy machine needs to answer. */
export const SHORT: Patience = { answerMs: 4000, lagMs: 1000, claimMs: 7000 }
const SILENT_TRANSACTION_MS = 5000

interface PlatformOptions {
  readonly name?: string
  readonly looksUp?: boolean
  readonly limits?: Limits
}

interface FaultSetupOptions extends Engine {
  readonly platforms?: readonly PlatformOptions[]
  readonly patience?: Patience
  readonly env?: Readonly<Record<string, string>>
  /** Workers that know to be the only one, where the database is a file. */
  readonly alone?: true
}

/** An installation under test: its database, its Redis, recording platforms, and workers yet to be started. */
export class FaultSetup {
  readonly database: Database
  readonly url: string
  readonly redis: RedisServer | null
  readonly platforms: readonly RecordingPlatform[]
  readonly #options: FaultSetupOptions
  /** The data folder. */
  readonly home = scratchFolder()
  readonly #aheadMs = COMPANY_START - Date.now()

  private constructor(
    options: FaultSetupOptions,
    parts: { database: Database; url: string; redis: RedisServer | null; platforms: readonly RecordingPlatform[] },
  ) {
    this.#options = options
    this.database = parts.database
    this.url = parts.url
    this.redis = parts.redis
    this.platforms = parts.platforms
  }

  static async open(options: FaultSetupOptions): Promise<FaultSetup> {
    const empty = await emptyDatabaseUrl(options.database)
    const silent = `?idle_in_transaction_session_timeout=${SILENT_TRANSACTION_MS}`
    const url = options.database === 'postgres' ? `${empty}${silent}` : empty
    const redis = options.driver === 'bullmq' ? await startRedis() : null
    const platforms = await Promise.all((options.platforms ?? [{}]).map(() => RecordingPlatform.start()))
    const database = openDatabase(url)
    await database.migrate()
    onTestFinished(() => database.close())
    return new FaultSetup(options, { database, url, redis, platforms })
  }

  /** The first platform; most tests have one. */
  get platform(): RecordingPlatform {
    const [platform] = this.platforms
    if (!platform) throw new Error('there is no platform')
    return platform
  }

  /** Company time. */
  now(): number {
    return Date.now() + this.#aheadMs
  }

  /** A worker that has not been started. */
  worker(env: Readonly<Record<string, string>> = {}): WorkerProcess {
    const { platforms = [{}], patience = SHORT, driver } = this.#options
    return new WorkerProcess(
      {
        HEARBACK_HOME: this.home,
        DATABASE_URL: this.url,
        ...(driver === 'bullmq' && this.redis && { REDIS_URL: this.redis.url }),
        ...this.#options.env,
        ...env,
      },
      {
        platforms: platforms.map(({ name = 'recorder', looksUp = true, limits = {} }, index) => ({
          platform: name,
          url: this.platforms[index]?.url ?? '',
          looksUp,
          limits,
        })),
        aheadMs: this.#aheadMs,
        patience,
        several: !this.#options.alone,
      },
    )
  }

  /** Workers that run; those that share a server start all at once. */
  async workers(count: number): Promise<WorkerProcess[]> {
    const workers = Array.from({ length: count }, () => this.worker())
    const start = async (worker: WorkerProcess) => {
      if (!(await worker.start())) throw new Error(`did not start:\n${worker.output}`)
    }
    if (this.#options.database === 'postgres') await Promise.all(workers.map(start))
    else for (const worker of workers) await start(worker)
    return workers
  }

  stores<T>(work: (stores: Stores) => Promise<T>): Promise<T> {
    return this.database.transaction(work)
  }

  /** People with an account on a platform, each with a customer to call today. */
  async addReminders(count: number): Promise<void> {
    await this.addPeople(count)
    await this.addCustomers(count, (n) => `P${n}`, LAST_VISIT)
  }

  /** Customers C0, C1 … who are to be called within a month of the last visit. */
  async addCustomers(count: number, ownerOf: (n: number) => string, lastVisitOn: string): Promise<void> {
    const customers = numbered(count).map(
      (n): Customer => ({
        id: `C${n}`,
        name: `Customer ${n}`,
        type: '',
        grade: 'E',
        ownerId: ownerOf(n),
        lastVisitOn,
        visits: null,
        spend: null,
      }),
    )
    await this.stores((stores) => stores.customers.put(customers, lastVisitOn))
  }

  /** Plans what was added, as an import does beside running workers: all of it falls due at once. */
  async plan(count: number, folder?: string): Promise<void> {
    const plan = planImported(ownPrograms(folder).current, systemRandom)
    const refs = numbered(count).map((n) => `customer:C${n}`)
    await this.stores((stores) => plan(stores, refs, this.now()))
  }

  /** People P0, P1 … with an account on a platform. */
  async addPeople(count: number, platform = 'recorder'): Promise<void> {
    const people = numbered(count).map(person)
    await this.stores(async (stores) => {
      await stores.people.put(people)
      await stores.people.link(people.map(({ id }) => ({ platform, workspace: 'company', userId: id, personId: id })))
    })
  }

  /** Puts messages into the outbox, one for each person. */
  async addMessages(
    count: number,
    more: Partial<OutboxDraft> = {},
    name = 'message',
    platform = 'recorder',
  ): Promise<void> {
    await this.addDrafts(
      numbered(count).map((n) => ({
        key: `${name}-${n}`,
        to: { kind: 'person', person: `P${n}` },
        class: 'visit',
        content: { kind: 'message', message: { text: `${name} ${n}` } },
        ...more,
      })),
      platform,
    )
  }

  async addDrafts(drafts: readonly OutboxDraft[], platform = 'recorder'): Promise<void> {
    const route = `${platform}/company`
    const messages = drafts.map((draft) => ({
      draft,
      to: { route, address: `${route}/user/${draft.to.kind === 'person' ? draft.to.person : ''}` },
    }))
    await this.stores(({ outbox }) => outbox.add(messages, this.now()))
  }

  counts(): Promise<Record<OutboxState, number>> {
    return this.stores(({ outbox }) => outbox.counts())
  }

  /** Which of these messages, each a batch of its own, a worker has in hand. */
  claimed(keys: readonly string[]): Promise<string[]> {
    return this.stores(async ({ outbox }) => {
      const found: string[] = []
      for (const key of keys) if ((await outbox.progress(key)).claimed > 0) found.push(key)
      return found
    })
  }

  /** Resolves when nothing in the outbox waits for a sender, or for the outcome of one. */
  drained(): Promise<void> {
    return this.until(({ pending, claimed, uncertain }) => pending + claimed + uncertain === 0)
  }

  /** Resolves when the states of the outbox are so. */
  async until(condition: (counts: Record<OutboxState, number>) => boolean): Promise<void> {
    while (!condition(await this.counts())) await wait(50)
  }
}

async function startRedis(): Promise<RedisServer> {
  const redis = await RedisServer.start()
  onTestFinished(() => redis.stop())
  return redis
}

function numbered(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n)
}

function person(n: number): Person {
  return {
    id: `P${n}`,
    name: `Person ${n}`,
    department: 'Sales',
    managerId: null,
    title: '',
    email: '',
    mobile: '',
    joinedOn: '2020-01-01',
    leftOn: null,
    leftReason: '',
    leftKind: null,
    keyPerson: false,
    locale: null,
    timezone: null,
  }
}
