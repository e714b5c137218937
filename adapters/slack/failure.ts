import type { SendOutcome, Target } from '#core'
import type { Result } from './client.ts'

/** What stays so however often it is tried. */
const PERMANENT = new Set([
  'as_user_not_supported',
  'cannot_dm_bot',
  'cant_delete_message',
  'cant_update_message',
  'edit_window_closed',
  'invalid_arguments',
  'invalid_blocks',
  'invalid_blocks_format',
  'message_not_found',
  'msg_blocks_too_long',
  'msg_too_long',
  'no_text',
  'restricted_action',
  'thread_not_found',
  'user_disabled',
  'user_not_found',
  'user_not_visible',
])

/**
 * For a person it stays so. A channel that Slack does not show us is often one to which the bot is still to be invited,
 * and an archived one can be opened again: a ticket must not be lost over that.
 */
const PERMANENT_FOR_PEOPLE = new Set(['channel_not_found', 'is_archived'])

/** Until somebody has put the token or the scopes right; until then every message would be refused. */
const TOKEN_FAULTS = new Set([
  'account_inactive',
  'ekm_access_denied',
  'invalid_auth',
  'missing_scope',
  'not_allowed_token_type',
  'not_authed',
  'org_login_required',
  'token_expired',
  'token_revoked',
])
const TOKEN_PAUSE_MS = 60_000
/** A short pause is that of one conversation (a message a second); a long one is the workspace's. */
const CHANNEL_PAUSE_MS = 5000

/** How a send ended that did not succeed. */
export function failure(result: Exclude<Result, { kind: 'ok' }>, to: Target['kind']): SendOutcome {
  if (result.kind === 'unknown') return { kind: 'uncertain', code: result.code }
  const { code, retryAfterMs } = result
  if (retryAfterMs !== undefined) {
    const pauses = retryAfterMs <= CHANNEL_PAUSE_MS ? 'recipient' : 'method'
    return { kind: 'refused', code, permanent: false, retryAfterMs, pauses }
  }
  if (TOKEN_FAULTS.has(code)) return { kind: 'refused', code, permanent: false, retryAfterMs: TOKEN_PAUSE_MS }
  return { kind: 'refused', code, permanent: PERMANENT.has(code) || (to === 'user' && PERMANENT_FOR_PEOPLE.has(code)) }
}
