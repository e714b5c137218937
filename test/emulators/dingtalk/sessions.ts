import { answerButtons } from './action-cards.ts'
import type { Organisation } from './organisation.ts'

const SESSION_MS = 90 * 60_000

type Fields = Readonly<Record<string, unknown>>

/** The ways back that come with messages: good for a while, without a token, in the conversation they came from. */
export class Sessions {
  readonly #now: () => number
  readonly #organisation: Organisation
  readonly #open = new Map<string, { readonly place: string; readonly until: number }>()
  /** What was said through them. */
  used = 0

  constructor(now: () => number, organisation: Organisation) {
    this.#now = now
    this.#organisation = organisation
  }

  /** A way back to a place, as a message names it. */
  open(url: string, place: string): Fields {
    const id = `session-${this.#open.size + 1}`
    const until = this.#now() + SESSION_MS
    this.#open.set(id, { place, until })
    return { sessionWebhook: `${url}/robot/sendBySession?session=${id}`, sessionWebhookExpiredTime: until }
  }

  say(id: string | null, { msgtype, markdown, text, actionCard }: Fields): unknown {
    const session = this.#open.get(id ?? '')
    if (!session || session.until <= this.#now()) return { errcode: 300_005, errmsg: 'session is expired' }
    const card = msgtype === 'actionCard' ? (actionCard as Fields) : null
    const content =
      card ?? (msgtype === 'markdown' ? (markdown as Fields) : { title: '', text: (text as Fields)?.content })
    if (typeof content?.text !== 'string' || content.text === '') return { errcode: 40_035, errmsg: '缺少参数 text' }
    this.used++
    const said = { title: String(content.title ?? ''), text: content.text, buttons: answerButtons(card?.btns) }
    if (!this.#organisation.isRepetition(session.place, said.text)) {
      this.#organisation.show({ in: session.place, from: 'hearback', ...said })
    }
    return { errcode: 0, errmsg: 'ok' }
  }
}
