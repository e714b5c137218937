import { plainId } from '#adapters/shared'

const MOST = 50
const PREFIX = { user: 'hb-u-', channel: 'hb-g-', form: 'hb-f-' } as const

/** Made from the message's key, so that a second attempt names the same card. It says where the card hangs. */
export function trackIdOf(key: string, where: keyof typeof PREFIX): string {
  return `${PREFIX[where]}${plainId(key, MOST)}`
}

/** Null for a card that is not ours. */
export function placeOf(trackId: string): keyof typeof PREFIX | null {
  const names = Object.keys(PREFIX) as (keyof typeof PREFIX)[]
  return names.find((name) => trackId.startsWith(PREFIX[name])) ?? null
}

const MARK = 'card:'

/** What the bot knows a sent card by. */
export function messageIdOf(trackId: string): string {
  return `${MARK}${trackId}`
}

/** Null for the id of a message that is no card. */
export function trackIdIn(messageId: string): string | null {
  return messageId.startsWith(MARK) ? messageId.slice(MARK.length) : null
}
