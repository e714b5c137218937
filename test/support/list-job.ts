import { expect } from 'vitest'
import type { Job } from '#jobs'

/** A job whose keys are due until they have been done. */
export function listJob(name: string, keys: string[], work: (key: string) => Promise<void> = async () => {}) {
  const done: string[] = []
  const job: Job = {
    name,
    due: async (limit) => keys.filter((key) => !done.includes(key)).slice(0, limit),
    next: async () => null,
    async run(page) {
      for (const key of page) {
        if (done.includes(key)) continue
        await work(key)
        done.push(key)
      }
    },
  }
  return { job, done }
}

/** Looks every few ms whether something is so. */
export async function until(condition: () => boolean, most = 500): Promise<void> {
  for (let tried = 0; tried < most && !condition(); tried++) {
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  expect(condition()).toBe(true)
}
