import { Column } from './column.js'
import { find } from './element.js'
import { keep, recall } from './kept.js'
import { PersonaBar } from './persona-bar.js'
import { startingColumns } from './preset.js'

/** @typedef {import('./api.js').Message} Message */

/** The three columns, and which of them a phone shows. */
export class Screen {
  #company
  #unread
  #columns
  #bar
  #active = Math.min(Math.max(Math.trunc(recall().active ?? 0), 0), 2)

  /**
   * @param {import('./company.js').Company} company
   * @param {import('./unread.js').Unread} unread
   * @param {Pick<import('./column.js').ColumnParts, 'openForm' | 'isStarted'>} forms
   */
  constructor(company, unread, forms) {
    this.#company = company
    this.#unread = unread
    const roots = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.column')])
    this.#columns = roots.map(
      (root) =>
        new Column(root, {
          company,
          unread,
          ...forms,
          choosePerson: (column, person) => this.#put(column, person, `dm:${person}`),
          choosePlace: (column, place) => this.#put(column, column.person, place),
        }),
    )
    this.#bar = new PersonaBar((index) => this.#activate(index))
    company.watch(() => this.#columns.flatMap(({ person }) => (person === '' ? [] : company.placesOf(person))))
  }

  /** Seats the people of last time, once it is known who there is. */
  start() {
    for (const [index, { person, place }] of startingColumns(this.#company).entries()) {
      const column = this.#columns[index]
      if (column) Object.assign(column, { person, place })
    }
  }

  /** @param {Message[]} [arrived] */
  render(arrived = []) {
    // Somebody may have left the company, or a channel, while on screen.
    if (this.#columns.some(({ person, place }) => !this.#isThere(person, place))) this.start()
    for (const column of this.#columns) column.render(arrived)
    const personas = this.#columns.flatMap(({ person: id }) => {
      const person = this.#company.person(id)
      return person ? [{ person, unread: this.#unread.total(id) }] : []
    })
    this.#bar.render(personas, this.#active)
  }

  /** @param {string} person @param {string} place */
  #isThere(person, place) {
    return this.#company.person(person) !== null && this.#company.placesOf(person).includes(place)
  }

  /** The columns that can be seen at this moment. */
  visible() {
    return this.#columns.filter((column) => column.isVisible())
  }

  /** Brings a place on screen: where its person sits, else in the column of the likest. @param {string} place */
  show(place) {
    const member = this.#company.channels.find(({ name }) => place === `channel:${name}`)?.members
    const seated = (/** @type {Column} */ { person }) =>
      member === undefined ? place === `dm:${person}` : member.includes(person)
    const column = this.#columns.find(seated) ?? this.#columnFor(place)
    if (!column) return
    const person = seated(column) ? column.person : (member?.[0] ?? place.slice('dm:'.length))
    this.#put(column, person, place)
    this.#activate(this.#columns.indexOf(column))
    find('.log', column.root).focus()
  }

  /** @param {string} place */
  #columnFor(place) {
    const roles = this.#company.person(place.slice('dm:'.length))?.roles ?? []
    if (place === 'channel:hr' || roles.includes('hr')) return this.#columns[1]
    if (place === 'channel:sales' || roles.includes('sales')) return this.#columns[2]
    return this.#columns[0]
  }

  /** @param {Column} column @param {string} person @param {string} place */
  #put(column, person, place) {
    // Whoever sits in two columns would be confusing: the others change seats.
    const other = this.#columns.find((one) => one !== column && one.person === person)
    if (other) Object.assign(other, { person: column.person, place: column.place })
    Object.assign(column, { person, place })
    keep({ columns: this.#columns.map(({ person: id, place: at }) => ({ person: id, place: at })) })
    void this.#company
      .readPlaces(this.#company.placesOf(person))
      .catch(() => {})
      .then(() => this.render())
  }

  /** @param {number} index */
  #activate(index) {
    this.#active = index
    keep({ active: index })
    this.render()
    // The column has only now been given room: what is in it counts as read from here on.
    this.render()
  }
}
