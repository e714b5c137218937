import type { Adapter, Clock, CoreStores, Directory, DirectoryPerson, Log, Owe, Say, Transactor } from '#core'
import { type DomainStores, dateAt, matchDirectory, personRef } from '#domain'
import type { Job } from './job.ts'

type Stores = CoreStores & DomainStores

const EVERY_MS = 3_600_000

export interface DirectoryParts<S extends Stores> {
  readonly database: Transactor<S>
  readonly clock: Clock
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

/** So many people have gone from a directory at once that nothing was done about it; somebody has to confirm it. */
export function withheldSetting(platform: string): string {
  return `directory-withheld:${platform}`
}

export const CONFIRMED = 'confirmed'

/** Brings the staff list in line with a platform's directory, once an hour. */
export function syncDirectoryJob<S extends Stores>(
  parts: DirectoryParts<S>,
  { platform, workspace }: Adapter,
  directory: Directory,
): Job {
  const { database, clock, log } = parts
  const place = { platform, workspace }
  return {
    name: `directory ${platform}`,
    due: async () => {
      const last = await database.transaction(({ settings }) => settings.get(syncedSetting(platform)))
      return last === null || clock.now() - Number(last) >= EVERY_MS ? [platform] : []
    },
    next: async () => null,
    async run() {
      const entries: DirectoryPerson[] = []
      for await (const page of directory.people()) entries.push(...page)
      const withheld = await database.transaction((stores) => apply(stores, entries))
      if (withheld > 0) log.warn('directory.withheld', { platform, count: withheld })
      log.info('directory.synced', { platform, count: entries.length })
    },
  }

  /** Answers how many leavers were withheld. */
  async function apply(stores: S, entries: readonly DirectoryPerson[]): Promise<number> {
    const now = clock.now()
    const { people, directory: known, settings } = stores
    const before = (await known.waiting()).length
    const match = matchDirectory({
      place,
      entries,
      people: await people.all(),
      accounts: await people.accounts(),
      known: await known.of(place),
      today: dateAt(now, parts.timeZone()),
      confirmed: (await settings.get(withheldSetting(platform))) === CONFIRMED,
    })
    await people.put(match.people)
    await people.link(match.link)
    await people.unlink(place, match.unlink)
    await known.remove(place, match.forget)
    await known.put(match.put)
    if (match.withheld > 0) await settings.set(withheldSetting(platform), String(match.withheld))
    else await settings.remove(withheldSetting(platform))
    await settings.set(syncedSetting(platform), String(now))
    await parts.touched(stores, match.people.map(personRef), now)
    const waiting = (await known.waiting()).length
    if (waiting > before) await parts.owe(stores, await parts.askFor(stores, waiting), now)
    return match.withheld
  }
}
