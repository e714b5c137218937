import type { Finding, Locale, OnServerDate } from '#core'
import { type Call, createCall, type Result } from './client.ts'
import { at, textAt } from './read.ts'
import { SCOPES } from './scopes.ts'
import type { SlackSettings } from './settings.ts'
import { words } from './words.ts'

const ok = (text: string): Finding => ({ mark: '✓', text })
const wrong = (text: string): Finding => ({ mark: '✗', text })

interface CheckParts {
  readonly call: Call
  readonly publicUrl: string | null
  readonly onServerDate: OnServerDate
}

/** Whether Slack can be reached and every token is good for what is needed; with what to do where not. */
export async function checkSlack(settings: SlackSettings, parts: CheckParts, locale: Locale): Promise<Finding[]> {
  const { botToken, appToken } = settings.secrets
  const text = words(locale)
  if (!botToken.startsWith('xoxb-')) return [wrong(text.botTokenShape)]
  const who = await parts.call('auth.test')
  if (who.kind !== 'ok') return [wrong(isAnswer(who) ? text.botToken(who.code) : text.unreachable(who.code))]
  return [
    ok(text.reached(textAt(who.data, 'team') ?? '')),
    checkScopes(who.data, locale),
    ...(appToken === null
      ? [checkHttp(parts.publicUrl, locale)]
      : [await checkAppToken(settings, appToken, parts, locale)]),
  ]
}

function checkScopes(data: unknown, locale: Locale): Finding {
  const given = at(data, 'response_metadata', 'scopes')
  const missing = Array.isArray(given) ? SCOPES.filter((scope) => !given.includes(scope)) : []
  return missing.length > 0 ? wrong(words(locale).scopes(missing.join(', '))) : ok(words(locale).scopesRight)
}

function checkHttp(publicUrl: string | null, locale: Locale): Finding {
  const text = words(locale)
  return publicUrl === null ? wrong(text.httpNoUrl) : ok(text.http(`${publicUrl}/webhooks/slack`))
}

/** Asks for the address of a connection, which is then not opened. */
async function checkAppToken(
  { apiUrl }: SlackSettings,
  appToken: string,
  { onServerDate }: CheckParts,
  locale: Locale,
): Promise<Finding> {
  const text = words(locale)
  if (!appToken.startsWith('xapp-')) return wrong(text.appTokenShape)
  const result = await createCall(appToken, apiUrl, onServerDate)('apps.connections.open')
  if (result.kind === 'ok') return ok(text.socketRight)
  return wrong(isAnswer(result) ? text.appToken(result.code) : text.unreachable(result.code))
}

/** Slack's own words are in lower case; what the network says is not. */
function isAnswer({ kind, code }: Exclude<Result, { kind: 'ok' }>): boolean {
  return kind === 'refused' && /^[a-z_]+$/.test(code)
}
