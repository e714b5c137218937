import { type Account, normalise, type Transactor } from '#core'
import { readCode } from '#domain'
import type { SetupParts, Stores } from './parts.ts'
import { ADMIN_WORDS, notOnList } from './words.ts'

/**
 * What somebody who is not on the staff list is told when they send the first administrator's code: which line of the
 * list is theirs. Null for everything else. The code stays good, and nothing is written.
 */
export function createNewcomer(parts: SetupParts & { readonly database: Transactor<Stores> }) {
  return async (text: string, { platform, userId }: Account): Promise<string | null> => {
    const [word = '', ...rest] = normalise(text).split(' ')
    if (!ADMIN_WORDS.includes(word) || rest.length === 0) return null
    const hash = parts.digest(readCode(rest.join('')))
    const known = await parts.database.transaction(({ setup }) => setup.hasCode(hash, 'admin', parts.clock.real()))
    return known ? notOnList(platform, userId) : null
  }
}
