import { element, find } from './element.js'
import { words } from './language.js'
import { avatar, badge, postOf } from './names.js'

/** @typedef {import('./api.js').Person} Person */

/** Chooses whose conversations a column shows: a button and a list of everybody by department. */
export class PersonPicker {
  #button
  #list
  #choose
  /** @type {Person | null} */
  #person = null
  /** @type {Person[]} */
  #people = []
  #unread = /** @type {(person: string) => number} */ (() => 0)
  #active = 0
  #typed = ''
  #typedAt = 0

  /** @param {HTMLElement} root @param {(person: string) => void} choose */
  constructor(root, choose) {
    this.#button = find('.picker-button', root)
    this.#list = find('.picker-list', root)
    this.#choose = choose
    this.#button.addEventListener('click', () => (this.#list.hidden ? this.#open() : this.#close()))
    this.#button.addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
      event.preventDefault()
      this.#open()
    })
    this.#list.addEventListener('keydown', (event) => this.#onKey(event))
    this.#list.addEventListener('focusout', () => this.#hide())
    // The press would take the focus, and losing it closes the list before the click arrives.
    for (const part of [this.#list, this.#button]) part.addEventListener('mousedown', (event) => event.preventDefault())
    this.#list.addEventListener('click', (event) => {
      const option = /** @type {Element} */ (event.target).closest('[role=option]')
      if (option) this.#take(this.#options().indexOf(/** @type {HTMLElement} */ (option)))
    })
  }

  /** @param {Person} person @param {Person[]} people @param {(person: string) => number} unread of a person */
  render(person, people, unread) {
    this.#person = person
    this.#people = people
    this.#unread = unread
    find('.picker-person', this.#button).replaceChildren(
      avatar(person),
      element('span', { class: 'person-words' }, element('b', {}, person.name), element('small', {}, postOf(person))),
      element('span', { class: 'unseen' }, words().people),
    )
  }

  #open() {
    const departments = [...new Set(this.#people.map(({ department }) => department))]
    this.#list.replaceChildren(
      ...departments.map((department) =>
        element(
          'div',
          { role: 'group', 'aria-label': department },
          element('p', { class: 'picker-group', 'aria-hidden': 'true' }, department),
          ...this.#people.filter((person) => person.department === department).map((person) => this.#option(person)),
        ),
      ),
    )
    this.#list.hidden = false
    this.#button.setAttribute('aria-expanded', 'true')
    this.#list.focus()
    this.#activate(
      Math.max(
        0,
        this.#options().findIndex((option) => option.ariaSelected === 'true'),
      ),
    )
  }

  #close() {
    this.#hide()
    this.#button.focus()
  }

  #hide() {
    this.#list.hidden = true
    this.#button.setAttribute('aria-expanded', 'false')
  }

  /** @param {Person} person */
  #option(person) {
    return element(
      'div',
      {
        role: 'option',
        id: `${this.#list.id}-${person.id}`,
        'data-person': person.id,
        'aria-selected': String(person.id === this.#person?.id),
      },
      avatar(person),
      element('span', { class: 'person-words' }, element('b', {}, person.name), element('small', {}, person.title)),
      badge(this.#unread(person.id)),
    )
  }

  #options() {
    return /** @type {HTMLElement[]} */ ([...this.#list.querySelectorAll('[role=option]')])
  }

  /** @param {number} index */
  #activate(index) {
    const options = this.#options()
    this.#active = Math.min(Math.max(index, 0), options.length - 1)
    for (const [at, option] of options.entries()) option.classList.toggle('active', at === this.#active)
    const active = options[this.#active]
    active?.scrollIntoView({ block: 'nearest' })
    if (active) this.#list.setAttribute('aria-activedescendant', active.id)
  }

  /** @param {number} index */
  #take(index) {
    const person = this.#options()[index]?.dataset.person
    this.#close()
    if (person) this.#choose(person)
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const moves = { ArrowDown: this.#active + 1, ArrowUp: this.#active - 1, Home: 0, End: Number.MAX_SAFE_INTEGER }
    if (event.key in moves) this.#activate(moves[/** @type {keyof typeof moves} */ (event.key)])
    else if (event.key === 'Enter' || event.key === ' ') this.#take(this.#active)
    else if (event.key === 'Escape') this.#close()
    else if (event.key.length === 1) this.#typeAhead(event.key)
    else return
    event.preventDefault()
  }

  /** @param {string} key */
  #typeAhead(key) {
    const now = Date.now()
    this.#typed = now - this.#typedAt > 800 ? key : this.#typed + key
    this.#typedAt = now
    const found = this.#options().findIndex((option) =>
      option.querySelector('b')?.textContent?.toLowerCase().startsWith(this.#typed.toLowerCase()),
    )
    if (found >= 0) this.#activate(found)
  }
}
