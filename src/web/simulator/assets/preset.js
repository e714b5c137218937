import { recall } from './kept.js'
import { language } from './language.js'

/**
 * @typedef {import('./api.js').Person} Person
 * @typedef {import('./kept.js').KeptColumn} KeptColumn
 */

/** Who is on screen at the first visit: an employee, HR, somebody in sales; best if they speak the page's language. */
const PRESET = [
  { id: 'E010', fits: (/** @type {Person} */ { roles }) => roles.length === 0, channel: null },
  { id: 'E003', fits: (/** @type {Person} */ { roles }) => roles.includes('hr'), channel: 'channel:hr' },
  { id: 'E006', fits: (/** @type {Person} */ { roles }) => roles.includes('sales'), channel: null },
]

/**
 * Who is in which column: as last time, as far as these people still work here.
 * @param {import('./company.js').Company} company
 * @returns {KeptColumn[]}
 */
export function startingColumns(company) {
  const { columns = [] } = recall()
  /** @type {KeptColumn[]} */
  const chosen = []
  for (const [index, { id, fits, channel }] of PRESET.entries()) {
    const free = company.people.filter((person) => !chosen.some((one) => one.person === person.id))
    const kept = columns[index]
    const before = free.find((person) => person.id === kept?.person)
    const person = before ?? likeliest(free.filter(fits), id) ?? free[0]
    if (!person) continue
    const places = company.placesOf(person.id)
    const wanted = before ? kept?.place : channel
    chosen.push({ person: person.id, place: places.find((place) => place === wanted) ?? `dm:${person.id}` })
  }
  return chosen
}

/** @param {Person[]} people @param {string} id the first choice */
function likeliest(people, id) {
  const ranked = [...people].sort((one, other) => Number(other.id === id) - Number(one.id === id))
  return ranked.find(({ locale }) => locale === language()) ?? ranked[0]
}
