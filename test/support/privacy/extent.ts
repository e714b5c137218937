/**
 * How far the privacy checks go: each once for every part it concerns, in small numbers; all of it in `npm run audit`,
 * which also has them write down what they measured.
 */
const audit = process.env.HEARBACK_AUDIT

export const extent =
  audit === undefined
    ? {
        filings: 60,
        guesses: 200,
        submits: 12,
        faultEvery: 15,
        staff: 60,
        rounds: 4,
        loud: 'Slack',
        timeoutMs: 120_000,
      }
    : {
        filings: 1000,
        guesses: 10_000,
        submits: 100,
        faultEvery: 1,
        staff: 500,
        rounds: 40,
        loud: '',
        timeoutMs: 1_800_000,
      }
