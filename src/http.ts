import type { AddressInfo } from 'node:net'
import { type ServerType, serve } from '@hono/node-server'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type FormPages, HearbackError, type Log, loggable } from '#core'
import { sameSecret } from '#vault'
import { formPageRoutes, isLoopbackName } from '#web'
import type { ClockGuard } from './clock-guard.ts'
import type { Company } from './company.ts'
import type { Config } from './config.ts'
import { readFigures } from './figures.ts'
import type { Metrics } from './metrics.ts'
import type { Watchdog } from './watchdog.ts'

interface HttpParts {
  readonly config: Config
  readonly company: Company
  readonly metrics: Metrics
  readonly log: Log
  /** Private forms as web pages. */
  readonly forms: FormPages
  readonly simulator: Hono | null
  readonly watchdog: Watchdog
  /** Null where company time is moved on purpose. */
  readonly guard: ClockGuard | null
  /** How long a request may take to arrive. */
  readonly requestMs?: number | undefined
}

/** More than any platform sends. */
const WEBHOOK_BYTES = 1024 * 1024
const REQUEST_TIMEOUT_MS = 60_000
const HEADERS_TIMEOUT_MS = 10_000

/** The one HTTP server: pages, webhooks, health, metrics. */
export class HttpServer {
  readonly #parts: HttpParts
  readonly #hono = new Hono()
  #server: ServerType | null = null

  constructor(parts: HttpParts) {
    this.#parts = parts
    const hono = this.#hono
    hono.onError((error, c) => {
      parts.log.error('http.failed', loggable(error))
      return c.json({ error: 'Something went wrong here; the log says where.' }, 500)
    })
    hono.notFound((c) => c.text('Not found', 404))
    hono.use('*', guardAnswers)
    hono.get('/healthz', (c) => c.text('ok'))
    hono.get('/readyz', (c) => this.#ready(c))
    hono.get('/metrics', (c) => this.#metrics(c))
    const limit = bodyLimit({ maxSize: WEBHOOK_BYTES, onError: (c) => c.text('Too large', 413) })
    hono.all('/webhooks/:platform', limit, (c) => this.#webhook(c))
    if (parts.config.roles.has('web')) hono.route('/', formPageRoutes(parts.forms))
    if (parts.simulator) hono.route('/', parts.simulator)
  }

  /** Starts to answer. @throws HearbackError when the port is taken */
  async listen(): Promise<string> {
    const { host, port } = this.#parts.config
    const { requestMs = REQUEST_TIMEOUT_MS } = this.#parts
    const { promise, resolve, reject } = Promise.withResolvers<AddressInfo>()
    this.#server = serve(
      {
        fetch: this.#hono.fetch,
        hostname: host,
        port,
        serverOptions: {
          requestTimeout: requestMs,
          headersTimeout: Math.min(HEADERS_TIMEOUT_MS, requestMs),
          connectionsCheckingInterval: requestMs / 6,
        },
      },
      resolve,
    )
    this.#server.on('error', (error: NodeJS.ErrnoException) => {
      const sentence = `Port ${port} on ${host} cannot be used (${error.code}). Set PORT to another one.`
      const zh = `${host} 的端口 ${port} 不能用（${error.code}）。请把 PORT 设成别的。`
      reject(new HearbackError('port', sentence, { cause: error, zh }))
    })
    const { port: bound } = await promise
    return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`
  }

  async close(): Promise<void> {
    const server = this.#server
    if (!server) return
    const { promise, resolve } = Promise.withResolvers<void>()
    server.close(() => resolve())
    if ('closeAllConnections' in server) server.closeIdleConnections()
    const impatient = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 2000)
    await promise
    clearTimeout(impatient)
  }

  async #ready(c: Context) {
    try {
      await this.#parts.company.database.check()
    } catch (error) {
      this.#parts.log.warn('ready.database', loggable(error))
      return c.text('the database does not answer', 503)
    }
    if (await this.#parts.watchdog.isStuck()) return c.text('the work has stopped', 503)
    const doubt = this.#parts.guard?.doubt
    // What comes in is taken all the same, so that nothing is lost.
    if (doubt) return c.text(`ready to take, but nothing is sent: the clock of this machine is in doubt (${doubt.why})`)
    return c.text('ready')
  }

  async #webhook(c: Context) {
    const platform = c.req.param('platform') ?? ''
    const take = this.#parts.company.bot.webhook(platform)
    if (take) return take(c.req.raw)
    // Another process listens to this platform, or this one does not yet: its next attempt will find it.
    const known = this.#parts.company.bot.hasWebhook(platform)
    return known ? c.text('Not listening here', 503, { 'retry-after': '5' }) : c.text('Not found', 404)
  }

  async #metrics(c: Context) {
    const { metricsToken } = this.#parts.config.secrets
    if (
      !this.#isLocal(c) &&
      !(metricsToken && sameSecret(c.req.header('authorization') ?? '', `Bearer ${metricsToken}`))
    ) {
      return c.text('Not found', 404)
    }
    const { metrics, company } = this.#parts
    metrics.show(await readFigures(company), company.queue.health(), this.#parts.guard?.doubt?.offMs ?? null)
    return c.text(await metrics.registry.metrics(), 200, { 'content-type': metrics.registry.contentType })
  }

  /** A request that a proxy passed on, or that a page of another site made, comes from anywhere. */
  #isLocal(c: Context): boolean {
    if (this.#parts.config.publicUrl !== null) return false
    if (c.req.header('x-forwarded-for') ?? c.req.header('forwarded')) return false
    if (!isLoopbackName(c.req.header('host') ?? '')) return false
    const address = (c.env as { incoming?: { socket?: { remoteAddress?: string } } }).incoming?.socket?.remoteAddress
    return address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1'
  }
}

/** What every answer carries, unless its page has said more precisely: nothing of it is kept, framed, or passed on. */
const guardAnswers: MiddlewareHandler = async (c, next) => {
  await next()
  for (const [name, value] of Object.entries(GUARDS)) if (!c.res.headers.has(name)) c.header(name, value)
}

const GUARDS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}
