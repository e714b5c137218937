import { Simulator } from '#adapters/simulator'
import { type Adapter, anyOf, type Clock, type Log, type PictureCleaner } from '#core'
import type { Stores } from '#db'
import { dateAt } from '#domain'
import { BullmqDriver, LocalDriver, PATIENCE, type Patience } from '#jobs'
import { openVault, type Randomness, systemRandom } from '#vault'
import { simulatorRoutes } from '#web'
import { checkKeys } from './check-keys.ts'
import { checkRedis, redisJudge } from './check-redis.ts'
import { ClockGuard } from './clock-guard.ts'
import { Company, type CompanyParts } from './company.ts'
import { type CompanyData, openOwnData, openSampleData } from './company-data.ts'
import type { Config } from './config.ts'
import { databaseAnswers } from './database-answers.ts'
import { doubtRestored, noticeOldData } from './doubt-restored.ts'
import { readFigures } from './figures.ts'
import { HttpServer } from './http.ts'
import { expireKeyCopiesJob, keyCopies } from './key-copies.ts'
import { lastSeenFile } from './last-seen-file.ts'
import { createLog } from './log.ts'
import { Metrics } from './metrics.ts'
import { migrateWithBackup } from './migrate-with-backup.ts'
import { pictureCleaner } from './picture-cleaner.ts'
import { usesPlatform } from './platform-settings.ts'
import { type LoadAdapters, loadAdapters, WORKSPACE } from './platforms.ts'
import { seedSampleCompany } from './sample-company.ts'
import { lockForServing } from './serve-lock.ts'
import { simulatorDatabase } from './simulator-database.ts'
import { simulatorWorld } from './simulator-world.ts'
import { systemClock } from './system-clock.ts'
import { Watchdog } from './watchdog.ts'

/** Parts a test may swap for its own. */
export interface Overrides {
  readonly clock?: Clock
  readonly random?: Randomness
  readonly log?: Log
  /** In the place of the platforms whose settings are there. */
  readonly adapters?: LoadAdapters
  /** How long a lease lasts. */
  readonly leaseMs?: number
  readonly patience?: Patience
  /** How long a request may take to arrive. */
  readonly requestMs?: number
  /** Lets other processes serve the same SQLite file, to see what that does. */
  readonly several?: true
}

/** The running program. */
export interface App {
  /** Where it answers. */
  readonly url: string
  /** Reads the definitions again. @throws DefinitionsError, with the old ones still in force */
  reload(): Promise<void>
  stop(): Promise<void>
}

/** What every company in this process is put together from. */
interface SharedParts {
  readonly config: Config
  readonly clock: Clock
  readonly random: Randomness
  readonly log: Log
  readonly cleaner: PictureCleaner
  readonly metrics: Metrics
  readonly leaseMs: number | undefined
  readonly giveUp: AbortSignal | undefined
  readonly patience: Patience
}

/** A company of this process, and what lets go of its data. */
interface Served {
  readonly company: Company
  readonly release: (() => void) | null
  readonly guard?: ClockGuard
}

/**
 * Puts the program together and starts it: the company's own as soon as a platform is used, the sample company while
 * there is none or where it is asked for. `giveUp` ends the wait for a database that is not there yet.
 */
export async function startApp(config: Config, overrides: Overrides = {}, giveUp?: AbortSignal): Promise<App> {
  const shared: SharedParts = {
    config,
    clock: overrides.clock ?? systemClock,
    random: overrides.random ?? systemRandom,
    log: overrides.log ?? createLog(config.logLevel),
    cleaner: pictureCleaner(),
    metrics: new Metrics(),
    leaseMs: overrides.leaseMs,
    giveUp,
    patience: overrides.patience ?? PATIENCE,
  }
  await checkRedis(config, shared.log)
  const own = usesPlatform(config.platforms) ? await openOwn(shared, overrides) : null
  const sample = config.simulator ? await openSample(own ? { ...shared, metrics: new Metrics() } : shared) : null
  const served = [own, sample].filter((one) => one !== null)
  const [main] = served
  if (!main) throw new Error('there is neither a platform nor the simulator')
  const guard = own?.guard ?? null
  const watchdogs = served.map(({ company }) => watch(company, shared))
  const [watchdog = watch(main.company, shared)] = watchdogs
  const server = new HttpServer({
    ...shared,
    watchdog,
    company: main.company,
    forms: anyOf(served.map(({ company }) => company.bot.pages)),
    simulator: sample?.pages ?? null,
    guard,
    requestMs: overrides.requestMs,
  })
  const url = await server.listen()
  const roles = { gateway: config.roles.has('gateway'), worker: config.roles.has('worker') }
  for (const { company } of served) await company.start(roles)
  for (const one of watchdogs) one.start()

  return {
    url,
    async reload() {
      for (const { company } of served) await company.reload()
    },
    async stop() {
      await server.close()
      for (const one of watchdogs) one.stop()
      await guard?.stop()
      await Promise.all(served.map(({ company }) => company.stop()))
      for (const { release } of served) release?.()
    },
  }
}

function watch(company: Company, { clock, log, metrics }: SharedParts): Watchdog {
  const oldestMs = async () => (await readFigures(company)).oldestMs
  return new Watchdog({ queue: company.queue, clock, log, oldestMs, onRestart: () => metrics.restarts.inc() })
}

/** The company's own data with the platforms it uses. */
async function openOwn(shared: SharedParts, { adapters: load, several }: Overrides): Promise<Served> {
  const { config, clock, random, log } = shared
  const release = several ? null : lockForServing(config.database)
  const data = openOwnData(config, clock)
  const { database } = data
  const seen = lastSeenFile(config.home)
  const aliveAt = seen.read()
  let adapters: readonly Adapter[] = []
  const ask = () => Promise.allSettled(adapters.map((adapter) => adapter.check?.(config.locale)))
  const guard = new ClockGuard({ clock, database, log, ask, keep: (now) => seen.write(now) })
  const { publicUrl } = config
  const parts = { workspace: WORKSPACE, database, clock, random, log, publicUrl, onServerDate: guard.heard }
  adapters = load ? await load(parts) : await loadAdapters(config.platforms, parts)
  const maySend = () => guard.trusted()
  const company = await openCompany(shared, data, {
    queue: 'company',
    alone: release !== null,
    lagMs: shared.patience.lagMs,
    adapters,
    maySend,
    aliveAt,
  })
  await guard.start()
  return { company, release, guard }
}

/** The sample company with the simulator. */
async function openSample(shared: SharedParts) {
  const { config, random, log } = shared
  const release = lockForServing(simulatorDatabase(config.database))
  const data = openSampleData(config, shared.clock)
  const { database, clock, programs } = data
  const simulator = new Simulator(`${config.home}/simulator`, clock, random, log)
  const company = await openCompany(shared, data, {
    queue: 'simulator',
    alone: release !== null,
    // The simulator is in this process: it did it, or was ended as well.
    lagMs: 0,
    adapters: [simulator],
    // Its time is moved on purpose, and nobody real is written to.
    maySend: () => true,
    firstDay: (stores) => seedSampleCompany(stores, dateAt(clock.now(), programs.current().company.timeZone)),
  })
  const world = simulatorWorld({ simulator, clock, database, programs: programs.current, bot: company.bot })
  const pages = simulatorRoutes({
    world,
    companyName: () => programs.current().company.name,
    host: config.host,
    publicUrl: config.publicUrl,
  })
  return { company, release, pages }
}

interface Opening {
  /** Name of its queue. */
  readonly queue: string
  /** Whether this process alone has the data. */
  readonly alone: boolean
  /** How long its platforms may still do what was asked of them before. */
  readonly lagMs: number
  readonly adapters: CompanyParts['adapters']
  readonly maySend: CompanyParts['maySend']
  /** When this installation was last alive, as far as it knows without the data. */
  readonly aliveAt?: number | null
  /** Done before anything else, every time: it looks itself whether it was done. */
  readonly firstDay?: (stores: Stores) => Promise<unknown>
}

/** Brings the data up to date and puts a company with its bot on it. */
async function openCompany(shared: SharedParts, data: CompanyData, opening: Opening): Promise<Company> {
  const { config, log, leaseMs } = shared
  const { database, clock } = data
  const { alone, adapters, maySend } = opening
  await databaseAnswers(database, log, shared.giveUp)
  const vault = await database.alone(async () => {
    await migrateWithBackup(database, `${config.home}/backups`, clock)
    await checkKeys(database, config.keys)
    return openVault(config.keys, opening.queue, shared.random, () => clock.now())
  })
  await database.transaction(async (stores) => {
    await opening.firstDay?.(stores)
    // Whoever held claims is gone: the data is ours alone.
    if (alone) await stores.outbox.endClaims(opening.lagMs)
    await noticeOldData(stores, opening.aliveAt ?? null, clock.now())
    await doubtRestored(stores, log)
  })
  const queue =
    config.redis === null
      ? new LocalDriver(clock, log)
      : new BullmqDriver({ url: config.redis, name: opening.queue, clock, log, mayUse: redisJudge(config, log) })
  const leases = { leases: leaseMs === undefined ? {} : { forMs: leaseMs } }
  const { publicUrl } = config
  return new Company({
    ...shared,
    ...data,
    adapters,
    vault,
    upkeep: [expireKeyCopiesJob(keyCopies(config), clock)],
    queue,
    ...(!alone && leases),
    maySend,
    publicUrl,
  })
}
