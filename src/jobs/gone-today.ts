import type { Instant } from '#core'
import type { SettingStore } from '#domain'

const DAY_MS = 24 * 3_600_000

/**
 * How many accounts have gone from a directory within a day, without anybody's word: however few go at a time, in the
 * end they are many.
 */
export async function goneToday(settings: SettingStore, platform: string, now: Instant): Promise<number> {
  return (await counted(settings, platform, now)).count
}

export async function countGone(settings: SettingStore, platform: string, now: Instant, gone: number): Promise<void> {
  if (gone === 0) return
  const { since, count } = await counted(settings, platform, now)
  await settings.set(goneSetting(platform), JSON.stringify({ since, count: count + gone }))
}

/** Somebody has confirmed that they have left. */
export function forgetGone(settings: SettingStore, platform: string): Promise<void> {
  return settings.remove(goneSetting(platform))
}

async function counted(
  settings: SettingStore,
  platform: string,
  now: Instant,
): Promise<{ since: Instant; count: number }> {
  const value = await settings.get(goneSetting(platform))
  const last = value === null ? null : (JSON.parse(value) as { since: Instant; count: number })
  return last !== null && now - last.since < DAY_MS ? last : { since: now, count: 0 }
}

function goneSetting(platform: string): string {
  return `directory-gone:${platform}`
}
