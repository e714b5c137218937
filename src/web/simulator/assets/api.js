/**
 * What the simulator's API serves.
 *
 * @typedef {{ id: string, name: string, department: string, title: string, roles: string[], locale: string }} Person
 * @typedef {{ name: string, members: string[] }} Channel
 * @typedef {{ label: string, count: number, share: number }} Bar
 * @typedef {{ text: string, bars?: Bar[] }} Section
 * @typedef {{ actionId: string, label: string, value: string, style?: string, section?: number }} Action
 * @typedef {object} Field
 * @property {string} name
 * @property {'statement' | 'choice' | 'choices' | 'text' | 'paragraph' | 'number' | 'date'} kind
 * @property {string} label
 * @property {number} step
 * @property {string} [hint]
 * @property {{ value: string, label: string }[]} [options]
 * @property {boolean} [required]
 * @property {number} [maxLength]
 * @property {number} [min]
 * @property {number} [max]
 * @property {string} [value]
 * @typedef {{ fields: Field[], steps: string[], submit: string, review?: string, page?: string }} Form
 * @typedef {{ title: string, text: string, actions: Action[], form: Form | null, sections?: Section[] }} Card
 * @typedef {object} Message
 * @property {number} n
 * @property {string} id
 * @property {string} from
 * @property {string} in
 * @property {string} text
 * @property {Card | null} card
 * @property {string} at
 * @property {string} [replyTo]
 * @property {boolean} [ephemeral]
 * @typedef {{ now: string, timeZone: string, next: string | null }} Clock
 * @typedef {Record<string, string | string[]>} Values
 * @typedef {(
 *   { from: string, in?: string, text: string, replyTo?: string } |
 *   { from: string, in?: string, attachment: string } |
 *   { from: string, action: { messageId: string, actionId: string, value: string } } |
 *   { from: string, form: { messageId: string, values: Values } }
 * )} Deed what a person of the company does
 */

const ROOT = '/simulator/api'

/** The bot's name among the authors of messages. */
export const BOT = 'hearback'

/** The server said no, in a sentence for the person; `fields` says which fields of a form it means. */
export class Refusal extends Error {
  /** @param {string} message @param {Record<string, string>} fields */
  constructor(message, fields) {
    super(message)
    this.fields = fields
  }
}

/** @returns {Promise<{ people: Person[], channels: Channel[] }>} */
export const readPeople = () => ask('/people')

/** @param {string} place @returns {Promise<{ messages: Message[] }>} */
export const readPlace = (place) => ask(`/messages?in=${encodeURIComponent(place)}`)

/** What came anywhere after a number. @param {number} after @returns {Promise<{ messages: Message[] }>} */
export const readNews = (after) => ask(`/messages?after=${after}`)

/** @returns {Promise<Clock>} */
export const readClock = () => ask('/clock')

/** @param {{ advance: string } | { next: true }} move @returns {Promise<Clock & { messages: Message[] }>} */
export const moveClock = (move) => ask('/clock', move)

/** @param {Deed} deed @returns {Promise<{ messages: Message[] }>} */
export const act = (deed) => ask('/messages', deed)

/** @param {string} path @param {unknown} [body] */
async function ask(path, body) {
  const response = await fetch(
    `${ROOT}${path}`,
    body === undefined
      ? { cache: 'no-cache' }
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  )
  const answer = await response.json()
  if (!response.ok) throw new Refusal(String(answer.error ?? response.statusText), answer.fields ?? {})
  return answer
}
