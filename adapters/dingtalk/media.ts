import { HearbackError, type InboundFile, type OutFile } from '#core'
import type { ApiClient } from './api-client.ts'
import type { Calls, Spend } from './calls.ts'
import type { OapiClient } from './oapi-client.ts'
import { textOf } from './read.ts'

/** DingTalk's own limit for a file. */
export const MOST_FILE_BYTES = 20 * 1024 * 1024
const TIMEOUT_MS = 60_000

/** A file as a message names it. */
export interface FileNamed {
  readonly name: string
  readonly type: string
  readonly downloadCode: string
}

interface MediaParts {
  readonly api: ApiClient
  readonly oapi: OapiClient
  readonly robotCode: string
  readonly spend: Spend
}

/** Files in and out. What is taken in is read only when somebody wants it, and never past its limit. */
export class Media {
  readonly #parts: MediaParts

  constructor(parts: MediaParts) {
    this.#parts = parts
  }

  readonly open = ({ name, type, downloadCode }: FileNamed): InboundFile => ({
    name,
    type,
    read: (maxBytes) => this.#download(downloadCode, maxBytes),
  })

  /** @throws ApiError, or what `fetch` throws; nothing was shown to anybody then */
  async upload(file: OutFile, calls: Calls): Promise<string> {
    await calls.next()
    return this.#parts.oapi.upload(file)
  }

  async #download(downloadCode: string, maxBytes: number): Promise<Uint8Array> {
    const { api, robotCode, spend } = this.#parts
    await spend(1)
    const answer = await api.call('POST', '/v1.0/robot/messageFiles/download', { downloadCode, robotCode })
    const url = textOf(answer.downloadUrl)
    if (url === null || !(url.startsWith('https://') || api.isTheirs(url))) throw gone()
    // The address opens the file by itself: no token goes there.
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
    if (!response.ok || !response.body) throw gone()
    const chunks: Uint8Array[] = []
    let taken = 0
    for await (const chunk of response.body) {
      taken += chunk.length
      if (taken > maxBytes) throw new HearbackError('file-too-large', 'This file is too large.')
      chunks.push(chunk)
    }
    return new Uint8Array(Buffer.concat(chunks))
  }
}

function gone(): HearbackError {
  return new HearbackError('file-gone', 'DingTalk does not hand out this file (any more).')
}
