/**
 * How far the privacy checks go: each once for every part it concerns, in small numbers; all of it in `npm run audit`,
 * which also has them write down what they measured. `faults`: at every how many places there is one, and in how many acts.
 */
const audit = process.env.HEARBACK_AUDIT

export const extent =
  audit === undefined
    ? {
        filings: 60,
        guesses: 200,
        submits: 12,
        faults: { every: 17, most: 4 },
        faultsElsewhere: { every: 31, most: 1 },
        staff: 60,
        rounds: 4,
        loud: 'Slack.*none',
        timeoutMs: 120_000,
      }
    : {
        filings: 1000,
        guesses: 10_000,
        submits: 100,
        faults: { every: 1, most: 4 },
        faultsElsewhere: { every: 15, most: 4 },
        staff: 500,
        rounds: 40,
        loud: 'Slack|DingTalk|WeCom',
        timeoutMs: 1_800_000,
      }
