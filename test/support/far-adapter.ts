import { type Account, Identified, type LookUp, type Post, type Receive, type SendOutcome } from '#core'
import { RecordingAdapter } from './recording-adapter.ts'

/** Connects a process under test to the far side. */
export class FarAdapter extends RecordingAdapter {
  override readonly platform: string = 'slack'
  override readonly workspace: string = 'company'
  readonly exclusive: boolean
  readonly #url: string
  #connection: AbortController | null = null

  constructor(url: string, exclusive: boolean) {
    super()
    this.#url = url
    this.exclusive = exclusive
  }

  override async start(receive: Receive): Promise<void> {
    const connection = new AbortController()
    const response = await this.#ask('/listen', '', connection.signal)
    this.#connection = connection
    void this.#read(response, receive).catch(() => {})
  }

  override async send(post: Post): Promise<SendOutcome> {
    return { kind: 'sent', messageId: await (await this.#ask('/send', post.key)).text() }
  }

  override async lookUp({ key }: Pick<Post, 'key'>): Promise<LookUp | null> {
    const id = await (await this.#ask('/look-up', key)).text()
    return id === '-1' ? { kind: 'absent' } : { kind: 'sent', messageId: id }
  }

  override async stop(): Promise<void> {
    this.#connection?.abort()
    this.#connection = null
  }

  #ask(path: string, key: string, signal?: AbortSignal): Promise<Response> {
    return fetch(`${this.#url}${path}?pid=${process.pid}&key=${key}`, { method: 'POST', ...(signal && { signal }) })
  }

  async #read({ body }: Response, receive: Receive): Promise<void> {
    const text = body?.pipeThrough(new TextDecoderStream()) ?? []
    for await (const chunk of text) {
      for (const line of chunk.split('\n').filter(Boolean)) {
        const { key, userId, text } = JSON.parse(line)
        const from = new Identified<Account>({ platform: this.platform, workspace: this.workspace, userId })
        await receive({ kind: 'text', key, from, place: { kind: 'direct' }, text })
        await this.#ask('/ack', key)
      }
    }
  }
}
