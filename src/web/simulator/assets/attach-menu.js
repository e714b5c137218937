import { find } from './element.js'

/** The small menu that sends what the bot cannot read. */
export class AttachMenu {
  #button
  #menu

  /** @param {HTMLElement} root @param {(what: string) => void} attach */
  constructor(root, attach) {
    this.#button = find('[aria-haspopup]', root)
    this.#menu = find('[role=menu]', root)
    this.#button.addEventListener('click', () => (this.#menu.hidden ? this.#open() : this.#close()))
    root.addEventListener('focusout', (event) => {
      if (!root.contains(/** @type {Node | null} */ (event.relatedTarget))) this.#hide()
    })
    this.#menu.addEventListener('keydown', (event) => this.#onKey(event))
    for (const item of this.#items()) {
      item.addEventListener('click', () => {
        this.#close()
        attach(item.dataset.attachment ?? '')
      })
    }
  }

  #items() {
    return /** @type {HTMLElement[]} */ ([...this.#menu.querySelectorAll('[role=menuitem]')])
  }

  #open() {
    this.#menu.hidden = false
    this.#button.setAttribute('aria-expanded', 'true')
    this.#items()[0]?.focus()
  }

  #close() {
    this.#hide()
    this.#button.focus()
  }

  #hide() {
    this.#menu.hidden = true
    this.#button.setAttribute('aria-expanded', 'false')
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const items = this.#items()
    const at = items.indexOf(/** @type {HTMLElement} */ (document.activeElement))
    if (event.key === 'ArrowDown') items[(at + 1) % items.length]?.focus()
    else if (event.key === 'ArrowUp') items[(at - 1 + items.length) % items.length]?.focus()
    else if (event.key === 'Escape') this.#close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
}
