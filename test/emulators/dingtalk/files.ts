import { DingtalkError } from './dingtalk-error.ts'
import type { SentFile } from './organisation.ts'

const MOST_BYTES = 20 * 1024 * 1024
const CODE_MS = 2 * 3_600_000
const URL_MS = 10 * 60_000

/** Files on their way: what a robot uploads, and what people send, behind a code and then at an address of minutes. */
export class Files {
  readonly #now: () => number
  readonly #media = new Map<string, SentFile>()
  readonly #codes = new Map<string, { file: SentFile; until: number }>()
  readonly #offers = new Map<string, { file: SentFile; until: number }>()
  #n = 0

  constructor(now: () => number) {
    this.#now = now
  }

  /** Takes the body of an upload; answers the id under which it can be sent. */
  async upload(type: string | null, contentType: string, body: Buffer): Promise<string> {
    if (type === null || !/^(image|voice|video|file)$/.test(type)) throw DingtalkError.old(40035, 'type')
    if (!contentType.startsWith('multipart/form-data')) throw DingtalkError.old(40035, 'not multipart')
    const response = new Response(new Uint8Array(body), { headers: { 'content-type': contentType } })
    const media = (await response.formData()).get('media')
    if (!media || typeof media === 'string') throw DingtalkError.old(40035, 'media missing')
    const bytes = new Uint8Array(await media.arrayBuffer())
    if (bytes.length === 0) throw DingtalkError.old(40035, 'media empty')
    if (bytes.length > MOST_BYTES) throw DingtalkError.old(40009, 'media too large')
    const id = `@media-${++this.#n}`
    this.#media.set(id, { name: media.name, type: media.type, bytes })
    return id
  }

  /** @throws DingtalkError when there is none with this id */
  media(id: unknown): SentFile {
    const found = this.#media.get(String(id))
    if (!found) throw DingtalkError.refused('invalidParameter.msgParam.mediaId')
    return found
  }

  /** The code with which a robot may ask for what somebody sent. */
  code(file: SentFile): string {
    const code = `download-code-${++this.#n}`
    this.#codes.set(code, { file, until: this.#now() + CODE_MS })
    return code
  }

  /** @throws DingtalkError when the code is unknown or too old */
  offer(code: unknown): string {
    const found = this.#codes.get(String(code))
    if (!found || found.until < this.#now()) throw DingtalkError.refused('unknownError.downloadCode')
    const path = `/files/${++this.#n}`
    this.#offers.set(path, { file: found.file, until: this.#now() + URL_MS })
    return path
  }

  /** What stands at an address that was offered; null when it is gone. */
  at(path: string): SentFile | null {
    const found = this.#offers.get(path)
    return found && found.until >= this.#now() ? found.file : null
  }
}
