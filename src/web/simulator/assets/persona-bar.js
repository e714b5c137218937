import { element, find } from './element.js'
import { avatar, badge } from './names.js'

/** On a phone: which of the three conversations is on screen. */
export class PersonaBar {
  #bar = find('#personas')
  #desk = find('#desk')
  #choose

  /** @param {(index: number) => void} choose */
  constructor(choose) {
    this.#choose = choose
  }

  /** @param {{ person: import('./api.js').Person, unread: number }[]} personas @param {number} active */
  render(personas, active) {
    const focused = [...this.#bar.children].indexOf(/** @type {Element} */ (document.activeElement))
    this.#desk.dataset.active = String(active)
    this.#bar.replaceChildren(
      ...personas.map(({ person, unread }, index) =>
        element(
          'button',
          {
            type: 'button',
            class: 'persona',
            'aria-current': index === active ? 'true' : null,
            onclick: () => this.#choose(index),
          },
          avatar(person),
          element('span', {}, person.name),
          badge(unread),
        ),
      ),
    )
    if (focused >= 0) /** @type {HTMLElement | undefined} */ (this.#bar.children[focused])?.focus()
  }
}
