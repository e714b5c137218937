import { html } from 'hono/html'
import { icon } from './icons.ts'

/** One conversation: who, where, what was said, and what to say. */
export function columnFrame(index: number) {
  const id = (part: string) => `${part}-${index}`
  return html`<section class="column" data-column="${index}" aria-labelledby="${id('column')}">
    <h2 class="unseen" id="${id('column')}"></h2>
    <div class="column-head">
      <div class="picker">
        <button
          type="button"
          class="picker-button"
          aria-haspopup="listbox"
          aria-expanded="false"
          aria-controls="${id('people')}"
        >
          <span class="picker-person"></span>${icon('down')}
        </button>
        <div class="picker-list" id="${id('people')}" role="listbox" tabindex="0" data-word-label="people" hidden></div>
      </div>
      <div class="tabs" role="tablist" data-word-label="places"></div>
    </div>
    <div class="place" id="${id('place')}" role="tabpanel">
      <div class="log" role="log" aria-live="off" tabindex="0" data-word-label="messages"></div>
      <button type="button" class="jump" hidden>${icon('arrow')}<span></span></button>
      <div class="notices" role="status"></div>
      <div class="composer">
        <div class="suggestions" role="group" data-word-label="suggestions"></div>
        <div class="replying" hidden>
          ${icon('reply')}<span class="replying-to"></span
          ><button type="button" class="icon-button small" data-word-label="cancelReply">${icon('close')}</button>
        </div>
        <div class="compose-row">
          <div class="attach">
            <button
              type="button"
              class="icon-button"
              aria-haspopup="menu"
              aria-expanded="false"
              aria-controls="${id('attach')}"
              data-word-label="attach"
            >
              ${icon('add')}
            </button>
            <div class="attach-menu" id="${id('attach')}" role="menu" data-word-label="attach" hidden>
              ${['image', 'voice', 'file'].map(
                (what) =>
                  html`<button type="button" role="menuitem" tabindex="-1" data-attachment="${what}">
                    ${icon(what)}<span data-word="${what}"></span>
                  </button>`,
              )}
            </div>
          </div>
          <textarea class="compose-text" rows="1" enterkeyhint="send" autocomplete="off"></textarea>
          <button type="button" class="send-button" data-word-label="send">${icon('send')}</button>
        </div>
      </div>
    </div>
  </section>`
}
