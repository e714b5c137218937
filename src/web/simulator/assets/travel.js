import { moveClock, Refusal } from './api.js'
import { longDate, shortDate, timeOf } from './dates.js'
import { find } from './element.js'
import { words } from './language.js'

/** @typedef {{ now: number, messages: import('./api.js').Message[] } | { fault: string }} Travelled */

const TICK_MS = 1000

/** The company's clock and the ways to move it. */
export class Travel {
  #company
  #report
  #busy = false
  #time = find('#clock-time')
  #longDate = find('.long-date')
  #shortDate = find('.short-date')
  #buttons = { next: find('#travel-next'), day: find('#travel-day'), month: find('#travel-month') }

  /**
   * @param {import('./company.js').Company} company
   * @param {(travelled: Travelled | null) => void} report null when it begins
   */
  constructor(company, report) {
    this.#company = company
    this.#report = report
    const moves = /** @type {const} */ ({ next: { next: true }, day: { advance: 'P1D' }, month: { advance: 'P1M' } })
    for (const name of /** @type {const} */ (['next', 'day', 'month'])) {
      this.#buttons[name].addEventListener('click', () => void this.#go(this.#buttons[name], moves[name]))
    }
    setInterval(() => this.#tick(), TICK_MS)
  }

  render() {
    this.#tick()
    const { clock } = this.#company
    if (!clock) return
    const text = words()
    const { next, timeZone } = clock
    const when = next === null ? text.nothingDue : `${shortDate(next, timeZone)} ${timeOf(next, timeZone)}`
    setText(find('#next-due'), when)
    this.#able()
  }

  #tick() {
    const now = this.#company.now()
    const zone = this.#company.clock?.timeZone
    if (now === null || zone === undefined) return
    setText(this.#time, timeOf(now, zone))
    this.#time.setAttribute('datetime', new Date(now).toISOString())
    setText(this.#longDate, longDate(now, zone))
    setText(this.#shortDate, shortDate(now, zone))
  }

  /** @param {HTMLElement} button @param {Parameters<typeof moveClock>[0]} move */
  async #go(button, move) {
    if (this.#busy || button.getAttribute('aria-disabled') === 'true') return
    this.#busy = true
    button.setAttribute('aria-busy', 'true')
    this.#able()
    this.#report(null)
    try {
      const { now, messages } = await moveClock(move)
      await this.#company.refresh()
      this.#report({ now: Date.parse(now), messages })
    } catch (error) {
      this.#report({ fault: error instanceof Refusal ? error.message : words().unreachable })
    } finally {
      this.#busy = false
      button.removeAttribute('aria-busy')
      this.#able()
    }
  }

  /** Disabled in name only, so that the keyboard keeps its place. */
  #able() {
    for (const button of Object.values(this.#buttons)) {
      const idle = button === this.#buttons.next && this.#company.clock?.next === null
      button.setAttribute('aria-disabled', String(idle || this.#busy))
    }
  }
}

/** @param {HTMLElement} at @param {string} text */
function setText(at, text) {
  if (at.textContent !== text) at.textContent = text
}
