import { createCipheriv, randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SentFile } from './tenant.ts'
import { WecomError } from './wecom-error.ts'

const URL_LIFE_MS = 5 * 60_000
const MEDIA_LIFE_MS = 3 * 24 * 3_600_000

interface Upload {
  readonly file: { readonly name: string; readonly type: string }
  readonly size: number
  readonly chunks: (Uint8Array | null)[]
  readonly until: number
}

/** Files on their way: uploaded in pieces or whole, and offered enciphered at an address of a few minutes. */
export class MediaServer {
  readonly #now: () => number
  readonly #media = new Map<string, { file: SentFile; until: number }>()
  readonly #offers = new Map<string, { body: Uint8Array; name: string; until: number }>()
  readonly #uploads = new Map<string, Upload>()
  #n = 0

  constructor(now: () => number) {
    this.#now = now
  }

  keep(file: SentFile): string {
    if (file.bytes.length < 5) throw new WecomError(40006, 'invalid media size')
    if (file.bytes.length > 20 * 1024 * 1024) throw new WecomError(40009, 'media size out of limit')
    const id = `media-${++this.#n}`
    this.#media.set(id, { file, until: this.#now() + MEDIA_LIFE_MS })
    return id
  }

  get(mediaId: string): SentFile {
    const found = this.#media.get(mediaId)
    if (!found || found.until < this.#now()) throw new WecomError(40007, 'invalid media_id')
    return found.file
  }

  /** The path at which a file can be fetched, and the key of its own that it is enciphered with. */
  offer(file: SentFile): { path: string; aeskey: string } {
    const key = randomBytes(32)
    const pad = 32 - (file.bytes.length % 32)
    const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
    const body = Buffer.concat([cipher.update(Buffer.concat([file.bytes, Buffer.alloc(pad, pad)])), cipher.final()])
    const path = `/media/${++this.#n}`
    this.#offers.set(path, { body, name: file.name, until: this.#now() + URL_LIFE_MS })
    return { path, aeskey: key.toString('base64') }
  }

  answer(request: IncomingMessage, response: ServerResponse): boolean {
    if (!request.url?.startsWith('/media/')) return false
    const offer = this.#offers.get(request.url)
    if (!offer || offer.until < this.#now()) response.writeHead(403).end('expired')
    else {
      response.setHeader('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(offer.name)}`)
      response.end(offer.body)
    }
    return true
  }

  init({ type, filename, total_size: size, total_chunks: count }: Record<string, unknown>): string {
    if (typeof size !== 'number' || size < 5) throw new WecomError(40006, 'invalid media size')
    if (typeof count !== 'number' || count < 1 || count > 100) throw new WecomError(40058, 'total_chunks')
    const id = `upload-${++this.#n}`
    const file = { name: String(filename), type: String(type) }
    this.#uploads.set(id, { file, size, chunks: new Array(count).fill(null), until: this.#now() + 30 * 60_000 })
    return id
  }

  /** Pieces may come in any order, also twice; they are counted from 0 or from 1. */
  chunk(body: Record<string, unknown>): void {
    const upload = this.#upload(body.upload_id)
    const index = Number(body.chunk_index)
    const data = Buffer.from(String(body.base64_data), 'base64')
    if (data.length > 512 * 1024) throw new WecomError(40058, 'chunk too large')
    if (!(index >= 0 && index <= upload.chunks.length)) throw new WecomError(40058, 'chunk_index')
    upload.chunks[index === upload.chunks.length ? index - 1 : index] = data
  }

  finish(body: Record<string, unknown>): string {
    const upload = this.#upload(body.upload_id)
    const bytes = Buffer.concat(upload.chunks.map((chunk) => chunk ?? Buffer.alloc(0)))
    if (bytes.length !== upload.size) throw new WecomError(40058, 'chunks are missing')
    this.#uploads.delete(String(body.upload_id))
    return this.keep({ ...upload.file, bytes })
  }

  #upload(id: unknown): Upload {
    const upload = this.#uploads.get(String(id))
    if (!upload || upload.until < this.#now()) throw new WecomError(40058, 'invalid upload_id')
    return upload
  }
}
