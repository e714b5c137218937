import type { OnServerDate } from '#core'

/** How a request to WeCom ended. */
export type Answer =
  | { readonly kind: 'answered'; readonly errcode: number; readonly body: Readonly<Record<string, unknown>> }
  /** Nothing reached the platform. */
  | { readonly kind: 'unsent'; readonly code: string }
  /** It may have taken effect. */
  | { readonly kind: 'unknown'; readonly code: string }

export interface Asking {
  readonly timeoutMs: number
  readonly onServerDate: OnServerDate
}

/** Errors of a connection that was never there. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Asks, and reads the answer as WeCom gives it: 200 and JSON with an `errcode`. Everything else is no answer. */
export async function requestJson(url: URL, init: RequestInit, { timeoutMs, onServerDate }: Asking): Promise<Answer> {
  try {
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
    onServerDate(Date.parse(response.headers.get('date') ?? ''))
    const text = await response.text()
    if (response.status !== 200) return { kind: 'unknown', code: `http-${response.status}` }
    const body = parse(text)
    if (!body || typeof body.errcode !== 'number') return { kind: 'unknown', code: 'not-json' }
    return { kind: 'answered', errcode: body.errcode, body }
  } catch (error) {
    const code = causeOf(error)
    return NEVER_CONNECTED.has(code) ? { kind: 'unsent', code } : { kind: 'unknown', code }
  }
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** The code of what lies under a failed request: never its message, which names the address with the token in it. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'request-failed'
  const cause: unknown = error.cause
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code
  return error.name === 'TimeoutError' ? 'timeout' : 'request-failed'
}
