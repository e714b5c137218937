import type { Capabilities, SheetCapability } from '#core'
import { MOST_BUTTONS } from './cards/card-names.ts'
import { MOST_FILE_BYTES } from './media.ts'
import type { DingtalkSettings } from './settings.ts'

/** People whom one call of `batchSend` may name. */
const BATCH_MAX = 20
/** Of a month's calls, kept for answers, deadlines and what the law asks. */
const RESERVE_SHARE = 0.2
/** Of a second's calls, for what is new and for what is changed; the rest is for what is told at once. */
const NEW_SHARE = 0.65
const CHANGED_SHARE = 0.25

const SHEET: SheetCapability = {
  fields: 40,
  labelMax: 200,
  options: { max: 50, labelMax: 100 },
  textMax: 5000,
}

/**
 * What a DingTalk robot can show and do. Cards need templates of the company's own: with them there are buttons, forms,
 * and messages that change in their place; without them markdown, choices by their number, and forms on their page.
 */
export function capabilitiesOf(settings: DingtalkSettings): Capabilities {
  const { monthlyCalls, callsPerSecond, cardTemplateId, formTemplateId } = settings
  const cards = cardTemplateId !== null
  return {
    buttons: { max: cards ? MOST_BUTTONS : 0, labelMax: cards ? 40 : 0, valueMax: cards ? 2000 : 0 },
    select: null,
    sheet: formTemplateId === null ? null : SHEET,
    // What is no card cannot be changed: it is said anew, so that numbers belong to what stands last.
    update: true,
    updateWithinMs: null,
    threads: false,
    ephemeral: false,
    proactive: true,
    readReceipt: true,
    recall: true,
    files: { in: true, out: true, maxBytes: MOST_FILE_BYTES },
    titleMax: 60,
    textMax: 5000,
    // What is entered in a form card passes through DingTalk, which keeps the state of each card.
    keeps: { typed: true, sheet: formTemplateId !== null, taps: true },
    limits: {
      // DingTalk refuses what is above; what is said anew goes by the same call as what is new.
      send: { count: Math.floor(callsPerSecond * NEW_SHARE), perMs: 1000 },
      update: { count: Math.floor(callsPerSecond * CHANGED_SHARE), perMs: 1000 },
      budget: {
        calls: monthlyCalls,
        reserve: Math.floor(monthlyCalls * RESERVE_SHARE),
        timeZone: 'Asia/Shanghai',
      },
    },
    // A card is a call for each person: of a month's calls a sending to many would leave nothing.
    batch: { max: BATCH_MAX, ...(cards && { textOnly: true }) },
  }
}
