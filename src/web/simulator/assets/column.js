import { act, BOT, Refusal } from './api.js'
import { Composer } from './composer.js'
import { find } from './element.js'
import { emptyPlace } from './empty-place.js'
import { language, words } from './language.js'
import { MessageList } from './message-list.js'
import { Notices } from './notices.js'
import { PersonPicker } from './person-picker.js'
import { PlaceTabs } from './place-tabs.js'

/**
 * @typedef {import('./api.js').Message} Message
 * @typedef {import('./api.js').Person} Person
 * @typedef {object} ColumnParts
 * @property {import('./company.js').Company} company
 * @property {import('./unread.js').Unread} unread
 * @property {(message: Message, person: Person) => void} openForm
 * @property {(message: Message) => boolean} isStarted
 * @property {(column: Column, person: string) => void} choosePerson
 * @property {(column: Column, place: string) => void} choosePlace
 */

/** One person at one place, with everything they can do there. */
export class Column {
  root
  person = ''
  place = ''
  #parts
  #picker
  #tabs
  #list
  #composer
  #notices
  #empty
  #shownPlace = ''
  #lesson = ''

  /** @param {HTMLElement} root @param {ColumnParts} parts */
  constructor(root, parts) {
    this.root = root
    this.#parts = parts
    this.#picker = new PersonPicker(root, (person) => parts.choosePerson(this, person))
    this.#tabs = new PlaceTabs(root, (place) => parts.choosePlace(this, place))
    this.#notices = new Notices(root)
    this.#composer = new Composer(root, {
      say: (text, replyTo) => this.#do({ from: this.person, in: this.place, text, ...(replyTo && { replyTo }) }),
      attach: (attachment) => void this.#do({ from: this.person, in: this.place, attachment }),
    })
    this.#list = new MessageList(root, parts.company, {
      tap: (message, action, button) => void this.#tap(message, action, button),
      reply: (message) => this.#composer.replyTo(message),
      open: (message) => {
        const person = parts.company.person(this.person)
        if (person) parts.openForm(message, person)
      },
      started: parts.isStarted,
    })
    this.#empty = document.createElement('div')
    find('.log', root).append(this.#empty)
  }

  /** @param {Message[]} arrived what is new in the whole company */
  render(arrived = []) {
    const { company, unread } = this.#parts
    const person = company.person(this.person)
    const messages = company.messages(this.place)
    if (!person) return
    find('h2', this.root).textContent = words().column(person.name)
    this.#picker.render(person, company.people, (id) => unread.total(id))

    const switched = this.#shownPlace !== `${person.id} ${this.place}`
    if (switched) {
      this.#list.reset()
      this.#notices.clear()
    }
    this.#composer.render(person, this.place)
    if (messages) {
      this.#list.render(person, this.place, messages, switched ? [] : arrived.filter(({ in: at }) => at === this.place))
      this.#showEmpty(person, messages.length === 0)
      if (switched) this.#list.scrollToEnd()
      this.#shownPlace = `${person.id} ${this.place}`
    }
    if (this.isVisible()) unread.markRead(this.person, this.place)
    this.#tabs.render(company.placesOf(person.id), this.place, (place) => unread.count(person.id, place))
    this.#passOn(arrived)
  }

  isVisible() {
    return document.visibilityState === 'visible' && this.root.offsetParent !== null
  }

  /** @param {Person} person @param {boolean} isEmpty */
  #showEmpty(person, isEmpty) {
    const lesson = isEmpty ? JSON.stringify([person, this.place, language()]) : ''
    if (lesson === this.#lesson) return
    this.#lesson = lesson
    if (!isEmpty) return this.#empty.replaceChildren()
    const say = (/** @type {string} */ text) => void this.#do({ from: this.person, in: this.place, text })
    this.#empty.replaceChildren(emptyPlace(person, this.place, say))
  }

  /** What the bot says to this person alone while they look at a channel would go unseen. @param {Message[]} arrived */
  #passOn(arrived) {
    if (this.place === `dm:${this.person}`) return
    const word = arrived.findLast(
      ({ in: at, from, ephemeral, card }) => at === `dm:${this.person}` && from === BOT && ephemeral && !card,
    )
    if (word) this.#notices.show(word.text, 'word')
  }

  /** @param {Message} message @param {import('./api.js').Action} action @param {HTMLButtonElement} button */
  async #tap(message, { actionId, value }, button) {
    if (button.getAttribute('aria-busy') === 'true') return
    button.setAttribute('aria-busy', 'true')
    await this.#do({ from: this.person, action: { messageId: message.id, actionId, value } })
    button.removeAttribute('aria-busy')
  }

  /** @param {import('./api.js').Deed} deed @returns {Promise<boolean>} whether it arrived */
  async #do(deed) {
    try {
      await act(deed)
      this.#notices.clear()
    } catch (error) {
      this.#notices.show(error instanceof Refusal ? error.message : words().unreachable)
      return false
    }
    // What came of it is shown by the next read; if that fails the page says so by itself.
    await this.#parts.company.refresh().catch(() => {})
    return true
  }
}
