import type { Finding, Locale } from '#core'
import type { AppEnd } from './app/app-end.ts'
import type { Answer } from './app/request-json.ts'
import type { ConnectionState } from './bot/connection.ts'
import type { WecomSettings } from './settings.ts'
import { type CheckWords, words } from './words.ts'

interface Checked {
  readonly settings: WecomSettings
  readonly app: AppEnd | null
  readonly publicUrl: string | null
  /** Null where there is no bot. */
  readonly connection: ConnectionState | null
}

const NOT_TRUSTED = 60020

const ok = (text: string): Finding => ({ mark: '✓', text })
const note = (text: string): Finding => ({ mark: '!', text })
const wrong = (text: string): Finding => ({ mark: '✗', text })

/** What is set up, what it is good for, and what is missing for what. The bot is not connected for it: that would end the connection in use. */
export async function checkWecom(
  { settings, app, publicUrl, connection }: Checked,
  locale: Locale,
): Promise<Finding[]> {
  const text = words(locale)
  return [
    ...botFindings(settings, connection, text),
    ...(app ? await appFindings(app, text) : [note(text.noApp)]),
    ...(app ? callbackFindings(app, publicUrl, text) : []),
    publicUrl === null ? wrong(text.noPage) : ok(text.page(publicUrl)),
  ]
}

function botFindings({ bot }: WecomSettings, connection: ConnectionState | null, text: CheckWords): Finding[] {
  if (!bot) return [note(text.noBot)]
  if (connection === null || connection === 'off') return [ok(text.bot(bot.id))]
  const state = text.botState(connection)
  return [connection === 'up' ? ok(state) : connection === 'connecting' ? note(state) : wrong(state)]
}

async function appFindings(app: AppEnd, text: CheckWords): Promise<Finding[]> {
  const token = await app.client.token.probe()
  if (token.kind !== 'answered') return [wrong(text.unreachable(token.code))]
  if (token.errcode !== 0) return [wrong(text.noToken(String(token.errcode)))]
  const call = await app.client.get('getcallbackip')
  if (codeOf(call) !== '0') return [ok(text.token), wrong(refusal(call, text))]
  const departments = await app.client.get('department/simplelist')
  const listed = departments.kind === 'answered' ? departments.body.department_id : null
  const count = Array.isArray(listed) ? listed.length : 0
  const contacts = codeOf(departments) === '0' && count > 0
  return [
    ok(text.token),
    ok(text.ipOk),
    contacts ? ok(text.contacts(count)) : wrong(text.noContacts(codeOf(departments))),
  ]
}

function callbackFindings(app: AppEnd, publicUrl: string | null, text: CheckWords): Finding[] {
  if (!app.callsBack) return [note(text.noCallback)]
  return [publicUrl === null ? wrong(text.callbackNoUrl) : ok(text.callback(`${publicUrl}/webhooks/wecom`))]
}

function refusal(answer: Answer, text: CheckWords): string {
  if (answer.kind !== 'answered') return text.unreachable(answer.code)
  if (answer.errcode !== NOT_TRUSTED) return text.call(String(answer.errcode))
  const told = typeof answer.body.errmsg === 'string' ? answer.body.errmsg : ''
  return text.ip(/from ip: ?([0-9a-fA-F.:]+)/.exec(told)?.[1] ?? '')
}

function codeOf(answer: Answer): string {
  return answer.kind === 'answered' ? String(answer.errcode) : answer.code
}
