import type { Capabilities } from '#core'

/**
 * WeChat through a puppet: text and nothing else. Its limits are the platform's guard against spam and not published;
 * these keep well below what people type.
 */
export const CAPABILITIES: Capabilities = {
  buttons: { max: 0, labelMax: 0, valueMax: 0 },
  select: null,
  sheet: null,
  // There is no changing a message there: what has changed is said anew, so that numbers belong to what stands last.
  update: true,
  updateWithinMs: null,
  threads: false,
  ephemeral: false,
  proactive: false,
  readReceipt: false,
  recall: false,
  files: { in: false, out: false, maxBytes: 0 },
  titleMax: 2000,
  textMax: 2000,
  keeps: { typed: true, sheet: false, taps: true },
  limits: { send: { count: 5, perMs: 10_000 }, recipient: { count: 1, perMs: 2000 } },
}
