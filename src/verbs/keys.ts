import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { HearbackError } from '#core'
import { openVault } from '#vault'
import { adoptKeys } from '../check-keys.ts'
import { openCompanyData } from '../company-data.ts'
import type { Config } from '../config.ts'
import { print, type Verb } from './verb.ts'

export const keys: Verb = {
  usage: 'keys | keys backup DIR | keys adopt',
  about: 'Tells where the keys are, or copies them. Whoever has keys and data can read cases.',

  async run(config, [what, folder]) {
    if (what === undefined) {
      const files = existsSync(config.keys) ? readdirSync(config.keys) : []
      print(`${config.keys}: ${files.length === 0 ? 'no keys yet; "serve" makes them' : files.join(', ')}`)
      return 0
    }
    if (what === 'adopt') return adopt(config)
    if (what !== 'backup' || !folder) throw new HearbackError('usage', 'Usage: keys, keys backup DIR, or keys adopt')
    if (!existsSync(config.keys)) throw new HearbackError('no-keys', `There are no keys in ${config.keys} yet.`)
    if (existsSync(folder) && readdirSync(folder).length > 0) {
      throw new HearbackError('backup-not-empty', `${folder} is not empty. Name a folder that does not exist yet.`)
    }
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    cpSync(config.keys, folder, { recursive: true })
    print(`Copied to ${folder}. Keep it apart from the backups of the data: together they open every case.`)
    return 0
  },
}

/** For lost keys: what was sealed with them stays closed, and work goes on. */
async function adopt(config: Config): Promise<number> {
  const { database } = openCompanyData(config)
  try {
    await openVault(config.keys)
    await adoptKeys(database, config.keys)
    print(`From now on ${config.keys} are the keys of this data. What was sealed with others stays closed.`)
    return 0
  } finally {
    await database.close()
  }
}
