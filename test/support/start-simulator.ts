import { onTestFinished } from 'vitest'
import type { Log } from '#core'
import { startApp } from '../../src/app.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { systemClock } from '../../src/system-clock.ts'
import { scratchFolder } from './scratch.ts'
import { SimulatorClient } from './simulator-client.ts'

/** Tuesday, 10:00 in Shanghai: an ordinary working day with ordinary weeks around it. */
const START = Date.parse('2026-03-10T10:00:00+08:00')

/** Longer than a busy machine takes to answer. */
const MOMENT_MS = 20_000

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

export interface StartOptions {
  readonly home?: string
  readonly programs?: string
  /** When the sample company's life begins, ms. */
  readonly start?: number
  readonly log?: Log
  /** How long a request may take to arrive. */
  readonly requestMs?: number
  /** More of the environment, e.g. another database. */
  readonly env?: Readonly<Record<string, string>>
}

/** The program with the simulator, in this process, ended with the test. */
export async function startSimulator({
  home = scratchFolder(),
  programs,
  start = START,
  log = silent,
  env = {},
  requestMs,
}: StartOptions = {}) {
  const config: Config = readConfig({
    HEARBACK_HOME: home,
    PORT: '0',
    HEARBACK_LOG_LEVEL: 'silent',
    ...(programs && { HEARBACK_PROGRAMS: programs }),
    ...env,
  })
  const began = systemClock.real()
  const clock = { ...systemClock, real: () => start + (systemClock.real() - began) }
  const app = await startApp(config, { log, clock, ...(requestMs !== undefined && { requestMs }) })
  let running = true
  const stop = async () => {
    if (running) await app.stop()
    running = false
  }
  onTestFinished(stop)
  const client = new SimulatorClient(app.url)
  // What is due on the first day is out before the test begins.
  const { now } = await client.clock()
  await client.moveTo(new Date(Date.parse(now) + MOMENT_MS).toISOString())
  return { app, config, home, client, stop }
}
