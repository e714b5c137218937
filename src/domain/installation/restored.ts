import type { SettingStore } from '../stores.ts'

/** Setting that says that the data is a backup put back: a `Restored` as JSON. */
export const RESTORED = 'restored'

export interface Restored {
  /** When the backup was made, where that is known, company time. */
  readonly from: number | null
  /** When it was put back, company time: what was due before may have been sent by the data that is gone. */
  readonly at: number
  /** Whether what stood unsent in the backup has been put in doubt. */
  readonly doubted: boolean
}

export async function restored(settings: SettingStore): Promise<Restored | null> {
  const kept = await settings.get(RESTORED)
  return kept === null ? null : JSON.parse(kept)
}

/** Marks the data as a backup put back. */
export function markRestored(settings: SettingStore, mark: Omit<Restored, 'doubted'>): Promise<void> {
  return settings.set(RESTORED, JSON.stringify({ ...mark, doubted: false } satisfies Restored))
}

/** What has been owed since before then may have been sent by data that is gone; null where nothing was restored. */
export async function doubtUntil(settings: SettingStore): Promise<number | null> {
  return (await restored(settings))?.at ?? null
}
