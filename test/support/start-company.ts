import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Log } from '#core'
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
export async function startCompany(options: { home?: string; env?: Readonly<Record<string, string>> } = {}) {
  const { home = scratchFolder(), env = {} } = options
  const config = readConfig({ HEARBACK_HOME: home, PORT: '0', HEARBACK_LOG_LEVEL: 'silent', ...PLATFORM_ENV, ...env })
  const began = systemClock.real()
  const now = () => START + (systemClock.real() - began)
  const clock = { ...systemClock, now, real: now }
  const platform = new PlayedAdapter()
  const app = await startApp(config, { log: silent, clock, adapters: async () => [platform] })
  let running = true
  const stop = async () => {
    if (running) await app.stop()
    running = false
  }
  onTestFinished(stop)
  return { app, config, home, platform, stop }
}

/** Imports a staff list, as the verb does beside a running server. */
export async function importPeople(config: ReturnType<typeof readConfig>, rows: readonly string[]): Promise<number> {
  const file = join(scratchFolder(), 'people.csv')
  writeFileSync(file, `${rows.join('\n')}\n`)
  return importVerb.run(config, ['people', file])
}
