import { keep, recall } from './kept.js'

/**
 * What each person has seen. The simulator's server does not know: on a real platform it is the app's affair, too.
 */
export class Unread {
  #company
  #read = recall().read ?? {}

  /** @param {import('./company.js').Company} company */
  constructor(company) {
    this.#company = company
  }

  /** @param {string} person @param {string} place */
  count(person, place) {
    const read = this.#read[`${person} ${place}`] ?? 0
    return this.#company.heard(place).filter(({ n, from }) => n > read && from !== person).length
  }

  /** In all places of a person. @param {string} person */
  total(person) {
    return this.#company.placesOf(person).reduce((sum, place) => sum + this.count(person, place), 0)
  }

  /** @param {string} person @param {string} place */
  markRead(person, place) {
    const newest = this.#company.heard(place).at(-1)?.n ?? 0
    const key = `${person} ${place}`
    if (this.#read[key] === newest) return
    this.#read = { ...this.#read, [key]: newest }
    keep({ read: this.#read })
  }
}
