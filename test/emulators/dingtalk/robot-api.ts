import { buttonsOf } from './action-cards.ts'
import { DingtalkError } from './dingtalk-error.ts'
import type { Files } from './files.ts'
import type { CardButton, Organisation, SentFile, Shown } from './organisation.ts'

type Fields = Readonly<Record<string, unknown>>

interface RobotApiParts {
  readonly robotCode: string
  readonly organisation: Organisation
  readonly files: Files
  readonly now: () => number
  readonly url: () => string
}

const MOST_USERS = 20
const MOST_KEYS = 20
const MOST_BYTES = 20_000
const RECALL_MS = 24 * 3_600_000

interface Content {
  readonly title: string
  readonly text: string
  readonly file: SentFile | null
  readonly buttons?: readonly CardButton[]
}

/** What a robot may do: write, take back, ask who has read it, fetch what it was sent. */
export class RobotApi {
  readonly #parts: RobotApiParts
  readonly #sent = new Map<string, { messages: Shown[]; at: number }>()
  #n = 0

  constructor(parts: RobotApiParts) {
    this.#parts = parts
  }

  /** By path; POST all of them, save `readStatus`. */
  get calls(): Record<string, (body: Fields) => unknown> {
    return {
      '/v1.0/robot/oToMessages/batchSend': (body) => this.#batch(body),
      '/v1.0/robot/oToMessages/readStatus': (query) => this.#readStatus(query),
      '/v1.0/robot/otoMessages/batchRecall': (body) => this.#recall(body),
      '/v1.0/robot/groupMessages/send': (body) => this.#group(body),
      '/v1.0/robot/groupMessages/query': (body) => this.#groupRead(body),
      '/v1.0/robot/groupMessages/recall': (body) => this.#recall(body),
      '/v1.0/robot/messageFiles/download': (body) => this.#download(body),
    }
  }

  /** Notes messages under a key with which they can be taken back. */
  keep(messages: Shown[]): string {
    const key = `pqk-${++this.#n}`
    this.#sent.set(key, { messages, at: this.#parts.now() })
    return key
  }

  #batch(body: Fields): unknown {
    this.#checkRobot(body)
    const { userIds } = body
    const { people, flowControlled, filtered } = this.#parts.organisation
    if (!Array.isArray(userIds) || userIds.length === 0) throw DingtalkError.refused('invalidParameter.userIds.empty')
    if (userIds.length > MOST_USERS) throw DingtalkError.refused('invalidParameter.userIds.tooLong')
    const ids = [...new Set(userIds.map(String))]
    const content = this.#content(body)
    const invalid = ids.filter((id) => !people.has(id))
    if (invalid.length === ids.length) throw DingtalkError.refused('staffId.notExisted')
    const slowed = ids.filter((id) => flowControlled.has(id))
    const left = ids.filter((id) => filtered.has(id))
    const reached = ids.filter((id) => ![...invalid, ...slowed, ...left].includes(id))
    return {
      processQueryKey: this.keep(reached.flatMap((id) => this.#show(id, content) ?? [])),
      invalidStaffIdList: invalid,
      flowControlledStaffIdList: slowed,
      filteredStaffIdList: left,
    }
  }

  #group(body: Fields): unknown {
    this.#checkRobot(body)
    const id = String(body.openConversationId)
    if (!this.#parts.organisation.groups.has(id)) throw DingtalkError.refused('miss.openConversationId')
    return { processQueryKey: this.keep([this.#show(id, this.#content(body)) ?? []].flat()) }
  }

  #show(place: string, content: Content): Shown | null {
    const { organisation } = this.#parts
    if (!content.file && organisation.isRepetition(place, content.text)) return null
    return organisation.show({ in: place, from: 'hearback', ...content })
  }

  #content({ msgKey, msgParam }: Fields): Content {
    const param = parsed(msgParam)
    if (!param) throw DingtalkError.refused('invalidParameter.msgParam.invalid')
    if (Buffer.byteLength(String(msgParam)) > MOST_BYTES)
      throw DingtalkError.refused('invalidParameter.msgParam.tooLong')
    const text = (name: string) => {
      const value = param[name]
      if (typeof value !== 'string' || value === '') throw DingtalkError.refused(`invalidParameter.msgParam.${name}`)
      return value
    }
    const buttons = buttonsOf(msgKey, text)
    if (buttons) return { title: text('title'), text: text('text'), file: null, buttons }
    switch (msgKey) {
      case 'sampleText':
        return { title: '', text: text('content'), file: null }
      case 'sampleMarkdown':
        return { title: text('title'), text: text('text'), file: null }
      case 'sampleFile': {
        const file = this.#parts.files.media(text('mediaId'))
        return { title: '', text: '', file: { ...file, name: text('fileName'), type: text('fileType') } }
      }
      case 'sampleImageMsg':
        return { title: '', text: '', file: this.#parts.files.media(text('photoURL')) }
      default:
        throw DingtalkError.refused('invalidParameter.msgKey.notFound')
    }
  }

  #recall(body: Fields): unknown {
    this.#checkRobot(body)
    const keys = Array.isArray(body.processQueryKeys) ? body.processQueryKeys.map(String) : []
    if (keys.length === 0 || keys.length > MOST_KEYS) throw DingtalkError.refused('invalidParameter.processQueryKeys')
    const failed: Record<string, string> = {}
    const done: string[] = []
    for (const key of keys) {
      const sent = this.#sent.get(key)
      if (!sent || this.#parts.now() - sent.at > RECALL_MS) failed[key] = sent ? 'recall.timeout' : 'message.notExist'
      else {
        for (const message of sent.messages) message.recalled = true
        done.push(key)
        this.#parts.organisation.changed()
      }
    }
    return { successResult: done, failedResult: failed }
  }

  #readStatus(query: Fields): unknown {
    this.#checkRobot(query)
    const messages = this.#of(query.processQueryKey)
    const list = messages.map(({ in: userId, read }) => ({
      userId,
      name: userId,
      readStatus: read ? 'READ' : 'UNREAD',
    }))
    return { sendStatus: messages.some(({ recalled }) => recalled) ? 'RECALLED' : 'SUCCESS', messageReadInfoList: list }
  }

  #groupRead(body: Fields): unknown {
    this.#checkRobot(body)
    this.#of(body.processQueryKey)
    return { sendStatus: 'SUCCESS', readUserIds: [] }
  }

  #of(key: unknown): readonly Shown[] {
    const sent = this.#sent.get(String(key))
    if (!sent) throw DingtalkError.refused('invalidParameter.processQueryKey')
    return sent.messages
  }

  #download(body: Fields): unknown {
    this.#checkRobot(body)
    return { downloadUrl: `${this.#parts.url()}${this.#parts.files.offer(body.downloadCode)}` }
  }

  #checkRobot({ robotCode }: Fields): void {
    if (robotCode !== this.#parts.robotCode) throw DingtalkError.refused('invalid.robotCode')
  }
}

function parsed(text: unknown): Fields | null {
  if (typeof text !== 'string') return null
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Fields) : null
  } catch {
    return null
  }
}
