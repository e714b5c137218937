import { html } from 'hono/html'
import { icon } from './icons.ts'

/** The dialog that every private form opens in. */
export function formFrame() {
  return html`<dialog class="form-dialog" id="form-dialog" aria-labelledby="form-title">
    <form class="form" method="dialog" novalidate>
      <div class="form-head">
        <div>
          <h2 id="form-title" tabindex="-1"></h2>
          <p class="form-whose">${icon('lock')}<span></span></p>
        </div>
        <button type="button" class="icon-button form-close" data-word-label="closeForm">${icon('close')}</button>
      </div>
      <ol class="form-steps"></ol>
      <div class="form-body" role="group"></div>
      <div class="form-foot">
        <p class="form-fault" role="alert"></p>
        <button type="button" class="button quiet form-back" data-word="back"></button>
        <button type="submit" class="button primary form-next"></button>
      </div>
    </form>
  </dialog>`
}
