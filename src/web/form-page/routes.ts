import { readFileSync } from 'node:fs'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type FormPage, type FormPages, filledIn, PICTURES, type Sheet, type SheetValues } from '#core'
import { filesOf, pictureFields, valuesOf } from './form-files.ts'
import { endView, formView, reviewView } from './page.ts'

const LARGEST_BODY = 256 * 1024
/** Beside the files: what the page carries of pictures already, sealed, and the answers. */
const FORM_WITH_FILES = PICTURES.formBytes + PICTURES.most * PICTURES.bytes * 2 + LARGEST_BODY

/** Said before it is known whose form it is. */
const TOO_LARGE =
  '太大了，没有提交。请用浏览器的“返回”，您填的还在；图片请截个图，或者少选几张。\nToo large; nothing was sent. Go back in your browser, where everything you entered is still there, and choose smaller pictures or fewer.'
const BUSY =
  '现在正忙，没有提交。请用浏览器的“返回”，您填的还在，过一分钟再提交。\nBusy; nothing was sent. Go back in your browser, where everything you entered is still there, and send it once more in a minute.'

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

  let reading = 0
  routes.post('/f/:ticket', async (c) => {
    const ticket = c.req.param('ticket')
    // Who has no link that opens a form with pictures is not listened to for long.
    const page = c.req.header('content-type')?.startsWith('multipart/') ? await pages.view(ticket) : null
    const sheet = page?.kind === 'form' && pictureFields(page.sheet).length > 0 ? page.sheet : null
    if (sheet && reading >= PICTURES.atOnce) return c.text(BUSY, 503)
    if (sheet) reading++
    try {
      const maxSize = sheet ? FORM_WITH_FILES : LARGEST_BODY
      const limited = bodyLimit({ maxSize, onError: () => c.text(TOO_LARGE, 413) })
      return await limited(c, async () => {
        c.res = await taken(c, ticket, sheet)
      })
    } finally {
      if (sheet) reading--
    }
  })

  async function taken(c: Context, ticket: string, sheet: Sheet | null): Promise<Response> {
    const body = await c.req.parseBody({ all: true }).catch(() => ({}))
    const values = valuesOf(body)
    const files = sheet ? await filesOf(body, sheet) : {}
    switch (Reflect.get(body, '_do')) {
      case 'send':
        return show(c, corrected(await pages.submit(ticket, values, files), values))
      case 'check':
        return review(c, await pages.draft(ticket, values, files), values)
      default:
        return show(c, unfinished(await pages.draft(ticket, values, files), values))
    }
  }

  return routes
}

function show(c: Context, page: FormPage | null) {
  if (!page) return c.notFound()
  return c.html(page.kind === 'end' ? endView(page) : formView(page))
}

function review(c: Context, page: FormPage | null, values: SheetValues) {
  if (!page) return c.notFound()
  if (page.kind === 'end') return c.html(endView(page))
  // There is nothing to look at once more before the files are right, and before what is missing is there.
  if (Object.keys({ ...page.faults, ...page.errors }).length > 0)
    return c.html(formView({ ...page, sheet: filledIn(page.sheet, values) }))
  return c.html(reviewView({ ...page, sheet: filledIn(page.sheet, values) }))
}

function filled(page: FormPage | null, values: SheetValues): FormPage | null {
  return page?.kind === 'form' ? { ...page, sheet: filledIn(page.sheet, values) } : page
}

/** While it is being filled in, what is still missing is no error. */
function unfinished(page: FormPage | null, values: SheetValues): FormPage | null {
  return filled(page?.kind === 'form' ? { ...page, errors: {} } : page, values)
}

/** A form that comes back to be corrected has everything in it. */
function corrected(page: FormPage | null, values: SheetValues): FormPage | null {
  return page?.kind === 'form' && Object.keys({ ...page.errors, ...page.faults }).length > 0
    ? filled(page, values)
    : page
}

function readAsset(name: string): string {
  return readFileSync(new URL(`./assets/${name}`, import.meta.url), 'utf8')
}
