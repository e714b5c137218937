import { BOT } from './api.js'
import { shortDate, timeOf } from './dates.js'
import { element, find, icon, languageOf } from './element.js'
import { words } from './language.js'
import { avatar, placeName } from './names.js'

/** @typedef {import('./api.js').Message} Message */

/** More names than these are a list to read, not a hint where to look. */
const MOST_NAMES = 8
const OLD_MS = 10 * 60_000

/** Below the header: that time passes, and then whom its messages went to. */
export class MovedStrip {
  #company
  #show
  #strip = find('#moved')
  #moving = find('#moving')
  /** @type {import('./travel.js').Travelled | null | undefined} */
  #last = undefined

  /** @param {import('./company.js').Company} company @param {(place: string) => void} show brings a place on screen */
  constructor(company, show) {
    this.#company = company
    this.#show = show
  }

  /** @param {import('./travel.js').Travelled | null} travelled */
  render(travelled) {
    const text = words()
    this.#last = travelled
    this.#moving.hidden = travelled !== null
    this.#strip.hidden = false
    this.#strip.classList.toggle('fault', travelled !== null && 'fault' in travelled)
    if (travelled === null) return this.#strip.replaceChildren(element('p', {}, text.moving))
    if ('fault' in travelled) return this.#strip.replaceChildren(element('p', {}, travelled.fault), this.#dismiss())
    const { now, messages } = travelled
    const timeZone = this.#company.clock?.timeZone ?? 'UTC'
    const when = `${shortDate(now, timeZone)} ${timeOf(now, timeZone)}`
    const came = messages.length === 0 ? text.nothingCame : text.came(messages.length)
    this.#strip.replaceChildren(
      element('p', {}, element('b', {}, text.movedTo(when)), text.sentenceGap, came),
      element('div', { class: 'moved-places' }, ...this.#places(messages)),
      this.#dismiss(),
    )
  }

  /** What has been told about a time long gone is old news. */
  age() {
    if (!this.#last || !('now' in this.#last)) return
    if ((this.#company.now() ?? 0) - this.#last.now > OLD_MS) this.#strip.hidden = true
  }

  /** The same in another language. */
  translate() {
    if (this.#last !== undefined && !this.#strip.hidden) this.render(this.#last)
  }

  /** @param {Message[]} messages */
  #places(messages) {
    const counts = new Map()
    for (const message of messages) {
      if (message.from === BOT) counts.set(message.in, (counts.get(message.in) ?? 0) + 1)
    }
    return [...counts].slice(0, MOST_NAMES).map(([place, count]) => {
      const person = place.startsWith('dm:') ? this.#company.person(place.slice('dm:'.length)) : null
      const name = person?.name ?? `#${placeName(place)}`
      return element(
        'button',
        {
          type: 'button',
          class: 'moved-place',
          title: words().cameTo(name, count),
          onclick: () => this.#show(place),
        },
        person && avatar(person),
        element('span', { lang: languageOf(name) }, name),
        element('b', {}, String(count)),
      )
    })
  }

  #dismiss() {
    const button = element(
      'button',
      { type: 'button', class: 'icon-button small', 'aria-label': words().dismiss },
      icon('close'),
    )
    button.addEventListener('click', () => {
      this.#strip.hidden = true
      find('#travel-next').focus()
    })
    return button
  }
}
