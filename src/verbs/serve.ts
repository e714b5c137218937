import { setTimeout as wait } from 'node:timers/promises'
import { type Log, loggable } from '#core'
import { type App, type Overrides, startApp } from '../app.ts'
import type { Config } from '../config.ts'
import { DefinitionsError } from '../definitions/load-programs.ts'
import { giveBackMemory } from '../give-back-memory.ts'
import { createLog } from '../log.ts'
import { refuseDumps } from '../no-dumps.ts'
import { usesPlatform } from '../platform-settings.ts'
import { print, type Verb } from './verb.ts'

/** Within the ten seconds that container engines wait before they kill. */
const STOP_DEADLINE_MS = 9000
/** What a library has left behind after an orderly stop keeps the process no longer than this. */
const LINGER_MS = 500
/** When the first reminders are out and the machine has nothing better to do. */
const GIVE_BACK_AFTER_MS = 2000

export const serve: Verb = {
  usage: 'serve',
  about: {
    'zh-CN': '运行机器人（不写命令时就是它）。',
    en: 'Runs the bot (the default).',
  },
  run: (config) => serveUntilStopped(config),
}

/** Runs until a signal asks it to stop; answers the exit code. */
export async function serveUntilStopped(config: Config, overrides: Overrides = {}): Promise<number> {
  const log = createLog(config.logLevel)
  // Whoever plays with the sample company may look into it.
  if (usesPlatform(config.platforms)) refuseDumps(config.nodeOptions)
  process.on('uncaughtException', (error) => {
    log.error('process.failed', loggable(error))
    process.exit(1)
  })
  // Signals may come before everything stands.
  const stopping = new AbortController()
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  stopping.signal.addEventListener('abort', () => end())
  process.once('SIGTERM', () => stopping.abort())
  process.once('SIGINT', () => stopping.abort())
  const starting = startApp(config, { log, ...overrides }, stopping.signal)
  process.on(
    'SIGHUP',
    () =>
      void starting.then(
        (app) => reload(app, log),
        () => {},
      ),
  )
  const app = await starting.catch((error: unknown) => {
    if (stopping.signal.aborted && error instanceof Error && error.name === 'AbortError') return null
    throw error
  })
  if (!app) return 0
  print(config.locale === 'zh-CN' ? `回音已启动：${app.url}` : `Hearback is at ${app.url}`)
  setTimeout(giveBackMemory, GIVE_BACK_AFTER_MS).unref()
  await ended
  return stopInTime(app, log)
}

/** Past the deadline the process ends all the same: what it had in hand is found again by whoever comes next. */
async function stopInTime(app: App, log: Log): Promise<number> {
  const stopped = app.stop().then(() => true)
  if (await Promise.race([stopped, wait(STOP_DEADLINE_MS, false, { ref: false })])) {
    // BullMQ goes on renewing its locks where Redis is away.
    setTimeout(() => process.exit(0), LINGER_MS).unref()
    return 0
  }
  log.warn('stop.late')
  process.exit(1)
}

async function reload(app: App, log: Log): Promise<void> {
  try {
    await app.reload()
    log.info('definitions.reloaded')
  } catch (error) {
    log.error('definitions.refused', { code: loggable(error).code })
    if (error instanceof DefinitionsError) process.stderr.write(`${error.message}\n`)
  }
}
