import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Adapter, Clock, Log, OnServerDate } from '#core'
import { openDatabase } from '#db'
import { newPerson } from '#domain'
import { startApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { systemClock } from '../../src/system-clock.ts'
import { importVerb } from '../../src/verbs/import.ts'
import { PlayedAdapter } from './played-adapter.ts'
import { scratchFolder } from './scratch.ts'

/** Tuesday, 10:00 in Shanghai. */
const START = Date.parse('2026-03-10T10:00:00+08:00')

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** The settings of a platform, so that the program serves the company's own data. */
export const PLATFORM_ENV = { SLACK_BOT_TOKEN: 'xoxb-test', SLACK_APP_TOKEN: 'xapp-test' }

/** A real company on a platform that the test plays, in this process, ended with the test. */
export async function startCompany(
  options: {
    home?: string
    env?: Readonly<Record<string, string>>
    clock?: Clock
    log?: Log
    /** On the staff list before the program starts. */
    people?: readonly Employee[]
    /** One that has lived before. */
    platform?: PlayedAdapter
    /** Platforms beside it. */
    others?: readonly Adapter[]
  } = {},
) {
  const { home = scratchFolder(), env = {}, platform = new PlayedAdapter() } = options
  const config = readConfig({ HEARBACK_HOME: home, PORT: '0', HEARBACK_LOG_LEVEL: 'silent', ...PLATFORM_ENV, ...env })
  const began = systemClock.real()
  const now = () => START + (systemClock.real() - began)
  const { clock = { ...systemClock, now, real: now }, log = silent } = options
  await employ(config, options.people ?? [])
  let onServerDate: OnServerDate = () => {}
  const adapters = async (parts: { onServerDate: OnServerDate }) => {
    onServerDate = parts.onServerDate
    return [platform, ...(options.others ?? [])]
  }
  const app = await startApp(config, { log, clock, adapters })
  let running = true
  const stop = async () => {
    if (running) await app.stop()
    running = false
  }
  onTestFinished(stop)
  /** The platform's answers say that it is as late as this machine believes. */
  const confirmTime = () => {
    onServerDate(clock.real())
    onServerDate(clock.real())
  }
  return { app, config, home, platform, stop, confirmTime }
}

/** Imports a staff list, as the verb does beside a running server. */
export async function importPeople(config: ReturnType<typeof readConfig>, rows: readonly string[]): Promise<number> {
  const file = join(scratchFolder(), 'people.csv')
  writeFileSync(file, `${rows.join('\n')}\n`)
  return importVerb.run(config, ['people', file])
}

export interface Employee {
  readonly id: string
  readonly name: string
  readonly joinedOn: string
  /** User id on the platform. */
  readonly account: string
}

async function employ(config: ReturnType<typeof readConfig>, people: readonly Employee[]): Promise<void> {
  if (people.length === 0) return
  const database = openDatabase(config.database)
  await database.migrate()
  await database.transaction(async (stores) => {
    await stores.people.put(
      people.map(({ id, name, joinedOn }) => newPerson({ id, name, joinedOn, department: '销售部' })),
    )
    const at = { platform: 'slack', workspace: 'company' }
    await stores.people.link(people.map((one) => ({ ...at, userId: one.account, personId: one.id })))
  })
  await database.close()
}
