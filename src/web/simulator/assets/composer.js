import { AttachMenu } from './attach-menu.js'
import { element, find } from './element.js'
import { words, wordsOf } from './language.js'
import { placeName } from './names.js'
import { suggestionsFor } from './suggestions.js'

/**
 * @typedef {import('./api.js').Message} Message
 * @typedef {object} ComposerHooks
 * @property {(text: string, replyTo: string | undefined) => Promise<boolean>} say false when it did not arrive
 * @property {(what: string) => void} attach
 */

/** Where a person writes. What is typed and not sent stays with its place as long as the page lives. */
export class Composer {
  #root
  #text
  #hooks
  #replying
  /** @type {Map<string, { text: string, replyTo: Message | null }>} */
  #drafts = new Map()
  #where = ''
  #suggested = ''

  /** @param {HTMLElement} root @param {ComposerHooks} hooks */
  constructor(root, hooks) {
    this.#root = root
    this.#hooks = hooks
    this.#text = /** @type {HTMLTextAreaElement} */ (find('.compose-text', root))
    this.#replying = find('.replying', root)
    new AttachMenu(find('.attach', root), hooks.attach)
    this.#text.addEventListener('keydown', (event) => {
      // While Chinese is being composed, Enter chooses a word; Safari tells only by the old code.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
      event.preventDefault()
      void this.#send(this.#text.value)
    })
    this.#text.addEventListener('input', () => this.#keep())
    find('.send-button', root).addEventListener('click', () => {
      void this.#send(this.#text.value)
      this.#text.focus()
    })
    find('button', this.#replying).addEventListener('click', () => {
      this.replyTo(null)
      this.#text.focus()
    })
  }

  /** @param {import('./api.js').Person} person @param {string} place */
  render(person, place) {
    const where = `${person.id} ${place}`
    if (where !== this.#where) {
      this.#where = where
      this.#text.value = this.#draft().text
      this.#fit()
    }
    const text = words()
    const label = place.startsWith('dm:') ? text.saySomething(person.name) : text.sayInChannel(placeName(place))
    this.#text.placeholder = label
    this.#text.setAttribute('aria-label', label)
    this.#showReply()
    this.#suggest(suggestionsFor(person, place, wordsOf(person.locale)), person.locale)
  }

  /** @param {string[]} said @param {string} locale */
  #suggest(said, locale) {
    const signature = said.join('\n')
    if (signature === this.#suggested) return
    this.#suggested = signature
    find('.suggestions', this.#root).replaceChildren(
      ...said.map((word) =>
        element('button', { type: 'button', class: 'chip', lang: locale, onclick: () => this.#sayNow(word) }, word),
      ),
    )
  }

  /** The next message stands under this one. @param {Message | null} message */
  replyTo(message) {
    this.#drafts.set(this.#where, { ...this.#draft(), replyTo: message })
    this.#showReply()
    if (message) this.#text.focus()
  }

  #draft() {
    return this.#drafts.get(this.#where) ?? { text: '', replyTo: null }
  }

  #keep() {
    this.#drafts.set(this.#where, { ...this.#draft(), text: this.#text.value })
    this.#fit()
  }

  /** As high as its text, up to what the style allows. */
  #fit() {
    this.#text.style.height = 'auto'
    this.#text.style.height = `${this.#text.scrollHeight + 2}px`
  }

  #showReply() {
    const { replyTo } = this.#draft()
    this.#replying.hidden = replyTo === null
    const what = replyTo?.card?.title || replyTo?.text.split('\n', 1)[0] || ''
    find('.replying-to', this.#replying).textContent = replyTo === null ? '' : words().replyingTo(what)
  }

  /** @param {string} text */
  async #send(text) {
    if (text.trim() === '') return
    const where = this.#where
    const { replyTo } = this.#draft()
    this.#text.value = ''
    this.#keep()
    this.replyTo(null)
    if (await this.#hooks.say(text, replyTo?.id)) return
    // It did not arrive: nothing typed is lost, unless something else has been typed since.
    if (this.#drafts.get(where)?.text) return
    this.#drafts.set(where, { text, replyTo })
    if (this.#where !== where) return
    this.#text.value = text
    this.#fit()
    this.#showReply()
  }

  /** A suggestion is said as it stands and leaves alone what is being typed. @param {string} word */
  #sayNow(word) {
    void this.#hooks.say(word, undefined)
  }
}
