import type { Capabilities } from '#core'

/** People whom one call of `batchSend` may name. */
const BATCH_MAX = 20
/** Of a month's calls, kept for answers, deadlines and what the law asks. */
const RESERVE_SHARE = 0.2

/**
 * What a DingTalk robot can show and do without card templates: markdown, choices by their number, private forms on
 * their page. A robot's messages cannot be changed.
 */
export function capabilitiesOf(monthlyCalls: number): Capabilities {
  return {
    buttons: { max: 0, labelMax: 0, valueMax: 0 },
    select: null,
    sheet: null,
    update: false,
    updateWithinMs: null,
    threads: false,
    ephemeral: false,
    proactive: true,
    readReceipt: true,
    files: { in: false, out: false, maxBytes: 0 },
    titleMax: 60,
    textMax: 5000,
    keeps: { typed: true, sheet: false, taps: true },
    limits: {
      // DingTalk refuses what is above 20 in a second.
      send: { count: 15, perMs: 1000 },
      budget: {
        calls: monthlyCalls,
        reserve: Math.floor(monthlyCalls * RESERVE_SHARE),
        timeZone: 'Asia/Shanghai',
      },
    },
    batch: { max: BATCH_MAX },
  }
}
