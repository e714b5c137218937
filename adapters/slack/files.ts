import { HearbackError, type InboundFile, type OutFile } from '#core'
import { apiBase, type Call, type Result } from './client.ts'
import type { SlackFile } from './parsed.ts'
import { textAt } from './read.ts'

interface FilesParts {
  readonly call: Call
  readonly botToken: string
  readonly apiUrl: string | null
}

const TIMEOUT_MS = 60_000

/** Files in and out. What is taken in is read only when somebody wants it, and never past its limit. */
export class Files {
  readonly #parts: FilesParts

  constructor(parts: FilesParts) {
    this.#parts = parts
  }

  readonly open = (file: SlackFile): InboundFile => ({
    name: file.name,
    type: file.type,
    read: (maxBytes) => this.#download(file, maxBytes),
  })

  /** Brings the bytes to Slack; nobody sees them yet. Answers the ids. */
  async upload(files: readonly OutFile[]): Promise<{ kind: 'ok'; ids: string[] } | Exclude<Result, { kind: 'ok' }>> {
    const ids: string[] = []
    for (const { name, bytes } of files) {
      const place = await this.#parts.call('files.getUploadURLExternal', { filename: name, length: bytes.length })
      if (place.kind !== 'ok') return place
      const url = textAt(place.data, 'upload_url')
      const id = textAt(place.data, 'file_id')
      if (url === null || id === null || !(await sent(url, bytes))) return { kind: 'refused', code: 'upload-failed' }
      ids.push(id)
    }
    return { kind: 'ok', ids }
  }

  /** Shows uploaded files under a message. */
  share(ids: readonly string[], channel: string, thread: string): Promise<Result> {
    const files = ids.map((id) => ({ id }))
    return this.#parts.call('files.completeUploadExternal', { files, channel_id: channel, thread_ts: thread })
  }

  async #download({ url, size }: SlackFile, maxBytes: number): Promise<Uint8Array> {
    if (size > maxBytes) throw tooLarge()
    if (!this.#isSlacks(url)) throw gone()
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${this.#parts.botToken}` },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    // Without a good token Slack shows its sign-in page, with status 200.
    const page = response.headers.get('content-type')?.startsWith('text/html') && !url.includes('.htm')
    if (!response.ok || !response.body || page) throw gone()
    const chunks: Uint8Array[] = []
    let taken = 0
    for await (const chunk of response.body) {
      taken += chunk.length
      if (taken > maxBytes) throw tooLarge()
      chunks.push(chunk)
    }
    return new Uint8Array(Buffer.concat(chunks))
  }

  /** The token goes to Slack's own hosts only, whatever an event names. */
  #isSlacks(url: string): boolean {
    return isSlackUrl(url, this.#parts.apiUrl)
  }
}

/** Whether an address that came in a payload is Slack's: its own domain, or the host that stands in its place. */
export function isSlackUrl(url: string, apiUrl: string | null): boolean {
  const { origin, protocol, hostname } = URL.parse(url) ?? {}
  if (apiUrl !== null && origin === new URL(apiBase(apiUrl)).origin) return true
  return protocol === 'https:' && (hostname === 'slack.com' || hostname?.endsWith('.slack.com') === true)
}

async function sent(url: string, bytes: Uint8Array): Promise<boolean> {
  try {
    const body = new Uint8Array(bytes)
    const response = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return response.ok
  } catch {
    return false
  }
}

function tooLarge(): HearbackError {
  return new HearbackError('file-too-large', 'This file is too large.')
}

function gone(): HearbackError {
  return new HearbackError('file-gone', 'Slack does not hand out this file (any more).')
}
