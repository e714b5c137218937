import { element, find } from './element.js'
import { badge, placeName } from './names.js'

/** The places one person is in: the conversation with the bot and channels, as tabs. */
export class PlaceTabs {
  #list
  #panel
  #choose

  /** @param {HTMLElement} root @param {(place: string) => void} choose */
  constructor(root, choose) {
    this.#list = find('.tabs', root)
    this.#panel = find('.place', root)
    this.#choose = choose
    this.#list.addEventListener('keydown', (event) => this.#onKey(event))
  }

  /** @param {string[]} places @param {string} current @param {(place: string) => number} unread */
  render(places, current, unread) {
    const focused = this.#list.contains(document.activeElement)
    this.#list.replaceChildren(
      ...places.map((place) => {
        const selected = place === current
        return element(
          'button',
          {
            type: 'button',
            role: 'tab',
            class: 'tab',
            id: `${this.#panel.id}-${place.replace(/\W/g, '-')}`,
            'aria-selected': String(selected),
            'aria-controls': this.#panel.id,
            tabindex: selected ? 0 : -1,
            'data-place': place,
            onclick: () => this.#choose(place),
          },
          place.startsWith('dm:') ? null : element('span', { class: 'hash', 'aria-hidden': 'true' }, '#'),
          placeName(place),
          selected ? null : badge(unread(place)),
        )
      }),
    )
    const selected = /** @type {HTMLElement | null} */ (this.#list.querySelector('[aria-selected=true]'))
    if (selected) this.#panel.setAttribute('aria-labelledby', selected.id)
    if (focused) selected?.focus()
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const tabs = /** @type {HTMLElement[]} */ ([...this.#list.children])
    const at = tabs.findIndex((tab) => tab.ariaSelected === 'true')
    const moves = { ArrowRight: at + 1, ArrowLeft: at - 1 + tabs.length, Home: 0, End: tabs.length - 1 }
    if (!(event.key in moves)) return
    event.preventDefault()
    const tab = tabs[moves[/** @type {keyof typeof moves} */ (event.key)] % tabs.length]
    if (tab?.dataset.place) this.#choose(tab.dataset.place)
  }
}
