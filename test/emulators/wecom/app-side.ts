import { Windows } from '../windows.ts'
import { bytes, checkCard, isInteractive, type TemplateCard } from './card-rules.ts'
import type { Faults } from './faults.ts'
import type { MediaServer } from './media-server.ts'
import type { Shown, Tenant } from './tenant.ts'
import { WecomError } from './wecom-error.ts'

interface AppSideParts {
  readonly corpId: string
  readonly agentId: string
  readonly secret: string
  readonly tenant: Tenant
  readonly media: MediaServer
  readonly faults: Faults
  readonly now: () => number
  readonly lasts: (ms: number) => number
  /** The minute in which messages are counted, ms; an hour is sixty of them. */
  readonly minuteMs: number
  /** Whether the application has an address that cards may call back. */
  readonly callsBack: () => boolean
}

const TOKEN_MS = 7_200_000
const CODE_MS = 72 * 3_600_000
const RECALL_MS = 24 * 3_600_000
const TEXT_BYTES = 2048

/** A code with which one card can be changed once. */
interface ResponseCode {
  readonly messages: readonly Shown[]
  readonly until: number
  used: boolean
}

/** The interfaces of a self-built application. */
export class AppSide {
  readonly #parts: AppSideParts
  readonly #perMember: Windows
  readonly #perMinute: Windows
  readonly #codes = new Map<string, ResponseCode>()
  readonly #taskIds = new Set<string>()
  readonly #sent = new Map<string, { messages: readonly Shown[]; at: number }>()
  readonly #recent = new Map<string, number>()
  readonly #appchats = new Set<string>()
  #token: { value: string; until: number } | null = null
  #n = 0
  /** How often a token was asked for. */
  tokens = 0
  /** Messages that were dropped without a word. */
  dropped = 0

  constructor(parts: AppSideParts) {
    this.#parts = parts
    const { minuteMs } = parts
    this.#perMember = new Windows([
      { count: 30, perMs: minuteMs },
      { count: 1000, perMs: 60 * minuteMs },
    ])
    this.#perMinute = new Windows([{ count: 10_000, perMs: minuteMs }])
  }

  /** The token in use is worth nothing from now on. */
  revokeToken(): void {
    this.#token = null
  }

  getToken(corpId: string | null, secret: string | null): Record<string, unknown> {
    this.tokens++
    if (corpId !== this.#parts.corpId) throw new WecomError(40013, 'invalid corpid')
    if (secret !== this.#parts.secret) throw new WecomError(40001, 'invalid credential')
    const now = this.#parts.now()
    if (!this.#token || this.#token.until <= now) {
      this.#token = { value: `token-${++this.#n}`, until: now + this.#parts.lasts(TOKEN_MS) }
    }
    const left = Math.ceil((this.#token.until - now) / 1000)
    return { access_token: this.#token.value, expires_in: left }
  }

  checkToken(token: string | null): void {
    if (!token) throw new WecomError(41001, 'access_token missing')
    if (token !== this.#token?.value) throw new WecomError(40014, 'invalid access_token')
    if (this.#token.until <= this.#parts.now()) throw new WecomError(42001, 'access_token expired')
    if (this.#parts.faults.untrusted) throw new WecomError(60020, 'not allow to access from your ip')
    if (!this.#perMinute.take('all', this.#parts.now())) throw new WecomError(45009, 'api freq out of limit')
  }

  send(body: Record<string, unknown>): Record<string, unknown> {
    const { tenant, now, lasts } = this.#parts
    if (String(body.agentid) !== this.#parts.agentId) throw new WecomError(40056, 'invalid agentid')
    const asked = String(body.touser ?? '')
      .split('|')
      .filter(Boolean)
    if (asked.length > 1000) throw new WecomError(40058, 'touser')
    const found = asked.map((id) => ({ id, member: tenant.find(id) }))
    const valid = found.flatMap(({ member }) => (member && !member.hidden && member.status !== 5 ? [member] : []))
    const invalid = found.filter(({ member }) => !member || !valid.includes(member)).map(({ id }) => id)
    if (valid.length === 0) throw new WecomError(81013, 'user & party & tag all invalid')
    const content = this.#content(body)
    const msgid = `app-msg-${++this.#n}`
    const answer = { ...(invalid.length > 0 && { invaliduser: invalid.join('|') }), msgid }
    if (body.enable_duplicate_check === 1) {
      const same = JSON.stringify([body.touser, body.msgtype, body[String(body.msgtype)]])
      const span = lasts(Number(body.duplicate_check_interval ?? 1800) * 1000)
      const before = this.#recent.get(same)
      this.#recent.set(same, now())
      if (before !== undefined && now() - before < span) return answer
    }
    const messages: Shown[] = []
    for (const { userid } of valid) {
      if (this.#perMember.take(userid, now())) {
        messages.push(tenant.show({ in: `app:${userid}`, from: 'hearback', ...content }))
      } else this.dropped++
    }
    this.#sent.set(msgid, { messages, at: now() })
    if (!content.card || !isInteractive(content.card)) return answer
    return { ...answer, response_code: this.mintCode(messages) }
  }

  sendToChat(body: Record<string, unknown>): Record<string, unknown> {
    const chatid = String(body.chatid)
    if (!this.#appchats.has(chatid)) throw new WecomError(86003, 'chatid not exist')
    this.#parts.tenant.show({ in: `appchat:${chatid}`, from: 'hearback', ...this.#content(body) })
    return {}
  }

  createChat(body: Record<string, unknown>): Record<string, unknown> {
    const chatid = String(body.chatid ?? `chat-${++this.#n}`)
    this.#appchats.add(chatid)
    return { chatid }
  }

  /** A code for the card of these messages, as every click brings one, too. */
  mintCode(messages: readonly Shown[]): string {
    const code = `code-${++this.#n}`
    this.#codes.set(code, { messages, until: this.#parts.now() + this.#parts.lasts(CODE_MS), used: false })
    return code
  }

  updateCard(body: Record<string, unknown>): Record<string, unknown> {
    const code = this.#codes.get(String(body.response_code))
    if (!code || code.used || code.until < this.#parts.now()) throw new WecomError(42045, 'invalid response_code')
    const ids = body.userids as string[] | undefined
    if (!ids && !body.atall) throw new WecomError(40058, 'userids')
    const card = body.template_card as TemplateCard | undefined
    if (card) checkCard({ ...card, ...(!card.task_id && isInteractive(card) && { task_id: 'same' }) })
    code.used = true
    for (const message of code.messages) {
      const mine = message.in.slice('app:'.length)
      if (ids && !ids.some((id) => id.toLowerCase() === mine.toLowerCase())) continue
      this.#parts.tenant.activity++
      if (card) message.card = { ...card, ...(message.card?.task_id && { task_id: message.card.task_id }) }
    }
    return card && isInteractive(card) ? { response_code: this.mintCode(code.messages) } : {}
  }

  recall(body: Record<string, unknown>): Record<string, unknown> {
    const sent = this.#sent.get(String(body.msgid))
    if (!sent) throw new WecomError(40058, 'invalid msgid')
    if (this.#parts.now() - sent.at > this.#parts.lasts(RECALL_MS)) throw new WecomError(43101, 'out of recall window')
    for (const message of sent.messages) {
      message.recalled = true
      this.#parts.tenant.activity++
    }
    return {}
  }

  departments(): Record<string, unknown> {
    return { department_id: this.#parts.tenant.departments.map(({ id, parentid }) => ({ id, parentid, order: 1 })) }
  }

  departmentList(): Record<string, unknown> {
    return { department: this.#parts.tenant.departments }
  }

  /** Only those whom the application may see. */
  members(departmentId: string | null): Record<string, unknown> {
    const id = Number(departmentId)
    if (!this.#parts.tenant.departments.some((one) => one.id === id))
      throw new WecomError(60003, 'department not found')
    const userlist = [...this.#parts.tenant.people.values()]
      .filter(({ department, hidden, status }) => !hidden && status !== 5 && department.includes(id))
      .map(({ userid, name, department }) => ({ userid, name, department }))
    return { userlist }
  }

  member(userid: string | null): Record<string, unknown> {
    const member = this.#parts.tenant.find(userid ?? '')
    if (!member || member.status === 5) throw new WecomError(60111, 'userid not found')
    if (member.hidden) throw new WecomError(60011, 'no privilege to access')
    const { hidden, ...told } = member
    return { ...told, status: member.status ?? 1, main_department: member.department[0] }
  }

  memberIds(cursor: string, limit: number): Record<string, unknown> {
    const all = [...this.#parts.tenant.people.values()].filter(({ hidden, status }) => !hidden && status !== 5)
    const pairs = all.flatMap(({ userid, department }) => department.map((id) => ({ userid, department: id })))
    const from = Number(cursor || '0')
    const next = from + limit < pairs.length ? String(from + limit) : ''
    return { dept_user: pairs.slice(from, from + limit), next_cursor: next }
  }

  #content(body: Record<string, unknown>): Pick<Shown, 'text' | 'card' | 'file'> {
    const empty = { text: '', card: null, file: null }
    switch (body.msgtype) {
      case 'text':
      case 'markdown': {
        const { content } = body[body.msgtype] as { content: string }
        if (!content) throw new WecomError(44004, 'empty content')
        if (bytes(content) > TEXT_BYTES) throw new WecomError(45002, 'content size out of limit')
        return { ...empty, text: content }
      }
      case 'template_card': {
        const card = body.template_card as TemplateCard
        checkCard(card)
        if (isInteractive(card) && !this.#parts.callsBack()) throw new WecomError(43012, 'no callback url')
        if (card.task_id) {
          if (this.#taskIds.has(card.task_id)) throw new WecomError(42014, 'task_id duplicated')
          this.#taskIds.add(card.task_id)
        }
        return { ...empty, card }
      }
      case 'file':
        return { ...empty, file: this.#parts.media.get((body.file as { media_id: string }).media_id) }
      default:
        throw new WecomError(40008, 'invalid message type')
    }
  }
}
