import { readFileSync } from 'node:fs'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type FormPage, type FormPages, filledIn, type SheetValues } from '#core'
import { nameOf } from './field.ts'
import { endView, formView, reviewView } from './page.ts'

const LARGEST_BODY = 256 * 1024
const PREFIX = nameOf({ name: '' })

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const ASSETS = {
  'page.css': { type: 'text/css; charset=utf-8', body: readAsset('page.css') },
  'page.js': { type: 'text/javascript; charset=utf-8', body: readAsset('page.js') },
} as const

/**
 * The page of a form. Its link is all that opens it: it stands in no log, is stored by nobody, and is passed on to no
 * other site. Whatever is wrong with a link, the answer is the same.
 */
export function formPageRoutes(pages: FormPages): Hono {
  const routes = new Hono()
  routes.use('/f/*', async (c, next) => {
    await next()
    c.header('Content-Security-Policy', CONTENT_SECURITY_POLICY)
    c.header('Cache-Control', 'no-store')
    c.header('Referrer-Policy', 'no-referrer')
    c.header('X-Content-Type-Options', 'nosniff')
    c.header('X-Robots-Tag', 'noindex, nofollow, noarchive')
    c.header('Cross-Origin-Opener-Policy', 'same-origin')
    c.header('Cross-Origin-Resource-Policy', 'same-origin')
  })

  routes.get('/f/assets/:file', (c) => {
    const asset = ASSETS[c.req.param('file') as keyof typeof ASSETS]
    return asset ? c.body(asset.body, 200, { 'Content-Type': asset.type }) : c.notFound()
  })

  routes.get('/f/:ticket', async (c) => show(c, await pages.view(c.req.param('ticket'))))

  routes.post(
    '/f/:ticket',
    bodyLimit({ maxSize: LARGEST_BODY, onError: (c) => c.text('Too large', 413) }),
    async (c) => {
      const ticket = c.req.param('ticket')
      const body = await c.req.parseBody({ all: true }).catch(() => ({}))
      const values = valuesOf(body)
      switch (Reflect.get(body, '_do')) {
        case 'send':
          return show(c, corrected(await pages.submit(ticket, values), values))
        case 'check':
          return review(c, await pages.draft(ticket, values), values)
        default:
          return show(c, filled(await pages.draft(ticket, values), values))
      }
    },
  )

  return routes
}

function show(c: Context, page: FormPage | null) {
  if (!page) return c.notFound()
  return c.html(page.kind === 'end' ? endView(page) : formView(page))
}

function review(c: Context, page: FormPage | null, values: SheetValues) {
  if (!page) return c.notFound()
  if (page.kind === 'end') return c.html(endView(page))
  return c.html(reviewView({ ...page, sheet: filledIn(page.sheet, values) }))
}

function filled(page: FormPage | null, values: SheetValues): FormPage | null {
  return page?.kind === 'form' ? { ...page, sheet: filledIn(page.sheet, values) } : page
}

/** A form that comes back to be corrected has everything in it. */
function corrected(page: FormPage | null, values: SheetValues): FormPage | null {
  return page?.kind === 'form' && Object.keys(page.errors).length > 0 ? filled(page, values) : page
}

function valuesOf(body: Readonly<Record<string, unknown>>): SheetValues {
  const values: Record<string, string | string[]> = Object.create(null)
  for (const [name, value] of Object.entries(body)) {
    if (!name.startsWith(PREFIX)) continue
    if (typeof value === 'string') values[name.slice(PREFIX.length)] = value.replace(/\r\n/g, '\n')
    else if (Array.isArray(value)) {
      values[name.slice(PREFIX.length)] = value.filter((one) => typeof one === 'string')
    }
  }
  return values
}

function readAsset(name: string): string {
  return readFileSync(new URL(`./assets/${name}`, import.meta.url), 'utf8')
}
