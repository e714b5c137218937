import { type Log, loggable } from '#core'
import { type App, startApp } from '../app.ts'
import { DefinitionsError } from '../definitions/load-programs.ts'
import { giveBackMemory } from '../give-back-memory.ts'
import { createLog } from '../log.ts'
import { print, type Verb } from './verb.ts'

/** When the first reminders are out and the machine has nothing better to do. */
const GIVE_BACK_AFTER_MS = 2000

export const serve: Verb = {
  usage: 'serve',
  about: 'Runs the bot (the default).',

  async run(config) {
    const log = createLog(config.logLevel)
    process.on('uncaughtException', (error) => {
      log.error('process.failed', loggable(error))
      process.exit(1)
    })
    // Signals may come before everything stands.
    const { promise: ended, resolve: end } = Promise.withResolvers<void>()
    process.once('SIGTERM', () => end())
    process.once('SIGINT', () => end())
    const starting = startApp(config, { log })
    process.on(
      'SIGHUP',
      () =>
        void starting.then(
          (app) => reload(app, log),
          () => {},
        ),
    )
    const app = await starting
    print(`Hearback is at ${app.url}`)
    setTimeout(giveBackMemory, GIVE_BACK_AFTER_MS).unref()
    await ended
    await app.stop()
    return 0
  },
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
