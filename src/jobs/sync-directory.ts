import type { Adapter, Clock, CoreStores, Directory, DirectoryPerson, Log, Owe, Random, Say, Transactor } from '#core'
import { loggable } from '#core'
import { type DomainStores, dateAt, matchDirectory, personRef } from '#domain'
import {
  type ChangedAccount,
  changedAccounts,
  readAnew,
  tellsOfChanges,
  unreadSetting,
  wasRead,
} from './directory-changes.ts'
import { Failures } from './failures.ts'
import { countGone, forgetGone, goneToday } from './gone-today.ts'
import type { Job } from './job.ts'

type Stores = CoreStores & DomainStores

const HOUR_MS = 3_600_000
/** How often a directory is read whole where its platform tells of changes: what it tells may get lost. */
const TOLD_EVERY_MS = 24 * HOUR_MS
/** … and where it tells of none. */
const UNTOLD_EVERY_MS = HOUR_MS
/** Asked for sooner it is read whole again only after so long, so that a hundred renamed departments are one reading. */
const AGAIN_MS = HOUR_MS / 4
/** Accounts read and taken over together, so that many who leave are seen to be many; with more the whole is no more work. */
const MOST_ACCOUNTS = 200

const WHOLE = 'whole'
const ACCOUNTS = 'accounts'

export interface DirectoryParts<S extends Stores> {
  readonly database: Transactor<S>
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly owe: Owe<S>
  readonly timeZone: () => string
  /** Plans dates for those who came, changed or left. */
  readonly touched: (stores: S, refs: readonly string[], now: number) => Promise<void>
  /** What is said to those who keep the staff list, when accounts wait for their word. */
  readonly askFor: (stores: S, waiting: number) => Promise<readonly Say[]>
}

/** When the directory of a platform was last read whole. */
export function syncedSetting(platform: string): string {
  return `directory-synced:${platform}`
}

/** So many people have gone from a directory that nothing was done about it; somebody has to confirm it. */
export function withheldSetting(platform: string): string {
  return `directory-withheld:${platform}`
}

export const CONFIRMED = 'confirmed'

/** What was read: accounts by themselves, or everything, with what had been said of it until then. */
interface Reading {
  readonly entries: readonly DirectoryPerson[]
  /** Accounts that were read by themselves, and are not there. */
  readonly gone: readonly string[]
  readonly accounts: readonly ChangedAccount[]
  /** Null where accounts were read by themselves. */
  readonly whole: { readonly unread: string | null } | null
}

/** Brings the staff list in line with a platform's directory: what it says has changed at once, the whole from time to time. */
export function syncDirectoryJob<S extends Stores>(
  parts: DirectoryParts<S>,
  { platform, workspace }: Adapter,
  directory: Directory,
): Job {
  const { database, clock, log } = parts
  const place = { platform, workspace }
  const failures = new Failures(clock)
  return {
    name: `directory ${platform}`,
    due: () =>
      database.transaction(async ({ settings }) => {
        const accounts = await changedAccounts(settings, platform)
        if (await isWholeDue(settings, accounts.length)) return [WHOLE]
        return accounts.some(({ userId }) => failures.isFree(userId)) ? [ACCOUNTS] : []
      }),
    next: async () => null,
    failing: () => failures.size,
    run: (keys) => (keys.includes(WHOLE) ? readWhole() : readAccounts()),
  }

  async function isWholeDue(settings: S['settings'], accounts: number): Promise<boolean> {
    const last = await settings.get(syncedSetting(platform))
    if (last === null || (await settings.get(withheldSetting(platform))) === CONFIRMED) return true
    const now = clock.now()
    const since = now - Number(last)
    const everyMs = (await tellsOfChanges(settings, platform, now)) ? TOLD_EVERY_MS : UNTOLD_EVERY_MS
    if (since >= everyMs) return true
    const asked = accounts > MOST_ACCOUNTS || (await settings.get(unreadSetting(platform))) !== null
    return asked && since >= AGAIN_MS
  }

  async function readWhole(): Promise<void> {
    const said = await database.transaction(async ({ settings }) => ({
      accounts: await changedAccounts(settings, platform),
      whole: { unread: await settings.get(unreadSetting(platform)) },
    }))
    const entries: DirectoryPerson[] = []
    for await (const page of directory.people()) entries.push(...page)
    const withheld = await database.transaction((stores) => apply(stores, { ...said, entries, gone: [] }))
    if (withheld > 0) log.warn('directory.withheld', { platform, count: withheld })
    for (const { userId } of said.accounts) failures.clear(userId)
    log.info('directory.synced', { platform, count: entries.length })
  }

  /** An account that cannot be read holds up no other. */
  async function readAccounts(): Promise<void> {
    const said = await database.transaction(({ settings }) => changedAccounts(settings, platform))
    const accounts: ChangedAccount[] = []
    const entries: DirectoryPerson[] = []
    const gone: string[] = []
    let failed: unknown = null
    for (const account of said.filter(({ userId }) => failures.isFree(userId)).slice(0, MOST_ACCOUNTS)) {
      try {
        const entry = await directory.person(account.userId)
        // Under the id that the directory itself writes.
        if (entry) entries.push(entry)
        else gone.push(account.userId)
        accounts.push(account)
        failures.clear(account.userId)
      } catch (error) {
        failed = error
        failures.add(account.userId)
        log.warn('directory.account-failed', { platform, ...loggable(error) })
      }
    }
    if (accounts.length === 0) {
      if (failed !== null) throw failed
      return
    }
    await database.transaction((stores) => apply(stores, { entries, gone, accounts, whole: null }))
    log.info('directory.changed', { platform, count: accounts.length })
  }

  /** Answers how many leavers were withheld. */
  async function apply(stores: S, { entries, gone, accounts, whole }: Reading): Promise<number> {
    const now = clock.now()
    const { people, directory: known, settings } = stores
    const before = (await known.waiting()).length
    const withheld = await settings.get(withheldSetting(platform))
    const confirmed = whole !== null && withheld === CONFIRMED
    // Beside those whom the whole has withheld nobody slips through by themselves.
    const waitingForWord = whole === null && withheld !== CONFIRMED ? Number(withheld) : 0
    const match = matchDirectory({
      place,
      entries,
      read: whole ? null : [...gone, ...entries.map(({ userId }) => userId)],
      people: await people.all(),
      accounts: await people.accounts(),
      known: await known.of(place),
      today: dateAt(now, parts.timeZone()),
      goneToday: (await goneToday(settings, platform, now)) + waitingForWord,
      confirmed,
    })
    await people.put(match.people)
    await people.link(match.link)
    await people.unlink(place, match.unlink)
    await known.remove(place, match.forget)
    await known.put(match.put)
    if (confirmed) await forgetGone(settings, platform)
    else await countGone(settings, platform, now, match.unlink.length)
    for (const account of accounts) await wasRead(settings, platform, account)
    if (whole) await readUp(settings, whole.unread, match.withheld, now)
    // Whether so many have really gone shows in the whole.
    else if (match.withheld > 0) await readAnew(settings, parts.random, platform, 'all')
    await parts.touched(stores, match.people.map(personRef), now)
    const waiting = (await known.waiting()).length
    const isNewlyWithheld = whole !== null && withheld === null && match.withheld > 0
    if (waiting > before || isNewlyWithheld) {
      await parts.owe(stores, await parts.askFor(stores, waiting + match.withheld), now)
    }
    return match.withheld
  }

  async function readUp(settings: S['settings'], unread: string | null, withheld: number, now: number): Promise<void> {
    if (withheld > 0) await settings.set(withheldSetting(platform), String(withheld))
    else await settings.remove(withheldSetting(platform))
    await settings.set(syncedSetting(platform), String(now))
    if (unread !== null) await settings.remove(unreadSetting(platform), unread)
  }
}
