import type { Capabilities } from '#core'

/** What the simulated platform can show: everything the bot can mean. */
export const CAPABILITIES: Capabilities = {
  buttons: { max: 25, labelMax: 80, valueMax: 2000 },
  select: null,
  sheet: {
    fields: 200,
    labelMax: 10_000,
    options: { max: 100, labelMax: 200 },
    textMax: 10_000,
  },
  update: true,
  updateWithinMs: null,
  threads: true,
  ephemeral: true,
  proactive: true,
  readReceipt: false,
  recall: false,
  files: { in: false, out: false, maxBytes: 0 },
  titleMax: 200,
  textMax: 40_000,
  keeps: { typed: true, sheet: false, taps: false },
  limits: {},
}
