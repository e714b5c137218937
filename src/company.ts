import { type Adapter, type Clock, createOwe, type Log, loggable, type PictureCleaner, type Random } from '#core'
import { COPY_MARK, type Database, type Stores } from '#db'
import { doubtUntil } from '#domain'
import {
  type DirectoryParts,
  errandsJob,
  type Job,
  type Patience,
  pruning,
  type QueueDriver,
  readAnew,
  sentMessages,
  syncDirectoryJob,
} from '#jobs'
import type { Vault } from '#vault'
import { Addresses } from './addresses.ts'
import { Bot, type BotRoles } from './bot.ts'
import { composeFlows, type Flows } from './flows.ts'
import type { Metrics } from './metrics.ts'
import type { ProgramsHolder } from './programs-holder.ts'
import { sendingPlanner } from './sending-planner.ts'
import { SetupWatch } from './setup-watch.ts'

export interface CompanyParts {
  readonly database: Database
  readonly programs: ProgramsHolder
  readonly adapters: readonly Adapter[]
  readonly queue: QueueDriver
  readonly vault: Vault
  readonly cleaner: PictureCleaner
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly metrics: Metrics
  readonly patience?: Patience
  /** False while this process must not send. */
  readonly maySend: () => boolean
  /** How processes agree on what only one of them may have; absent in a process that has everything to itself. */
  readonly leases?: { readonly forMs?: number }
  /** Work of the installation, beside the company's. */
  readonly upkeep?: readonly Job[]
  /** Where people reach the pages; null where they cannot. */
  readonly publicUrl: string | null
}

const STOP_DEADLINE_MS = 6000
const PLANNED = 'planned-fingerprint'

/** A company with its bot: the real one, or the simulator's. */
export class Company {
  readonly database: Database
  readonly queue: QueueDriver
  readonly bot: Bot
  readonly programs: ProgramsHolder
  readonly #flows: Flows
  readonly clock: Clock
  readonly #log: Log
  readonly #addresses: Addresses
  readonly #setup: SetupWatch
  readonly #shared: boolean
  readonly #random: Random
  /** Platforms whose directories are read. */
  readonly #directories: readonly string[]
  #planning: Promise<void> = Promise.resolve()

  constructor(parts: CompanyParts) {
    const { database, programs, adapters, queue, vault, clock, random } = parts
    this.database = database
    this.queue = queue
    this.programs = programs
    this.clock = clock
    this.#log = parts.log
    this.#shared = parts.leases !== undefined
    this.#setup = new SetupWatch({ database, programs, log: parts.log, onChange: () => this.#setupChanged() })
    const addresses = new Addresses({
      adapters,
      programs: programs.current,
      openAddress: (sealed) => vault.addresses.open(sealed),
      openSigner: (key, sealed) => (vault.cases.opensKey(key) ? vault.cases.open(key, sealed) : null),
    })
    this.#addresses = addresses
    const owe = createOwe(addresses, random, ({ settings }: Stores) => doubtUntil(settings))
    const planner = sendingPlanner(addresses, adapters)
    const listed = adapters.flatMap((adapter) => (adapter.directory ? [{ adapter, directory: adapter.directory }] : []))
    const directories = listed.map(({ adapter }) => adapter.platform)
    this.#random = random
    this.#directories = directories
    const shared = {
      ...parts,
      programs: programs.current,
      owe,
      planner,
      sent: sentMessages<Stores>(parts),
      directories,
      addresses,
      wake: () => this.bot.wake(),
    }
    this.#flows = composeFlows({ ...shared, setupChanged: () => this.#setup.mark() })
    const timeZone = () => programs.current().company.timeZone
    const { planChanged, askKeepers } = this.#flows
    const askFor = (stores: Stores, waiting: number) => askKeepers(stores, clock.now(), waiting)
    const sync: DirectoryParts<Stores> = { ...shared, timeZone, touched: planChanged, askFor }
    this.bot = new Bot({
      ...shared,
      ...this.#flows,
      afterInbound: () => this.#setup.afterInbound(),
      sheets: vault.sheets,
      work: [pruning(timeZone)],
      jobs: [
        ...listed.map(({ adapter, directory }) => syncDirectoryJob(sync, adapter, directory)),
        errandsJob(parts),
        ...(parts.upkeep ?? []),
      ],
    })
  }

  async start(roles: BotRoles): Promise<void> {
    await this.#setup.look()
    await this.#planning
    await this.#putInForce()
    await this.#readdress()
    if (this.#shared) this.#setup.follow()
    // From here on the data is lived in: it may not be copied over any more.
    await this.database.transaction(async ({ settings }) => {
      await settings.remove(COPY_MARK)
      // What a platform has told while nobody listened is lost.
      for (const platform of this.#directories) await readAnew(settings, this.#random, platform, 'all')
    })
    await this.bot.start(roles)
  }

  /** Reads the definitions again. @throws DefinitionsError, with the old ones still in force */
  async reload(): Promise<void> {
    await this.programs.reload(() => this.#putInForce())
    await this.#readdress()
    this.bot.wake()
  }

  async stop(): Promise<void> {
    this.#setup.stop()
    await this.#planning
    await this.bot.stop(STOP_DEADLINE_MS)
    await this.database.close()
  }

  /** Channels get what they are owed at once; dates are brought in line meanwhile. */
  async #setupChanged(): Promise<void> {
    await this.#readdress()
    this.bot.wake()
    this.#planning = this.#planning
      .then(() => this.#putInForce())
      .catch((error: unknown) => this.#log.error('planning.failed', loggable(error)))
  }

  async #readdress(): Promise<void> {
    await this.database.transaction((stores) => this.#addresses.readdress(stores, this.clock.now()))
  }

  /** Pins the forms and brings the dates in line, where a definition has changed since the last time. */
  async #putInForce(): Promise<void> {
    const putInForce = async (stores: Stores) => {
      const { forms, fingerprint } = this.programs.current()
      for (const { form, content } of forms.values()) await stores.forms.pin(content, JSON.stringify(form))
      if ((await stores.settings.get(PLANNED)) === fingerprint) return false
      await this.#flows.planAll(stores, this.clock.now())
      await stores.settings.set(PLANNED, fingerprint)
      return true
    }
    // Several processes may have noticed at the same time.
    const planned = await this.database.alone(() => this.database.transaction(putInForce))
    // The planner must not go on with what it knew of tables that were empty.
    if (planned) await this.database.analyze()
  }
}
