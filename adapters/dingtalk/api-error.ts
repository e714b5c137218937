import type { SendOutcome } from '#core'

/** DingTalk answered, and it was no. Holds its code only: its message may repeat what was sent. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly code: string
  readonly status: number
  constructor(status: number, code: string) {
    super(`DingTalk answered ${status}`)
    this.status = status
    this.code = code
  }
}

/** There is no access token, for this reason: nothing was asked of DingTalk. */
export class NoToken extends ApiError {
  override name = 'NoToken'
  constructor(reason: string) {
    super(0, reason)
  }
}

/** Answered by a page instead of an error while an address is banned for five minutes. */
export const BANNED = 'ip-banned'
const BAN_MS = 5 * 60_000
const HOUR_MS = 3_600_000
const SECOND_MS = 1000

/** How a send ended that DingTalk said no to. */
export function refusal(error: ApiError): SendOutcome {
  const { status, code } = error
  const again = (retryAfterMs: number): SendOutcome => ({ kind: 'refused', code, permanent: false, retryAfterMs })
  if (code === BANNED) return again(BAN_MS)
  if (error instanceof NoToken) return { kind: 'refused', code, permanent: false }
  // The month's calls are used up.
  if (/ApiCountLimit|^90020$/.test(code)) return again(HOUR_MS)
  if (status === 429 || /QpsLimit|Throttling|^900(02|18)$/.test(code)) return again(SECOND_MS)
  if (status >= 500) return { kind: 'uncertain', code }
  // A permission, a secret, a template or a robot code can be put right; a message that is not taken cannot.
  const settings = status === 401 || status === 403 || /robot|template|AccessDenied|Authentication/i.test(code)
  return { kind: 'refused', code, permanent: !settings }
}
