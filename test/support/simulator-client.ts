/** A message as the simulator's API shows it. */
export interface SeenMessage {
  readonly n: number
  readonly id: string
  readonly from: string
  readonly in: string
  readonly text: string
  /** ISO 8601, company time. */
  readonly at: string
  readonly replyTo?: string
  readonly ephemeral?: true
  readonly card: {
    readonly title: string
    readonly text: string
    readonly actions: readonly { actionId: string; label: string; value: string }[]
    readonly form: { readonly fields: readonly SeenField[]; readonly page?: string } | null
  } | null
}

export interface SeenField {
  readonly name: string
  readonly kind: string
  readonly label: string
  readonly options?: readonly { value: string; label: string }[]
  readonly required?: boolean
  readonly maxLength?: number
}

export type FormValues = Readonly<Record<string, string | readonly string[]>>

/** The API said no: the sentence, and the one per field. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly fields: Readonly<Record<string, string>>
  constructor(message: string, fields: Readonly<Record<string, string>> = {}) {
    super(message)
    this.fields = fields
  }
}

/** Plays people of the simulated company through its API. */
export class SimulatorClient {
  readonly #api: string

  constructor(url: string) {
    this.#api = `${url}/simulator/api`
  }

  async people(): Promise<{ id: string; name: string; roles: string[]; locale: string; manager: string | null }[]> {
    return ((await this.#get('/people')) as { people: [] }).people
  }

  async messages(place: string, after = 0): Promise<SeenMessage[]> {
    const found = await this.#get(`/messages?in=${encodeURIComponent(place)}&after=${after}`)
    return (found as { messages: SeenMessage[] }).messages
  }

  /** Says something to the bot; answers what the bot said because of it, to anybody. */
  say(from: string, text: string): Promise<SeenMessage[]> {
    return this.#send({ from, text })
  }

  sayIn(from: string, place: string, text: string, replyTo?: string): Promise<SeenMessage[]> {
    return this.#send({ from, in: place, text, ...(replyTo && { replyTo }) })
  }

  sendImage(from: string): Promise<SeenMessage[]> {
    return this.#send({ from, attachment: 'image' })
  }

  /** Taps the button with this label (or the first whose label contains it). */
  tap(from: string, message: SeenMessage, label: string): Promise<SeenMessage[]> {
    const actions = message.card?.actions ?? []
    const action = actions.find((one) => one.label === label) ?? actions.find((one) => one.label.includes(label))
    if (!action) throw new Error(`no button "${label}" in: ${actions.map((one) => one.label).join(' | ')}`)
    return this.tapRaw(from, message.id, action.actionId, action.value)
  }

  tapRaw(from: string, messageId: string, actionId: string, value: string): Promise<SeenMessage[]> {
    return this.#send({ from, action: { messageId, actionId, value } })
  }

  submit(from: string, message: SeenMessage, values: FormValues): Promise<SeenMessage[]> {
    return this.#send({ from, form: { messageId: message.id, values } })
  }

  async clock(): Promise<{ now: string; next: string | null }> {
    return (await this.#get('/clock')) as { now: string; next: string | null }
  }

  advance(period: string): Promise<SeenMessage[]> {
    return this.#move({ advance: period })
  }

  moveTo(iso: string): Promise<SeenMessage[]> {
    return this.#move({ to: iso })
  }

  next(): Promise<SeenMessage[]> {
    return this.#move({ next: true })
  }

  async #move(body: unknown): Promise<SeenMessage[]> {
    return ((await this.#post('/clock', body)) as { messages: SeenMessage[] }).messages
  }

  async #send(body: { readonly from: string; readonly [other: string]: unknown }): Promise<SeenMessage[]> {
    const { messages } = (await this.#post('/messages', body)) as { messages: SeenMessage[] }
    return messages.filter((message) => message.from !== body.from)
  }

  async #get(path: string): Promise<unknown> {
    const response = await fetch(`${this.#api}${path}`)
    if (!response.ok) throw new Error(`GET ${path}: ${response.status}`)
    return response.json()
  }

  async #post(path: string, body: unknown): Promise<unknown> {
    const response = await fetch(`${this.#api}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const answer = (await response.json()) as { error?: string; fields?: Record<string, string> }
    if (response.status === 400) throw new Refusal(answer.error ?? '', answer.fields)
    if (!response.ok) throw new Error(`POST ${path}: ${response.status}`)
    return answer
  }
}

/** The one message among many that is in this place; fails when there is none or several. */
export function only(messages: readonly SeenMessage[], place: string): SeenMessage {
  const found = messages.filter((message) => message.in === place)
  const [first] = found
  if (!first || found.length > 1) {
    throw new Error(`expected one message in ${place}, found ${found.length}: ${found.map((m) => m.text).join(' ¦ ')}`)
  }
  return first
}

/** The newest message in this place. */
export function last(messages: readonly SeenMessage[], place: string): SeenMessage {
  const found = messages.filter((message) => message.in === place).at(-1)
  if (!found) throw new Error(`no message in ${place}`)
  return found
}

export function withForm(messages: readonly SeenMessage[]): SeenMessage {
  const found = messages.find((message) => message.card?.form)
  if (!found) throw new Error('no form was opened')
  return found
}

export function field(message: SeenMessage, name: string): SeenField {
  const found = message.card?.form?.fields.find((one) => one.name === name)
  if (!found) throw new Error(`the form has no field ${name}`)
  return found
}
