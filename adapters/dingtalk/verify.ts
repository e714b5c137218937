import { createHmac, timingSafeEqual } from 'node:crypto'

/** How old a request may be: DingTalk's own rule. */
const OLDEST_MS = 3_600_000
/** How far ahead of our clock it may be. */
const AHEAD_MS = 5 * 60_000

interface Signed {
  readonly secret: string
  /** The two headers as they came; null where they were missing. */
  readonly timestamp: string | null
  readonly sign: string | null
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * Whether DingTalk made this request, lately: https://open.dingtalk.com/document/orgapp/receive-message. What is signed is
 * the time alone, not the body: nobody but DingTalk may see the headers, so the address has to be https.
 */
export function isFromDingtalk({ secret, timestamp, sign, now }: Signed): boolean {
  if (timestamp === null || sign === null) return false
  if (!/^\d{13}$/.test(timestamp) || !/^[A-Za-z0-9+/]{43}=$/.test(sign)) return false
  const age = now - Number(timestamp)
  if (age > OLDEST_MS || age < -AHEAD_MS) return false
  const expected = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64')
  return timingSafeEqual(Buffer.from(expected, 'latin1'), Buffer.from(sign, 'latin1'))
}
