import type { Stores } from '#db'
import { CONFIRMED, withheldSetting } from '#jobs'

/** Directories from which so many have gone at once that somebody has to confirm it. */
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

    confirm: ({ settings }: Stores, platform: string) => settings.set(withheldSetting(platform), CONFIRMED),
  }
}
