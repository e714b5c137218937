import type { Transactor } from '#core'
import { type DomainStores, SCRUB_WANTED } from '#domain'
import type { Job } from './job.ts'

interface Scrubbed extends Transactor<DomainStores> {
  scrub(): Promise<void>
}

/** Erases what destroyed rows left behind, after the commit that destroyed them; tried again until it is done. */
export function scrubJob(database: Scrubbed): Job {
  return {
    name: 'scrub',
    due: async () => {
      const wanted = await database.transaction(({ settings }) => settings.get(SCRUB_WANTED))
      return wanted === null ? [] : [wanted]
    },
    next: async () => null,

    async run([wanted]) {
      await database.scrub()
      await database.transaction(async ({ settings }) => {
        // What was destroyed meanwhile is left for the next time.
        if ((await settings.get(SCRUB_WANTED)) === wanted) await settings.remove(SCRUB_WANTED)
      })
    },
  }
}
