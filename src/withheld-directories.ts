import type { Stores } from '#db'
import { CONFIRMED, withheldSetting } from '#jobs'

/** Directories from which so many have gone within a day that somebody has to confirm it. */
export function withheldDirectories(platforms: readonly string[]) {
  return {
    async of({ settings }: Stores) {
      const found: { platform: string; count: number }[] = []
      for (const platform of platforms) {
        const count = await settings.get(withheldSetting(platform))
        if (count !== null && count !== CONFIRMED) found.push({ platform, count: Number(count) })
      }
      return found
    },

    /** False where nothing is withheld (any more): whoever is missing the next time was not meant. */
    async confirm({ settings }: Stores, platform: string) {
      const count = await settings.get(withheldSetting(platform))
      if (count === null || count === CONFIRMED) return false
      await settings.set(withheldSetting(platform), CONFIRMED)
      return true
    },
  }
}
