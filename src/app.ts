import { MovableClock, Simulator } from '#adapters/simulator'
import type { Adapter, Clock, Log, Random } from '#core'
import { type Database, openDatabase } from '#db'
import { dateAt } from '#domain'
import { BullmqDriver, LocalDriver, type QueueDriver } from '#jobs'
import { openVault, systemRandom, type Vault } from '#vault'
import { simulatorRoutes } from '#web'
import { checkKeys } from './check-keys.ts'
import { checkRedis } from './check-redis.ts'
import { Company } from './company.ts'
import type { Config } from './config.ts'
import { SHIPPED_DEFINITIONS } from './flows.ts'
import { HttpServer } from './http.ts'
import { createLog } from './log.ts'
import { Metrics } from './metrics.ts'
import { migrateWithBackup } from './migrate-with-backup.ts'
import { ProgramsHolder } from './programs-holder.ts'
import { SAMPLE_FOLDER, sampleStart, seedSampleCompany } from './sample-company.ts'
import { lockForServing } from './serve-lock.ts'
import { simulatorDatabase } from './simulator-database.ts'
import { simulatorWorld } from './simulator-world.ts'
import { systemClock } from './system-clock.ts'

/** Parts a test may swap for its own. */
export interface Overrides {
  readonly clock?: Clock
  readonly random?: Random
  readonly log?: Log
}

/** The running program. */
export interface App {
  /** Where it answers. */
  readonly url: string
  /** Reads the definitions again. @throws DefinitionsError, with the old ones still in force */
  reload(): Promise<void>
  stop(): Promise<void>
}

/** What a verb needs of a company: its database, its clock, its definitions. */
export interface CompanyData {
  readonly database: Database
  readonly clock: MovableClock
  readonly programs: ProgramsHolder
}

/** Opens the data of the simulated company. */
export function openCompanyData(config: Config, clock: Clock = systemClock): CompanyData {
  const folders = [...SHIPPED_DEFINITIONS, SAMPLE_FOLDER, ...(config.programs === null ? [] : [config.programs])]
  return {
    database: openDatabase(simulatorDatabase(config.database), { realNow: () => clock.real() }),
    clock: new MovableClock(clock, `${config.home}/simulator`, sampleStart),
    programs: new ProgramsHolder(folders, config.locale),
  }
}

/** Puts the program together and starts it. This file and `flows.ts` are the only ones that name concrete parts. */
export async function startApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const log = overrides.log ?? createLog(config.logLevel)
  const random = overrides.random ?? systemRandom
  const metrics = new Metrics()
  await checkRedis(config, log)
  const release = lockForServing(simulatorDatabase(config.database))
  const { database, clock, programs } = openCompanyData(config, overrides.clock)
  await migrateWithBackup(database, `${config.home}/backups`, clock)
  await checkKeys(database, config.keys)
  const vault = await openVault(config.keys)
  const simulator = new Simulator(`${config.home}/simulator`, clock, random, log)
  await database.transaction(async (stores) => {
    await seedSampleCompany(stores, dateAt(clock.now(), programs.current().company.timeZone))
    // Whoever held claims is gone: the lock is ours.
    if (release) await stores.outbox.dropClaims()
  })
  const company = createCompany({
    config,
    database,
    clock,
    programs,
    adapters: [simulator],
    vault,
    random,
    log,
    metrics,
  })

  const world = simulatorWorld({ simulator, clock, database, programs: programs.current, bot: company.bot })
  const pages = simulatorRoutes({
    world,
    companyName: () => programs.current().company.name,
    host: config.host,
    publicUrl: config.publicUrl,
  })
  const server = new HttpServer({ config, company, metrics, log, simulator: pages })
  const url = await server.listen()
  await company.start({ gateway: true, worker: true })

  return {
    url,
    reload: () => company.reload(),
    async stop() {
      await server.close()
      await company.stop()
      release?.()
    },
  }
}

function createCompany(parts: {
  config: Config
  database: Database
  clock: Clock
  programs: ProgramsHolder
  adapters: readonly Adapter[]
  vault: Vault
  random: Random
  log: Log
  metrics: Metrics
}): Company {
  const { config, clock, log } = parts
  const queue: QueueDriver =
    config.redis === null
      ? new LocalDriver(clock, log)
      : new BullmqDriver({ url: config.redis, name: 'simulator', clock, log })
  return new Company({ ...parts, queue, maySend: () => true, publicUrl: config.publicUrl })
}
