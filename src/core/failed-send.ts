import type { SendOutcome } from './adapter.ts'
import { loggable } from './errors.ts'

/** Faults that come before a request is written: nobody can have taken it. */
const UNREACHED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'ERR_INVALID_URL',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** Where SDKs keep the fault below their own. */
const BELOW = ['cause', 'original', 'error'] as const

const DEEPEST = 6

/**
 * How a send ended that threw: refused when the connection was never made, so that it may simply be tried again;
 * uncertain in every other case, since the platform may have taken it. What an adapter throws is judged by this; it
 * need catch nothing that it does not know better. An SDK must not try again by itself: its last fault tells nothing
 * of the attempts before.
 */
export function failedSend(error: unknown): Exclude<SendOutcome, { kind: 'sent' }> {
  const code = codeBelow(error) ?? loggable(error).code
  return isUnreached(error) ? { kind: 'refused', code, permanent: false } : { kind: 'uncertain', code }
}

/** Whether an error says that no byte of the request has left. */
function isUnreached(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > DEEPEST) return false
  const fault = error as Record<string, unknown>
  // Several addresses were tried: none of them may have taken it.
  if (Array.isArray(fault.errors) && fault.errors.length > 0) {
    return fault.errors.every((one) => isUnreached(one, depth + 1))
  }
  if (typeof fault.code === 'string' && UNREACHED.has(fault.code)) return true
  if (fault.syscall === 'connect' || fault.syscall === 'getaddrinfo') return true
  return BELOW.some((name) => isUnreached(fault[name], depth + 1))
}

/** The code of the deepest fault, which says more than that of the SDK. */
function codeBelow(error: unknown, depth = 0): string | null {
  if (typeof error !== 'object' || error === null || depth > DEEPEST) return null
  const fault = error as Record<string, unknown>
  const below = BELOW.map((name) => codeBelow(fault[name], depth + 1)).find((code) => code !== null)
  return below ?? (typeof fault.code === 'string' ? fault.code : null)
}
