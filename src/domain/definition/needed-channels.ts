import type { Programs } from './programs.ts'

/** Channels without which something has nowhere to go. */
export function neededChannels({ box }: Programs): string[] {
  return [...new Set(box.topics.map(({ channel }) => channel))]
}
