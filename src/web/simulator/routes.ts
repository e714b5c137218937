import { Hono } from 'hono'
import { etag } from 'hono/etag'
import { simulatorApi } from './api.ts'
import { ASSETS, EARLY_SCRIPT, MAIN_SCRIPT, readAsset } from './assets.ts'
import { refuseForeign, type SimulatorHosts } from './guard.ts'
import { simulatorPage } from './page/page.ts'
import type { SimulatorWorld } from './world.ts'

interface SimulatorParts extends SimulatorHosts {
  readonly world: SimulatorWorld
  /** The company's name in every language. */
  readonly companyName: () => Readonly<Record<string, string>>
}

/** Nothing but this server's own files, and nobody else's frame. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The simulator: its page, the page's files, its API. */
export function simulatorRoutes({ world, companyName, ...hosts }: SimulatorParts): Hono {
  const routes = new Hono()
  const guard = refuseForeign(hosts)
  for (const path of ['/', '/simulator/*']) {
    routes.use(path, guard)
    routes.use(path, async (c, next) => {
      await next()
      c.header('X-Content-Type-Options', 'nosniff')
      c.header('Referrer-Policy', 'no-referrer')
      c.header('Cross-Origin-Resource-Policy', 'same-origin')
    })
  }

  routes.get('/', etag(), (c) => {
    c.header('Content-Security-Policy', CONTENT_SECURITY_POLICY)
    c.header('Cache-Control', 'no-cache')
    return c.html(
      simulatorPage({
        companyName: companyName(),
        assets: ASSETS,
        earlyScript: EARLY_SCRIPT,
        mainScript: MAIN_SCRIPT,
      }),
    )
  })

  routes.get('/simulator/assets/:file', etag(), async (c) => {
    const asset = await readAsset(c.req.param('file'))
    if (!asset) return c.text('Not found', 404)
    c.header('Cache-Control', 'no-cache')
    return c.body(asset.body, 200, { 'Content-Type': asset.type })
  })

  routes.route('/', simulatorApi(world))
  return routes
}
