import type { Adapter, Clock, DirectoryChange, Instant, Random, Transactor } from '#core'
import type { DomainStores, SettingStore } from '#domain'

type Stores = Pick<DomainStores, 'settings'>

/** A platform that has told of nothing for so long may have been told not to. */
const TOLD_WITHIN_MS = 7 * 24 * 3_600_000

/** Whether a platform says by itself what changes in its directory. */
export async function tellsOfChanges(settings: SettingStore, platform: string, now: Instant): Promise<boolean> {
  const told = await settings.get(toldSetting(platform))
  return told !== null && now - Number(told) < TOLD_WITHIN_MS
}

/** The directory is to be read whole; each time it is said, the value is another one. */
export function unreadSetting(platform: string): string {
  return `directory-unread:${platform}`
}

/** An account that is to be read, and which time this was said. */
export interface ChangedAccount {
  readonly userId: string
  readonly mark: string
}

export async function changedAccounts(settings: SettingStore, platform: string): Promise<ChangedAccount[]> {
  const start = changedSetting(platform, '')
  const found = await settings.beginning(start)
  return found.map(({ name, value }) => ({ userId: name.slice(start.length), mark: value }))
}

/** An account has been read; what was said of it meanwhile stays. */
export function wasRead(settings: SettingStore, platform: string, { userId, mark }: ChangedAccount): Promise<void> {
  return settings.remove(changedSetting(platform, userId), mark)
}

/** Has accounts, or everything, read as soon as possible. */
export async function readAnew(
  settings: SettingStore,
  random: Random,
  platform: string,
  change: DirectoryChange,
): Promise<void> {
  if (change === 'all') return settings.set(unreadSetting(platform), random.id())
  for (const userId of change) await settings.set(changedSetting(platform, userId), random.id())
}

interface NotingParts {
  readonly database: Transactor<Stores>
  readonly clock: Clock
  readonly random: Random
  readonly wake: () => void
}

/** Keeps what a platform says of its directory until it has been read. */
export function noteDirectoryChange({ database, clock, random, wake }: NotingParts, { platform }: Adapter) {
  return async (change: DirectoryChange): Promise<void> => {
    await database.transaction(async ({ settings }) => {
      if (change !== 'all') await settings.set(toldSetting(platform), String(clock.now()))
      await readAnew(settings, random, platform, change)
    })
    wake()
  }
}

function toldSetting(platform: string): string {
  return `directory-told:${platform}`
}

function changedSetting(platform: string, userId: string): string {
  return `directory-changed:${platform}:${userId}`
}
