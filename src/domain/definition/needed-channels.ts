import type { Programs } from './programs.ts'

/** Channels without which something has nowhere to go. */
export function neededChannels({ boxes }: Programs): string[] {
  return [...new Set(boxes.flatMap(({ topics }) => topics).map(({ channel }) => channel))]
}
