import { html } from 'hono/html'
import { icon } from './icons.ts'

/** The name, what this is, the company's clock and the ways to move it, and below them what has just happened. */
export function header(companyName: Readonly<Record<string, string>>) {
  return html`<header class="top">
    <div class="bar">
      <div class="brand">
        <svg class="mark" aria-hidden="true" focusable="false"><use href="#icon-mark"></use></svg>
        <div>
          <h1><span lang="zh-CN">回音</span> <span lang="en">Hearback</span></h1>
          <p>
            ${Object.entries(companyName).map(
              ([language, name]) => html`<span lang="${language}" data-only="${language}">${name}</span>`,
            )}<span class="brand-line" data-word="nothingLeaves"></span>
          </p>
        </div>
      </div>
      <div class="time-travel" role="group" data-word-label="companyTime">
        <p class="clock"><time id="clock-time">--:--</time><span class="long-date"></span><span class="short-date"></span></p>
        <div class="travel">
          <button type="button" class="travel-button" id="travel-next">
            ${icon('next')}<span class="travel-words"><span data-word="nextDue"></span><small id="next-due"></small></span>
          </button>
          <button type="button" class="travel-button" id="travel-day">
            ${icon('day')}<span data-word="oneDay"></span>
          </button>
          <button type="button" class="travel-button" id="travel-month">
            ${icon('month')}<span data-word="oneMonth"></span>
          </button>
        </div>
      </div>
      <div class="settings">
        <button type="button" class="plain-button" id="language"></button>
        <button type="button" class="icon-button" id="theme"></button>
      </div>
    </div>
    <div class="moving" id="moving" hidden></div>
    <div class="strip offline" id="offline" role="status" hidden></div>
    <div class="strip moved" id="moved" role="status" hidden></div>
  </header>`
}
