import type { Capabilities } from '#core'

/** Units of a label of a button or an option, of a text of a block, of an option's value. */
export const LABEL_MAX = 75
export const SECTION_MAX = 3000
export const OPTION_VALUE_MAX = 150
export const INPUT_MAX = 3000
/** Blocks of one message, and of a form or the home. */
export const MESSAGE_BLOCKS = 50
export const VIEW_BLOCKS = 100
/** How large all blocks of a message may be together, as JSON; undocumented, about 13,200 (slackapi/bolt-js#2509). */
export const MESSAGE_CHARACTERS = 12_000

/** What Slack can show and do: https://docs.slack.dev/reference/block-kit, https://docs.slack.dev/apis/web-api/rate-limits */
export const CAPABILITIES: Capabilities = {
  buttons: { max: 25, labelMax: LABEL_MAX, valueMax: 2000 },
  select: { max: 100, labelMax: LABEL_MAX },
  sheet: {
    // Room for the title, headings and statements beside them.
    fields: 60,
    labelMax: 2000,
    options: { max: 100, labelMax: LABEL_MAX },
    textMax: INPUT_MAX,
  },
  update: true,
  updateWithinMs: null,
  threads: true,
  ephemeral: true,
  proactive: true,
  readReceipt: false,
  recall: true,
  files: { in: true, out: true, maxBytes: 20 * 1024 * 1024 },
  titleMax: 150,
  textMax: MESSAGE_CHARACTERS,
  // What is typed to the bot stands in the direct message; forms and taps are in no transcript.
  keeps: { typed: true, sheet: false, taps: false },
  limits: {
    // A message a second to each, with a margin for the way there; the workspace's ceiling is not published: "several
    // hundred" a minute.
    send: { count: 200, perMs: 60_000 },
    update: { count: 45, perMs: 60_000 },
    recipient: { count: 1, perMs: 1100 },
  },
}
