import { element, find, icon, languageOf } from './element.js'
import { words } from './language.js'

const SHOWN_MS = 9000

/** A sentence for the person of a column that is no message of the place on screen: an error, a word of the bot. */
export class Notices {
  #root

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = find('.notices', root)
  }

  /** @param {string} text @param {'fault' | 'word'} [kind] */
  show(text, kind = 'fault') {
    const dismiss = element(
      'button',
      { type: 'button', class: 'icon-button small', 'aria-label': words().dismiss },
      icon('close'),
    )
    const notice = element('div', { class: `notice ${kind}` }, element('p', { lang: languageOf(text) }, text), dismiss)
    dismiss.addEventListener('click', () => notice.remove())
    this.#root.replaceChildren(notice)
    const leave = () => (notice.matches(':hover, :focus-within') ? setTimeout(leave, SHOWN_MS) : notice.remove())
    setTimeout(leave, SHOWN_MS)
  }

  clear() {
    this.#root.replaceChildren()
  }
}
