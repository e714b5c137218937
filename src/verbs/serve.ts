import { loggable } from '#core'
import { startApp } from '../app.ts'
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
    const app = await startApp(config, { log })
    print(`Hearback is at ${app.url}`)
    setTimeout(giveBackMemory, GIVE_BACK_AFTER_MS).unref()

    process.on('SIGHUP', () => {
      app.reload().then(
        () => log.info('definitions.reloaded'),
        (error) => {
          log.error('definitions.refused', { code: loggable(error).code })
          if (error instanceof DefinitionsError) process.stderr.write(`${error.message}\n`)
        },
      )
    })
    const { promise, resolve } = Promise.withResolvers<void>()
    process.once('SIGTERM', () => resolve())
    process.once('SIGINT', () => resolve())
    await promise
    await app.stop()
    return 0
  },
}
