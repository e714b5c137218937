import { longDate } from './dates.js'
import { element, find } from './element.js'
import { language, words } from './language.js'
import { messageItem } from './message-item.js'
import { rowsOf } from './rows.js'

/**
 * @typedef {import('./api.js').Message} Message
 * @typedef {object} Hooks what can be done to a message
 * @property {(message: Message, action: import('./api.js').Action, button: HTMLButtonElement) => void} tap
 * @property {(message: Message) => void} reply
 * @property {(message: Message) => void} open
 * @property {(message: Message) => boolean} started a form of which something has been filled in
 * @typedef {Map<string, { node: HTMLElement, signature: string }>} Shown
 */

const NEAR_PX = 80
const MARGIN_PX = 12

/** The messages of one place. What has not changed keeps its node, so that focus, selection and scroll stay. */
export class MessageList {
  #company
  #hooks
  #log
  #list = element('ol', { class: 'messages' })
  #jump
  /** @type {Shown} */
  #shown = new Map()
  /** @type {Set<string>} */
  #expanded = new Set()
  /** @type {Message[]} what came while the reader was elsewhere */
  #missed = []
  #atEnd = true
  #height = 0

  /** @param {HTMLElement} root @param {import('./company.js').Company} company @param {Hooks} hooks */
  constructor(root, company, hooks) {
    this.#company = company
    this.#hooks = hooks
    this.#log = find('.log', root)
    this.#jump = find('.jump', root)
    this.#log.append(this.#list)
    this.#log.addEventListener('scroll', () => this.#onScroll(), { passive: true })
    new ResizeObserver(() => this.#onResize()).observe(this.#log)
    this.#jump.addEventListener('click', () => this.#goToMissed())
  }

  /**
   * @param {import('./api.js').Person} person who is looking
   * @param {string} place
   * @param {Message[]} messages
   * @param {Message[]} arrived those of them that are new
   */
  render(person, place, messages, arrived) {
    const atEnd = this.#atEnd
    const timeZone = this.#company.clock?.timeZone ?? 'UTC'
    const rows = rowsOf(messages, timeZone)
    const context = { person, place, company: this.#company, timeZone, hooks: this.#hooks }
    /** @type {Shown} */
    const shown = new Map()
    /** @type {ChildNode | null} */
    let last = null
    for (const row of rows) {
      const expanded = this.#expanded.has(row.key)
      const started = row.kind === 'message' && this.#hooks.started(row.message)
      const signature = JSON.stringify([person.id, language(), expanded, started, row])
      const known = this.#shown.get(row.key)
      const node =
        known?.signature === signature
          ? known.node
          : row.kind === 'day'
            ? element('li', { class: 'day' }, element('span', {}, longDate(row.at, timeZone)))
            : messageItem(row, { ...context, started, expanded, expand: () => this.#expand(row.key, context) })
      if (known && known.node !== node) keepFocus(known.node, node)
      /** @type {ChildNode | null} */
      const next = last === null ? this.#list.firstChild : last.nextSibling
      if (next !== node) this.#list.insertBefore(node, next)
      last = node
      shown.set(row.key, { node, signature })
    }
    while (this.#list.lastChild !== last) this.#list.lastChild?.remove()
    this.#shown = shown
    this.#follow(person, arrived, atEnd)
  }

  /** Another place: nothing of the one before counts. */
  reset() {
    this.#atEnd = true
    this.#shown.clear()
    this.#list.replaceChildren()
    this.#missed = []
    this.#showJump()
  }

  scrollToEnd() {
    this.#log.scrollTop = this.#log.scrollHeight
  }

  /** @param {string} key @param {{ person: import('./api.js').Person, place: string }} context */
  #expand(key, { person, place }) {
    this.#expanded.add(key)
    this.render(person, place, this.#company.messages(place) ?? [], [])
  }

  /**
   * Keeps the newest in view for whoever was at the end, and tells the others.
   * @param {import('./api.js').Person} person
   * @param {Message[]} arrived
   * @param {boolean} atEnd
   */
  #follow(person, arrived, atEnd) {
    if (arrived.length === 0) return
    const own = arrived.some((message) => message.from === person.id && message.replyTo === undefined)
    const first = arrived.map((message) => this.#nodeOf(message)).find((node) => node !== null)
    if (own || atEnd) {
      this.scrollToEnd()
      // Something longer than the screen is read from its beginning.
      if (first) this.#log.scrollTop = Math.min(this.#log.scrollTop, this.#topOf(first) - MARGIN_PX)
      this.#measure()
    }
    this.#missed.push(...arrived.filter((message) => message.from !== person.id))
    this.#forgetSeen()
  }

  #onScroll() {
    // Otherwise not a person's scrolling but a change of size, which is about to be told.
    if (this.#log.clientHeight === this.#height) this.#measure()
    this.#forgetSeen()
  }

  #measure() {
    const { scrollHeight, scrollTop, clientHeight } = this.#log
    this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR_PX
  }

  /** Whoever was at the end stays there when a keyboard, a banner or the window takes room away. */
  #onResize() {
    this.#height = this.#log.clientHeight
    if (this.#atEnd) this.scrollToEnd()
    this.#forgetSeen()
  }

  /** @param {Message} message @returns {HTMLElement | null} */
  #nodeOf(message) {
    return this.#list.querySelector(`[data-id="${CSS.escape(message.id)}"]`)
  }

  /** @param {HTMLElement} node */
  #topOf(node) {
    return node.getBoundingClientRect().top - this.#log.getBoundingClientRect().top + this.#log.scrollTop
  }

  #forgetSeen() {
    const view = this.#log.getBoundingClientRect()
    this.#missed = this.#missed.filter((message) => {
      const box = this.#nodeOf(message)?.getBoundingClientRect()
      return box !== undefined && (box.top > view.bottom - MARGIN_PX || box.bottom < view.top)
    })
    this.#showJump()
  }

  #showJump() {
    const count = this.#missed.length
    this.#jump.hidden = count === 0
    const first = this.#missed[0] && this.#nodeOf(this.#missed[0])
    this.#jump.classList.toggle('up', Boolean(first && this.#topOf(first) < this.#log.scrollTop))
    find('span', this.#jump).textContent = count === 0 ? '' : words().newBelow(count)
  }

  #goToMissed() {
    const node = this.#missed[0] && this.#nodeOf(this.#missed[0])
    if (node) this.#log.scrollTo({ top: this.#topOf(node) - MARGIN_PX * 4, behavior: 'smooth' })
    this.#log.focus({ preventScroll: true })
  }
}

/**
 * A message that changes under somebody's finger keeps the focus: on the same button, else on itself.
 * @param {HTMLElement} before
 * @param {HTMLElement} after
 */
function keepFocus(before, after) {
  const focused = document.activeElement
  if (!focused || !before.contains(focused)) return
  const action = focused.getAttribute('data-action')
  const same = action && after.querySelector(`[data-action="${CSS.escape(action)}"]`)
  requestAnimationFrame(() => {
    if (same instanceof HTMLElement) return same.focus({ preventScroll: true })
    after.tabIndex = -1
    after.focus({ preventScroll: true })
  })
}
