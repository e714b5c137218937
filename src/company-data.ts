import { MovableClock } from '#adapters/simulator'
import type { Clock } from '#core'
import { type Database, openDatabase } from '#db'
import type { Config } from './config.ts'
import { DEFAULT_COMPANY, SHIPPED_DEFINITIONS } from './flows.ts'
import type { AccountsOf } from './import/import-file.ts'
import { usesPlatform } from './platform-settings.ts'
import { WORKSPACE } from './platforms.ts'
import { ProgramsHolder } from './programs-holder.ts'
import { SAMPLE_FOLDER, sampleStart, simulatorAccounts } from './sample-company.ts'
import { simulatorDatabase } from './simulator-database.ts'
import { systemClock } from './system-clock.ts'

/** What a company is before it has a bot: its data, its clock, its definitions. */
export interface CompanyData {
  readonly database: Database
  readonly clock: Clock
  readonly programs: ProgramsHolder
  /** Which accounts a row of the staff list names. */
  readonly accountsOf: AccountsOf
}

/** Where the data lies that verbs work on: the company's own as soon as a platform is used, else the sample company's. */
export function dataUrl({ database, platforms }: Config): string {
  return usesPlatform(platforms) ? database : simulatorDatabase(database)
}

/** The time by which that data lives. */
export function companyClock(config: Config, clock: Clock = systemClock): Clock {
  return usesPlatform(config.platforms) ? clock : sampleClock(config, clock)
}

/** Opens the data that verbs work on. */
export function openCompanyData(config: Config, clock: Clock = systemClock): CompanyData {
  return usesPlatform(config.platforms) ? openOwnData(config, clock) : openSampleData(config, clock)
}

/** What administrators have said in the chat, laid over the definitions; nothing, where the data is not there yet. */
export async function layOver({ database, programs }: CompanyData): Promise<void> {
  if ((await database.pending()).length > 0) return
  programs.layOver(await database.transaction(({ setup }) => setup.current()))
}

/** The company's own data: empty at first. */
export function openOwnData(config: Config, clock: Clock): CompanyData {
  return {
    database: openDatabase(config.database, { realNow: () => clock.real() }),
    clock,
    programs: new ProgramsHolder([...SHIPPED_DEFINITIONS, DEFAULT_COMPANY, ...ownDefinitions(config)], config.locale),
    accountsOf: ({ person, accounts }) =>
      accounts.map((account) => ({ ...account, workspace: WORKSPACE, personId: person.id })),
  }
}

/** The data of the sample company, with a clock that can be moved. */
export function openSampleData(config: Config, clock: Clock): CompanyData & { readonly clock: MovableClock } {
  return {
    database: openDatabase(simulatorDatabase(config.database), { realNow: () => clock.real() }),
    clock: sampleClock(config, clock),
    programs: new ProgramsHolder([...SHIPPED_DEFINITIONS, SAMPLE_FOLDER, ...sampleDefinitions(config)], config.locale),
    accountsOf: simulatorAccounts,
  }
}

function sampleClock({ home }: Config, clock: Clock): MovableClock {
  return new MovableClock(clock, `${home}/simulator`, sampleStart)
}

function ownDefinitions({ programs }: Config): string[] {
  return programs === null ? [] : [programs]
}

/** Beside a real company the sample company keeps to itself: the people and channels of the real one are not there. */
function sampleDefinitions(config: Config): string[] {
  return usesPlatform(config.platforms) ? [] : ownDefinitions(config)
}
