import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Json } from './check-blocks.ts'
import { Deliveries } from './deliveries.ts'
import { type Fault, Faults } from './faults.ts'
import { RateLimits } from './rate-limits.ts'
import { SocketHub } from './socket-hub.ts'
import { type Answer, type Arguments, SCOPES, shown, webApi } from './web-api.ts'
import { BOT_USER, type SlackMessage, Workspace } from './workspace.ts'

export const BOT_TOKEN = 'xoxb-emulator-bot-token'
export const APP_TOKEN = 'xapp-emulator-app-token'
export const SIGNING_SECRET = 'emulator-signing-secret-0123456789'

/** Slack's own times, divided in tests that wait for them. */
interface EmulatorOptions {
  readonly ackMs?: number
  readonly retryMs?: readonly number[]
  readonly triggerMs?: number
  /** How many times faster the rate limits fill; null: there are none. */
  readonly limits?: number | null
  readonly enterpriseId?: string | null
  /** Whether the bot hears what it posts itself, as it does on the real platform. */
  readonly echoes?: boolean
}

interface Trigger {
  readonly user: string
  readonly until: number
  used: boolean
}

/** A call of the Web API that was made. */
export interface Call {
  readonly method: string
  readonly args: Arguments
  readonly answer: Json
}

const RESPONSE_URL_USES = 5
const RESPONSE_URL_MS = 30 * 60_000

/** Slack as a bot meets it: Web API, Socket Mode, deliveries, files; one workspace, on a port of this machine. */
export class SlackEmulator {
  readonly workspace: Workspace
  readonly hub = new SocketHub()
  readonly faults = new Faults()
  readonly deliveries: Deliveries
  readonly calls: Call[] = []
  /** Where whoever comes for a file, or brings one, is sent on to. */
  filesElsewhere: string | null = null
  /** Calls that came too fast. */
  limited = 0
  /** Scopes of the bot token; a method whose scope is missing is refused. */
  readonly scopes: Set<string>
  /** Tokens that are answered, and the error for those that are not any more. */
  readonly revoked = new Map<string, string>()
  readonly #options: Required<EmulatorOptions>
  readonly #server = createServer((request, response) => void this.#serve(request, response))
  readonly #triggers = new Map<string, Trigger>()
  readonly #responseUrls = new Map<string, { left: number; until: number; channel: string; user: string }>()
  readonly #limits: RateLimits | null
  readonly #watching = new Set<() => void>()
  readonly #methods: ReturnType<typeof webApi>
  #url = ''

  constructor(options: EmulatorOptions = {}) {
    this.#options = {
      ackMs: 3000,
      retryMs: [0, 60_000, 300_000],
      triggerMs: 3000,
      limits: 1,
      enterpriseId: null,
      echoes: true,
      ...options,
    }
    const { ackMs, retryMs, limits, enterpriseId } = this.#options
    this.workspace = new Workspace('T0TEAM', enterpriseId)
    this.#limits = limits === null ? null : new RateLimits(() => performance.now(), limits)
    this.deliveries = new Deliveries({ hub: this.hub, signingSecret: SIGNING_SECRET, ackMs, retryMs })
    this.scopes = new Set([...Object.values(SCOPES), 'app_mentions:read', 'channels:history', 'groups:history'])
    for (const more of ['metadata.message:read', 'groups:read', 'im:read', 'files:read', 'commands'])
      this.scopes.add(more)
    this.#methods = webApi({
      workspace: this.workspace,
      readsMetadata: () => this.scopes.has('metadata.message:read'),
      takeTrigger: (id) => this.#takeTrigger(id),
      onBot: (what, message) => this.#onBot(what, message),
      socketUrl: () => `${this.#url.replace('http', 'ws')}/link/?ticket=${this.hub.ticket()}`,
      fileUrl: (path) => `${this.#url}/files/${path}`,
    })
  }

  async start(): Promise<void> {
    this.#server.on('upgrade', (request, socket, head) => this.hub.upgrade(request, socket, head))
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#server.listen(0, '127.0.0.1', resolve)
    await promise
    this.#url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.hub.close()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** What `SLACK_API_URL` is set to. */
  get apiUrl(): string {
    return `${this.#url}/api/`
  }

  get activity(): number {
    return this.calls.length + this.deliveries.count
  }

  /** Resolves when the next call has been answered. */
  nextCall(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#watching.add(resolve)
    return promise
  }

  /** Calls of one method. */
  callsOf(method: string): Call[] {
    return this.calls.filter((call) => call.method === method)
  }

  /** A fresh trigger for what a user just did. */
  trigger(user: string): string {
    const id = `${Date.now()}.${this.workspace.id('')}`
    this.#triggers.set(id, { user, until: performance.now() + this.#options.triggerMs, used: false })
    return id
  }

  responseUrl(channel: string, user: string): string {
    const id = randomUUID()
    const until = performance.now() + RESPONSE_URL_MS
    this.#responseUrls.set(id, { left: RESPONSE_URL_USES, until, channel, user })
    return `${this.#url}/response/${id}`
  }

  /** What is common to every event. */
  eventCallback(event: Json): Json {
    const { teamId, enterpriseId } = this.workspace
    return {
      token: 'verification-token',
      team_id: teamId,
      context_team_id: teamId,
      api_app_id: 'A0APP',
      event,
      type: 'event_callback',
      event_id: this.workspace.id('Ev'),
      event_time: Math.floor(Date.now() / 1000),
      authorizations: [
        { enterprise_id: enterpriseId, team_id: teamId, user_id: BOT_USER, is_bot: true, is_enterprise_install: false },
      ],
      is_ext_shared_channel: false,
      ...(enterpriseId !== null && { enterprise_id: enterpriseId }),
    }
  }

  #onBot(what: 'posted' | 'changed' | 'deleted', message: SlackMessage): void {
    if (!this.#options.echoes || message.ephemeralFor) return
    const { channel } = message
    const type = this.workspace.channels.get(channel)?.kind
    const common = { type: 'message', channel, channel_type: type, event_ts: this.workspace.nextTs() }
    const event =
      what === 'posted'
        ? { ...shown(message), ...common }
        : what === 'changed'
          ? {
              ...common,
              subtype: 'message_changed',
              message: shown(message),
              ts: this.workspace.nextTs(),
              hidden: true,
            }
          : {
              ...common,
              subtype: 'message_deleted',
              deleted_ts: message.ts,
              previous_message: shown(message),
              hidden: true,
            }
    if (this.hub.size > 0 || this.deliveries.http) {
      void this.deliveries.deliver('events_api', this.eventCallback(event))
    }
  }

  #takeTrigger(id: string): { user: string } | { error: string } {
    const trigger = this.#triggers.get(id)
    if (!trigger) return { error: 'invalid_trigger_id' }
    if (trigger.used) return { error: 'exchanged_trigger_id' }
    if (performance.now() > trigger.until) return { error: 'expired_trigger_id' }
    trigger.used = true
    return { user: trigger.user }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const path = new URL(request.url ?? '/', this.#url).pathname
    if (path.startsWith('/api/')) return this.#call(path.slice('/api/'.length), request, body, response)
    if (path.startsWith('/response/')) return this.#respond(path.slice('/response/'.length), body, response)
    if (path.startsWith('/files/')) return this.#file(path.slice('/files/'.length), request, body, response)
    answer(response, 404, 'no such page', 'text/plain')
  }

  async #call(method: string, request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const type = request.headers['content-type'] ?? ''
    const args = Object.fromEntries(new URLSearchParams(body.toString()))
    const fault = this.faults.next(method)
    if (fault?.kind === 'slow') await fault.until
    if (fault?.kind === 'drop' && fault.when === 'before') return void response.destroy()
    if (fault && this.#faulty(fault, response)) return
    const seconds = this.#limits?.take(method, args.channel ?? null) ?? null
    if (seconds !== null) {
      this.limited++
      return limited(response, seconds)
    }
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? args.token ?? ''
    const result = this.#refusal(method, token, type) ?? this.#methods[method]?.(args)
    const final: Answer = result ?? { ok: false, error: 'unknown_method' }
    this.calls.push({ method, args, answer: final })
    for (const look of this.#watching) look()
    this.#watching.clear()
    if (fault?.kind === 'drop') return void response.destroy()
    const headers: Record<string, string> = token === BOT_TOKEN ? { 'x-oauth-scopes': [...this.scopes].join(',') } : {}
    answer(response, 200, JSON.stringify(final), 'application/json; charset=utf-8', headers)
  }

  #faulty(fault: Fault, response: ServerResponse): boolean {
    if (fault.kind === 'answer') answer(response, fault.status, fault.body, fault.type ?? 'text/plain')
    else if (fault.kind === 'limited') limited(response, fault.retryAfter)
    else if (fault.kind === 'error')
      answer(response, 200, JSON.stringify({ ok: false, error: fault.error }), 'application/json; charset=utf-8')
    else return false
    return true
  }

  #refusal(method: string, token: string, type: string): Answer | null {
    const refused = this.revoked.get(token)
    if (refused) return { ok: false, error: refused }
    const wanted = method === 'apps.connections.open' ? APP_TOKEN : BOT_TOKEN
    if (token !== wanted) {
      const known = token === APP_TOKEN || token === BOT_TOKEN
      return { ok: false, error: token === '' ? 'not_authed' : known ? 'not_allowed_token_type' : 'invalid_auth' }
    }
    if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)/.test(type)) {
      return { ok: false, error: 'invalid_post_type' }
    }
    const needed = SCOPES[method]
    if (needed && !this.scopes.has(needed)) {
      return { ok: false, error: 'missing_scope', needed, provided: [...this.scopes].join(',') }
    }
    return null
  }

  #respond(id: string, body: Buffer, response: ServerResponse): void {
    const url = this.#responseUrls.get(id)
    if (!url || url.left === 0 || performance.now() > url.until) {
      answer(response, 404, 'used_url', 'text/plain')
      return
    }
    url.left--
    const given = JSON.parse(body.toString()) as Json
    this.calls.push({ method: 'response_url', args: { body: body.toString() }, answer: { ok: true } })
    this.workspace.messages.push({
      ts: this.workspace.nextTs(),
      channel: url.channel,
      user: BOT_USER,
      text: String(given.text ?? ''),
      blocks: (given.blocks ?? []) as Json[],
      ephemeralFor: url.user,
    })
    answer(response, 200, 'ok', 'text/plain')
  }

  async #file(path: string, request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    if (this.filesElsewhere) return void response.writeHead(302, { location: this.filesElsewhere }).end()
    const [what, id = ''] = path.split('/')
    const file = this.workspace.files.get(id)
    if (!file) return answer(response, 404, 'no such file', 'text/plain')
    if (what === 'upload') {
      file.bytes = await uploaded(request.headers['content-type'] ?? '', body)
      return answer(response, 200, `OK - ${file.bytes.length}`, 'text/plain')
    }
    // Without the token Slack shows its sign-in page, with status 200.
    if (request.headers.authorization !== `Bearer ${BOT_TOKEN}`) {
      return answer(response, 200, '<html>Sign in to Slack</html>', 'text/html; charset=utf-8')
    }
    response.writeHead(200, { 'content-type': file.mimetype, 'content-length': file.bytes.length })
    response.end(file.bytes)
  }
}

async function uploaded(type: string, body: Buffer): Promise<Uint8Array> {
  if (!type.startsWith('multipart/form-data')) return body
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()
  const [part] = [...form.values()]
  return part instanceof Blob ? new Uint8Array(await part.arrayBuffer()) : new Uint8Array()
}

function limited(response: ServerResponse, seconds: number | null): void {
  const headers: Record<string, string> = seconds === null ? {} : { 'retry-after': String(seconds) }
  answer(response, 429, JSON.stringify({ ok: false, error: 'ratelimited' }), 'application/json', headers)
}

function answer(
  response: ServerResponse,
  status: number,
  body: string,
  type: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': type, ...headers })
  response.end(body)
}
