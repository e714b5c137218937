import { html } from 'hono/html'

/** Every drawing of the page, once; used as `<use href="#icon-…">`. Strokes take the colour of the text. */
export function icons() {
  return html`<svg width="0" height="0" aria-hidden="true" focusable="false" class="drawings">
    <symbol id="icon-mark" viewBox="0 0 32 32">
      <path class="mark-outer" d="M9 3.5h14A5.5 5.5 0 0 1 28.5 9v14a5.5 5.5 0 0 1-5.5 5.5H9.5L3.5 29.5l1-5.5A5.5 5.5 0 0 1 3.5 21V9A5.5 5.5 0 0 1 9 3.5z" />
      <rect class="mark-middle" x="9" y="9" width="14" height="14" rx="4" />
      <rect class="mark-inner" x="13.5" y="13.5" width="5" height="5" rx="1.6" />
    </symbol>
    <symbol id="icon-next" viewBox="0 0 20 20"><path d="M4.5 5v10l7-5zM14.5 5v10" /></symbol>
    <symbol id="icon-day" viewBox="0 0 20 20"><circle cx="10" cy="10" r="3.2" /><path d="M10 2.5v2M10 15.5v2M2.5 10h2M15.5 10h2M4.7 4.7l1.4 1.4M13.9 13.9l1.4 1.4M4.7 15.3l1.4-1.4M13.9 6.1l1.4-1.4" /></symbol>
    <symbol id="icon-month" viewBox="0 0 20 20"><rect x="3" y="4.5" width="14" height="12.5" rx="2.5" /><path d="M3 8.5h14M7 2.7v3M13 2.7v3" /></symbol>
    <symbol id="icon-light" viewBox="0 0 20 20"><circle cx="10" cy="10" r="3.5" /><path d="M10 2.2v1.8M10 16v1.8M2.2 10H4M16 10h1.8M4.5 4.5l1.3 1.3M14.2 14.2l1.3 1.3M4.5 15.5l1.3-1.3M14.2 5.8l1.3-1.3" /></symbol>
    <symbol id="icon-dark" viewBox="0 0 20 20"><path d="M16.5 12A7 7 0 0 1 8 3.5 7 7 0 1 0 16.5 12z" /></symbol>
    <symbol id="icon-auto" viewBox="0 0 20 20"><circle cx="10" cy="10" r="7" /><path d="M10 3a7 7 0 0 1 0 14z" fill="currentColor" /></symbol>
    <symbol id="icon-language" viewBox="0 0 20 20"><circle cx="10" cy="10" r="7.2" /><path d="M2.8 10h14.4M10 2.8c5 5 5 9.4 0 14.4M10 2.8c-5 5-5 9.4 0 14.4" /></symbol>
    <symbol id="icon-send" viewBox="0 0 20 20"><path d="M10 16V4M4.8 9.2 10 4l5.2 5.2" /></symbol>
    <symbol id="icon-add" viewBox="0 0 20 20"><path d="M10 4v12M4 10h12" /></symbol>
    <symbol id="icon-image" viewBox="0 0 20 20"><rect x="2.7" y="3.7" width="14.6" height="12.6" rx="2.5" /><circle cx="7" cy="8" r="1.3" /><path d="m3.5 15 4.5-4.5 3 3 2.3-2.3 3.7 3.7" /></symbol>
    <symbol id="icon-voice" viewBox="0 0 20 20"><rect x="7.5" y="2.5" width="5" height="9" rx="2.5" /><path d="M4.5 9.5a5.5 5.5 0 0 0 11 0M10 15v2.5" /></symbol>
    <symbol id="icon-file" viewBox="0 0 20 20"><path d="M5.5 2.7h6l4 4v9.1a1.5 1.5 0 0 1-1.5 1.5H5.5A1.5 1.5 0 0 1 4 15.8V4.2a1.5 1.5 0 0 1 1.5-1.5zM11.5 2.7v4h4" /></symbol>
    <symbol id="icon-reply" viewBox="0 0 20 20"><path d="M8 4.5 3.5 9 8 13.5M3.5 9h7a6 6 0 0 1 6 6v.5" /></symbol>
    <symbol id="icon-lock" viewBox="0 0 20 20"><rect x="4" y="8.8" width="12" height="8.2" rx="2.2" /><path d="M6.8 8.8V6.2a3.2 3.2 0 0 1 6.4 0v2.6" /></symbol>
    <symbol id="icon-form" viewBox="0 0 20 20"><rect x="4" y="2.7" width="12" height="14.6" rx="2.2" /><path d="M7 7h6M7 10.2h6M7 13.4h3.5" /></symbol>
    <symbol id="icon-close" viewBox="0 0 20 20"><path d="m5 5 10 10M15 5 5 15" /></symbol>
    <symbol id="icon-check" viewBox="0 0 20 20"><path d="m4 10.5 4 4 8-9" /></symbol>
    <symbol id="icon-down" viewBox="0 0 20 20"><path d="m5 7.5 5 5 5-5" /></symbol>
    <symbol id="icon-arrow" viewBox="0 0 20 20"><path d="M10 4v12M4.8 10.8 10 16l5.2-5.2" /></symbol>
  </svg>`
}

/** One of them. Always beside a text or in a labelled button, so never read out. */
export function icon(name: string) {
  return html`<svg class="icon" aria-hidden="true" focusable="false"><use href="#icon-${name}"></use></svg>`
}
