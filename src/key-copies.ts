import { join } from 'node:path'
import type { Clock } from '#core'
import type { Job } from '#jobs'
import { KeyCopies } from '#vault'
import type { Config } from './config.ts'

const HOUR = 3_600_000

/** Where the keys of copies lie: with the data's folder, in no backup of it. */
export function copyKeysFolder({ home }: Config): string {
  return join(home, 'key-copies')
}

export function keyCopies(config: Config): KeyCopies {
  return new KeyCopies(config.keys, copyKeysFolder(config))
}

/** Once an hour, by real time: copies of the keys that are a week old open nothing any more. */
export function expireKeyCopiesJob(copies: KeyCopies, clock: Clock): Job {
  let last = Number.NEGATIVE_INFINITY
  return {
    name: 'expire-key-copies',
    due: async () => (clock.real() - last >= HOUR ? ['now'] : []),
    next: async () => null,
    async run() {
      last = clock.real()
      copies.expire(last)
    },
  }
}
