import { html } from 'hono/html'
import { columnFrame } from './column-frame.ts'
import { formFrame } from './form-frame.ts'
import { header } from './header.ts'
import { icons } from './icons.ts'

export interface PageData {
  readonly companyName: Readonly<Record<string, string>>
  /** File names of what the page loads. */
  readonly assets: readonly string[]
  readonly earlyScript: string
  readonly mainScript: string
}

/**
 * The frame of the simulator's page, without one message. Its own words come from the browser, which knows the
 * chosen language: an element says with `data-word`, `data-word-label` or `data-word-placeholder` which.
 */
export function simulatorPage({ companyName, assets, earlyScript, mainScript }: PageData) {
  const path = (file: string) => `/simulator/assets/${file}`
  const styles = assets.filter((file) => file.endsWith('.css'))
  const modules = assets.filter((file) => file.endsWith('.js') && file !== earlyScript)
  return html`<!doctype html>
<html lang="zh-CN">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content" />
    <meta name="color-scheme" content="light dark" />
    <title>回音 Hearback</title>
    <link rel="icon" type="image/svg+xml" href="${path('mark.svg')}" />
    ${styles.map((file) => html`<link rel="stylesheet" href="${path(file)}" />`)}
    <script src="${path(earlyScript)}"></script>
    ${modules.map((file) => html`<link rel="modulepreload" href="${path(file)}" />`)}
    <script type="module" src="${path(mainScript)}"></script>
  </head>
  <body>
    ${icons()} ${header(companyName)}
    <main class="desk" id="desk">${[0, 1, 2].map((index) => columnFrame(index))}</main>
    <nav class="personas" id="personas" data-word-label="personas"></nav>
    ${formFrame()}
    <p class="unseen" id="announcer" role="status" aria-live="polite"></p>
    <noscript><p class="without-script">回音的模拟器需要 JavaScript。<span lang="en">The simulator needs JavaScript.</span></p></noscript>
  </body>
</html>`
}
