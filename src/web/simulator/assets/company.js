import { readClock, readNews, readPeople, readPlace } from './api.js'

/**
 * @typedef {import('./api.js').Person} Person
 * @typedef {import('./api.js').Message} Message
 * @typedef {{ n: number, from: string }} Heard
 */

/** Between two reads of a company in motion. */
const PAUSE_MS = 120

/** The simulated company as this page knows it: a copy of what the server says, read again at every change. */
export class Company {
  /** @type {Person[]} */
  people = []
  /** @type {import('./api.js').Channel[]} */
  channels = []
  /** @type {import('./api.js').Clock | null} */
  clock = null
  /** When `clock` was read, in the browser's time. */
  clockReadAt = 0
  newest = 0
  /** @type {Map<string, Message[]>} */
  #places = new Map()
  /** @type {Map<string, Heard[]>} */
  #heard = new Map()
  /** @type {() => Iterable<string>} */
  #watched = () => []
  /** @type {Set<(arrived: Message[]) => void>} */
  #listeners = new Set()
  /** @type {Promise<void> | null} */
  #reading = null
  #again = false

  /** @param {() => Iterable<string>} watched the places whose messages are on screen */
  watch(watched) {
    this.#watched = watched
  }

  /** @param {(arrived: Message[]) => void} changed called after every read, with what was not there before */
  onChange(changed) {
    this.#listeners.add(changed)
  }

  /** @param {string} place @returns {Message[] | null} null when not read yet */
  messages(place) {
    return this.#places.get(place) ?? null
  }

  /**
   * Who wrote when in a place, for everybody there to see; known for every place.
   * @param {string} place
   * @returns {Heard[]}
   */
  heard(place) {
    return this.#heard.get(place) ?? []
  }

  /** @param {string} id */
  person(id) {
    return this.people.find((person) => person.id === id) ?? null
  }

  /** The direct conversation, then the channels. @param {string} person */
  placesOf(person) {
    const channels = this.channels.filter(({ members }) => members.includes(person))
    return [`dm:${person}`, ...channels.map(({ name }) => `channel:${name}`)]
  }

  /** Company time at this moment, ms. */
  now() {
    return this.clock === null ? null : Date.parse(this.clock.now) + Date.now() - this.clockReadAt
  }

  /**
   * Whether the simulator's folder was emptied, so that nothing known here is true any more. An event may also be
   * older than what has been read since; then the server has more to tell.
   * @param {number} newest what the server called its newest message
   */
  async isForgotten(newest) {
    return newest < this.newest && (await readNews(newest)).messages.length === 0
  }

  /** Reads everything on screen; resolves when what was true at the call has been read. */
  refresh() {
    this.#again = true
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null
    })
    return this.#reading
  }

  async #read() {
    while (this.#again) {
      this.#again = false
      await this.#readOnce()
      if (this.#again) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }

  async #readOnce() {
    const [{ people, channels }, clock, { messages: news }] = await Promise.all([
      readPeople(),
      readClock(),
      readNews(this.newest),
    ])
    const first = this.clock === null
    this.people = people
    this.channels = channels
    this.clock = clock
    this.clockReadAt = Date.now()
    // Read after the news, so that whatever was announced is there to be shown.
    await this.readPlaces(this.#watched())
    for (const message of news) {
      this.newest = Math.max(this.newest, message.n)
      // What is for one pair of eyes has come because they did something, and is before them already.
      if (message.ephemeral) continue
      const heard = this.#heard.get(message.in) ?? []
      heard.push({ n: message.n, from: message.from })
      this.#heard.set(message.in, heard)
    }
    for (const changed of this.#listeners) changed(first ? [] : news)
  }

  /** @param {Iterable<string>} places */
  async readPlaces(places) {
    await Promise.all(
      [...new Set(places)].map(async (place) => {
        const { messages } = await readPlace(place)
        this.#places.set(place, messages)
      }),
    )
  }
}
