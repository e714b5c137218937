import { offeredBoxes } from './offered-boxes.ts'
import type { Programs } from './programs.ts'

/** Channels without which something has nowhere to go. */
export function neededChannels(programs: Programs): string[] {
  const channels = offeredBoxes(programs).flatMap(({ topics }) => topics.map(({ channel }) => channel))
  return [...new Set(channels.filter((channel) => channel !== ''))]
}
