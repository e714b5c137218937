import { HearbackError } from '#core'
import { CLOCK_CONFIRMED, CLOCK_LAST_SEEN } from '#domain'
import { openCompanyData } from '../company-data.ts'
import { print, type Verb } from './verb.ts'

export const clock: Verb = {
  usage: 'clock | clock confirm',
  about: 'Tells what time this machine shows; confirm: that it is right, when the server does not trust it.',

  async run(config, [what]) {
    if (what !== undefined && what !== 'confirm') throw new HearbackError('usage', 'Usage: clock, or clock confirm')
    const { database, clock: now } = openCompanyData(config)
    try {
      const shown = now.real()
      if (what === 'confirm') {
        await database.transaction(({ settings }) => settings.set(CLOCK_CONFIRMED, String(shown)))
        print(`Confirmed: it is ${new Date(shown).toISOString()}. A running server goes on within seconds.`)
        return 0
      }
      const lastSeen = await database.transaction(({ settings }) => settings.get(CLOCK_LAST_SEEN))
      print(`This machine shows ${new Date(shown).toISOString()}.`)
      if (lastSeen !== null) print(`The server trusted ${new Date(Number(lastSeen)).toISOString()} last.`)
      return 0
    } finally {
      await database.close()
    }
  },
}
