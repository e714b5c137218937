import type { Capabilities } from '#core'
import type { Timings, WecomSettings } from './settings.ts'

/** Messages to one conversation, whatever they are. */
export const PER_MINUTE = 30
export const PER_HOUR = 1000
/** A code that changes a card of the application lives so long. */
const CODE_MS = 72 * 3_600_000
const MOST_FILE_BYTES = 20 * 1024 * 1024

/**
 * What WeCom can show and do, which depends on the channels that are set up: the application alone can write first;
 * cards need the bot, or an application that can be called back.
 */
export function capabilitiesOf({ bot, app, secrets }: WecomSettings, timings: Timings): Capabilities {
  const callsBack = app !== null && secrets.callback !== null
  const cards = bot !== null || callsBack
  return {
    buttons: { max: cards ? 6 : 0, labelMax: cards ? 20 : 0, valueMax: cards ? 900 : 0 },
    select: null,
    sheet: null,
    // The bot's cards only in answer to a tap; after that, what still has buttons is said anew.
    update: cards,
    updateWithinMs: callsBack ? CODE_MS : cards ? timings.clickMs : null,
    threads: false,
    ephemeral: false,
    proactive: app !== null,
    readReceipt: false,
    recall: app !== null,
    files: { in: bot !== null || callsBack, out: true, maxBytes: MOST_FILE_BYTES },
    titleMax: 36,
    textMax: 5000,
    keeps: { typed: true, sheet: false, taps: true },
    limits: {
      // One application may send 10,000 messages a minute; somewhat less, since long ones are sent in parts.
      ...(app && { send: { count: 3000, perMs: 60_000 } }),
      // What is above that WeCom drops without a word.
      recipient: [
        { count: PER_MINUTE, perMs: timings.minuteMs },
        { count: PER_HOUR, perMs: timings.hourMs },
      ],
    },
  }
}
