import { verifySlackRequest } from '@slack/bolt'

/** Either way: a request from the future was not made by Slack now, and would stay good for as long as it is ahead. */
const MOST_SKEW_S = 300

interface Signed {
  readonly secret: string
  /** The two headers as they came; null where they were missing. */
  readonly timestamp: string | null
  readonly signature: string | null
  readonly body: string
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * Whether Slack made this request, just now: https://docs.slack.dev/authentication/verifying-requests-from-slack. The
 * comparison is Bolt's, in constant time; what Bolt lets pass (timestamps ahead of time, of any form) is refused here.
 */
export function isFromSlack({ secret, timestamp, signature, body, now }: Signed): boolean {
  if (timestamp === null || signature === null) return false
  if (!/^\d{1,12}$/.test(timestamp) || !/^v0=[0-9a-f]{64}$/.test(signature)) return false
  if (Math.abs(Number(timestamp) - Math.floor(now / 1000)) > MOST_SKEW_S) return false
  try {
    verifySlackRequest({
      signingSecret: secret,
      body,
      headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': Number(timestamp) },
      nowMilliseconds: now,
    })
    return true
  } catch {
    return false
  }
}
