import axe from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'

/** Flags for a Chromium in a container, with nothing that looks for the network by itself. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

let launched: Promise<Browser> | null = null

/** The browser, one for all tests of a file. */
function browser(): Promise<Browser> {
  launched ??= chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS })
  return launched
}

export async function closeBrowser(): Promise<void> {
  await (await launched)?.close()
  launched = null
}

export const DESK: BrowserContextOptions = { viewport: { width: 1440, height: 900 }, locale: 'zh-CN' }
export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  locale: 'zh-CN',
  hasTouch: true,
  isMobile: true,
}

/** Opens a page; `faults` collects what the browser complains about. */
export async function openPage(url: string, options: BrowserContextOptions): Promise<{ page: Page; faults: string[] }> {
  const context = await (await browser()).newContext(options)
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text())
  })
  page.on('pageerror', (error) => faults.push(error.message))
  await page.goto(url)
  await page.locator('html[data-ready]').waitFor()
  return { page, faults }
}

/** What axe finds wrong on the page as it stands. */
export async function axeFindings(page: Page): Promise<string[]> {
  // Half-faded text has half the contrast.
  await page.evaluate('Promise.all(document.getAnimations().map((animation) => animation.finished))')
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const page = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const { violations } = await page.axe.run()
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
  })
}
