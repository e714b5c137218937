import type { MiddlewareHandler } from 'hono'
import { hostName, isLoopbackName } from '../host-name.ts'

/** Where the simulator may be reached under. */
export interface SimulatorHosts {
  /** The host name it listens on. */
  readonly host: string
  readonly publicUrl: string | null
}

/**
 * Keeps other sites away: one whose name was rebound to this machine is betrayed by the Host header, a form or a
 * script on a foreign page by its Origin. The simulator has no log-in, so this is all that stands between them.
 */
export function refuseForeign({ host, publicUrl }: SimulatorHosts): MiddlewareHandler {
  const published = publicUrl === null ? null : new URL(publicUrl)
  const known = new Set([host, `[${host}]`, ...(published ? [published.hostname] : [])])

  /** An origin without a host, as of a sandboxed frame, is never ours. */
  const isOwn = (origin: string, asked: string) => {
    const from = URL.parse(origin)?.host
    return from !== undefined && (from === asked || from === published?.host)
  }

  return async (c, next) => {
    const asked = c.req.header('host') ?? ''
    if (!isLoopbackName(asked) && !known.has(hostName(asked))) {
      return c.json(
        { error: 'The simulator answers only under this machine’s own name; set PUBLIC_URL to add one.' },
        403,
      )
    }
    const origin = c.req.header('origin')
    const reads = c.req.method === 'GET' || c.req.method === 'HEAD'
    if (!reads && origin !== undefined && !isOwn(origin, asked)) {
      return c.json({ error: 'The simulator takes orders only from its own page.' }, 403)
    }
    await next()
  }
}
