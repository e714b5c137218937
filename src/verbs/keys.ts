import { existsSync, readdirSync } from 'node:fs'
import { HearbackError } from '#core'
import { COPY_DAYS, openVault } from '#vault'
import { adoptKeys } from '../check-keys.ts'
import { openCompanyData } from '../company-data.ts'
import type { Config } from '../config.ts'
import { copyKeysFolder, keyCopies } from '../key-copies.ts'
import { systemClock } from '../system-clock.ts'
import { print, type Verb } from './verb.ts'

const USAGE = 'keys | keys backup DIR | keys restore DIR | keys adopt'

export const keys: Verb = {
  usage: USAGE,
  about: `Tells where the keys are, copies them, puts a copy back. A copy opens nothing after ${COPY_DAYS} days.`,

  async run(config, [what, folder]) {
    if (what === undefined) return tell(config)
    if (what === 'adopt') return adopt(config)
    if (what === 'backup' && folder) return copyTo(config, folder)
    if (what === 'restore' && folder) return putBack(config, folder)
    throw new HearbackError('usage', `Usage: ${USAGE}`)
  },
}

function tell(config: Config): number {
  const files = existsSync(config.keys) ? readdirSync(config.keys) : []
  print(`${config.keys}: ${files.length === 0 ? 'no keys yet; "serve" makes them' : files.join(', ')}`)
  const newest = keyCopies(config).newest()
  print(
    newest === null
      ? `No copy of them can be put back. Make one every day ("keys backup DIR"): a copy opens nothing after ${COPY_DAYS} days.`
      : `The newest copy that can be put back was made on ${newest} (UTC).`,
  )
  return 0
}

async function copyTo(config: Config, folder: string): Promise<number> {
  if (!existsSync(config.keys)) throw new HearbackError('no-keys', `There are no keys in ${config.keys} yet.`)
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new HearbackError('backup-not-empty', `${folder} is not empty. Name a folder that does not exist yet.`)
  }
  const copies = keyCopies(config)
  copies.expire(systemClock.real())
  const expires = await copies.write(folder, systemClock.real())
  print(
    `Copied to ${folder}. From ${expires} (UTC) on it opens nothing. It can be put back only where ${copyKeysFolder(config)} still is: that folder is in no backup, on purpose.`,
  )
  return 0
}

async function putBack(config: Config, folder: string): Promise<number> {
  await keyCopies(config).restore(folder, systemClock.real())
  print(`The keys are back in ${config.keys}. Cases that came in after the copy was made cannot be opened with it.`)
  return 0
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
