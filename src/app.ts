import { fileURLToPath } from 'node:url'
import { MovableClock, Simulator } from '#adapters/simulator'
import type { Clock, Flow, Log, Random } from '#core'
import { type Database, openDatabase, type Stores } from '#db'
import { dateAt, PinnedForms } from '#domain'
import { createFollowUp, planAll, planChanged } from '#flows/follow-up'
import { createHelp } from '#flows/help'
import { createAuthor, createDesk } from '#flows/speak-up'
import { createSurvey, sendForm } from '#flows/survey'
import { LocalDriver, pruning } from '#jobs'
import { digest, openVault, systemRandom } from '#vault'
import { simulatorRoutes } from '#web'
import { Bot } from './bot.ts'
import type { Config } from './config.ts'
import { HttpServer } from './http.ts'
import { createLog } from './log.ts'
import { Metrics } from './metrics.ts'
import { migrateWithBackup } from './migrate-with-backup.ts'
import { ProgramsHolder } from './programs-holder.ts'
import { SAMPLE_FOLDER, sampleStart, seedSampleCompany } from './sample-company.ts'
import { lockForServing } from './serve-lock.ts'
import { simulatorWorld } from './simulator-world.ts'
import { systemClock } from './system-clock.ts'

/** Parts a test may swap for its own. */
export interface Overrides {
  readonly clock?: Clock
  readonly random?: Random
  readonly log?: Log
}

/** The shipped definitions, one folder per flow. */
export const SHIPPED_DEFINITIONS = ['speak-up', 'survey', 'follow-up'].map((flow) =>
  fileURLToPath(new URL(`../flows/${flow}/definitions`, import.meta.url)),
)

const STOP_DEADLINE_MS = 10_000
const PLANNED = 'planned-fingerprint'

/** The running program. */
export interface App {
  /** Where it answers. */
  readonly url: string
  /** Reads the definitions again. @throws DefinitionsError, with the old ones still in force */
  reload(): Promise<void>
  stop(): Promise<void>
}

/** The data of the simulator's sample company never lies in the company's own database. */
export function simulatorDatabase(url: string): string {
  return url.replace(/(\.[^./]+)?$/, (extension) => `-simulator${extension}`)
}

export interface Company {
  readonly database: Database
  readonly clock: MovableClock
  readonly simulator: Simulator
  readonly programs: ProgramsHolder
}

/** What every verb needs of the simulated company: its database, its clock, its definitions. */
export async function openCompany(config: Config, { clock, random }: Overrides = {}): Promise<Company> {
  const folder = `${config.home}/simulator`
  const movable = new MovableClock(clock ?? systemClock, folder, sampleStart)
  const database = openDatabase(simulatorDatabase(config.database))
  const folders = [...SHIPPED_DEFINITIONS, SAMPLE_FOLDER, ...(config.programs === null ? [] : [config.programs])]
  return {
    database,
    clock: movable,
    simulator: new Simulator(folder, movable, random ?? systemRandom),
    programs: new ProgramsHolder(folders, config.locale),
  }
}

/** Puts the program together and starts it. The only place that names concrete parts. */
export async function startApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const log = overrides.log ?? createLog(config.logLevel)
  const random = overrides.random ?? systemRandom
  const release = lockForServing(simulatorDatabase(config.database).slice('sqlite:'.length))
  const { database, clock, simulator, programs } = await openCompany(config, overrides)
  await migrateWithBackup(database, `${config.home}/backups`, clock)
  const vault = await openVault(config.keys)
  const metrics = new Metrics()
  const queue = new LocalDriver(clock, log)

  const speakUp = {
    database,
    programs: programs.current,
    clock,
    random,
    sheets: vault.sheets,
    vault,
    digest,
    wake: () => queue.wake(),
  }
  const author = createAuthor(speakUp)
  const pinned = new PinnedForms()
  const survey = { programs: programs.current, pinned, digest }
  const followUp = {
    programs: programs.current,
    pinned,
    random,
    sendForm: sendForm.bind(null, survey),
  }
  const flows: Flow<Stores>[] = [createSurvey(survey), createFollowUp(followUp), createDesk(speakUp)]
  const fallback = createHelp({ flows: () => flows, anonymous: author })
  const bot = new Bot({
    database,
    adapters: [simulator],
    programs: programs.current,
    flows,
    fallback,
    anonymous: author,
    sheets: vault.sheets,
    openAddress: (sealed) => vault.addresses.open(sealed),
    clock,
    random,
    log,
    metrics,
    queue,
    work: [pruning(() => programs.current().company.timeZone)],
  })

  /** Pins the forms and brings the dates in line, where a definition has changed since the last time. */
  const putInForce = () =>
    database.transaction(async (stores) => {
      const { forms, fingerprint } = programs.current()
      for (const { form, content } of forms.values()) await stores.forms.pin(content, JSON.stringify(form))
      if ((await stores.settings.get(PLANNED)) === fingerprint) return
      await planAll(followUp, stores, clock.now())
      await stores.settings.set(PLANNED, fingerprint)
    })

  await database.transaction(async (stores) => {
    const today = dateAt(clock.now(), programs.current().company.timeZone)
    await seedSampleCompany(stores, today)
    // Whoever held claims is gone: the lock is ours.
    await stores.outbox.dropClaims()
  })
  await putInForce()

  const world = simulatorWorld({ simulator, clock, database, programs: programs.current, bot })
  const pages = simulatorRoutes({
    world,
    companyName: () => programs.current().company.name,
    host: config.host,
    publicUrl: config.publicUrl,
  })
  const server = new HttpServer({ config, database, queue, metrics, log, simulator: pages })
  const url = await server.listen()
  await bot.start()

  return {
    url,
    async reload() {
      programs.reload()
      await putInForce()
      queue.wake()
    },
    async stop() {
      await server.close()
      await bot.stop(STOP_DEADLINE_MS)
      await database.close()
      release()
    },
  }
}

/** Plans dates for those an import touched. Forms that go out are sent by the running server, not by a verb. */
export function planner({ programs }: Company) {
  const parts = {
    programs: programs.current,
    pinned: new PinnedForms(),
    random: systemRandom,
    sendForm: async () => [],
  }
  return (stores: Stores, touched: readonly string[], now: number) => planChanged(parts, stores, touched, now)
}
