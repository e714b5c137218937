import { webApi } from '@slack/bolt'
import type { OnServerDate } from '#core'
import { quietLogger } from './quiet-logger.ts'

/** How a call of the Web API ended. */
export type Result =
  | { readonly kind: 'ok'; readonly data: Readonly<Record<string, unknown>> }
  /** Slack said no: nothing was done. */
  | { readonly kind: 'refused'; readonly code: string; readonly retryAfterMs?: number }
  /** Nobody can tell whether it was done. */
  | { readonly kind: 'unknown'; readonly code: string }

export type Call = (method: string, args?: Readonly<Record<string, unknown>>) => Promise<Result>

const SLACK_URL = 'https://slack.com/api/'
/** Shorter than what the core gives a send. */
const TIMEOUT_MS = 15_000
/** Slack names the wait; a proxy in between may not. */
const DEFAULT_PAUSE_S = '30'
/** Errors that Slack gives when it does not know itself how far it came. */
const AMBIGUOUS = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
])
/** The connection never stood, so nothing can have arrived. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** The base of every method's address, with its closing slash. */
export function apiBase(url: string | null): string {
  const base = url ?? SLACK_URL
  return base.endsWith('/') ? base : `${base}/`
}

/**
 * Slack's Web API through its SDK. It is told everything explicitly: its defaults wait for ever, retry for half an
 * hour, and let one limited call hold up all others. Headers are never given to it (a token given so sticks to every
 * later client), and it gets options of its own each time, since it writes into them.
 */
export function createCall(token: string, apiUrl: string | null, onServerDate: OnServerDate): Call {
  const client = new webApi.WebClient(token, {
    slackApiUrl: apiBase(apiUrl),
    allowAbsoluteUrls: false,
    timeout: TIMEOUT_MS,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    maxRequestConcurrency: 20,
    logger: quietLogger,
    fetch: (input, init) => answered(input, init, onServerDate),
  })
  return async (method, args = {}) => {
    try {
      return { kind: 'ok', data: { ...(await client.apiCall(method, { ...args })) } }
    } catch (error) {
      return failed(error)
    }
  }
}

/** Hears what time it is there. And the SDK gives up on a limit without a time: ours is put in. */
async function answered(input: string | URL | Request, init: RequestInit | undefined, onServerDate: OnServerDate) {
  const response = await fetch(input, { ...init, redirect: 'error' })
  onServerDate(Date.parse(response.headers.get('date') ?? ''))
  if (response.status !== 429 || response.headers.has('retry-after')) return response
  const headers = new Headers(response.headers)
  headers.set('retry-after', DEFAULT_PAUSE_S)
  return new Response(response.body, { status: 429, headers })
}

function failed(error: unknown): Result {
  const { WebAPIPlatformError, WebAPIRateLimitedError, WebAPIHTTPError, WebAPIRequestError } = webApi
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: 'refused', code: 'ratelimited', retryAfterMs: error.retryAfter * 1000 }
  }
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error
    // A proxy's page comes as its "error": nobody knows whether Slack was reached.
    if (!/^[a-z_]{2,60}$/.test(code)) return { kind: 'unknown', code: 'not-slack' }
    return AMBIGUOUS.has(code) ? { kind: 'unknown', code } : { kind: 'refused', code }
  }
  if (error instanceof WebAPIHTTPError) return { kind: 'unknown', code: `http-${error.statusCode}` }
  if (error instanceof WebAPIRequestError) {
    const code = causeOf(error.original)
    return { kind: NEVER_CONNECTED.has(code) ? 'refused' : 'unknown', code }
  }
  return { kind: 'unknown', code: 'slack-client' }
}

/** The operating system's name of what went wrong, however deep it lies. */
function causeOf(error: unknown): string {
  for (let one = error; one instanceof Error; one = one.cause) {
    if ('code' in one && typeof one.code === 'string') return one.code
  }
  return 'network'
}
