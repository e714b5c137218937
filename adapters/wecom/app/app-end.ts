import type { Clock, Directory, InboundFile, Log } from '#core'
import { loggable } from '#core'
import { appDialect } from '../render/dialects.ts'
import type { Dialect } from '../render/parts.ts'
import { TIMINGS, type WecomParts, type WecomSettings } from '../settings.ts'
import { ApiClient } from './api-client.ts'
import { AppChannel } from './app-channel.ts'
import { Callback } from './callback.ts'
import { type HeardCallback, parseCallback } from './parse-callback.ts'
import { StaffList } from './staff-list.ts'

/** Everything of the self-built application. */
export class AppEnd {
  readonly client: ApiClient
  readonly channel: AppChannel
  readonly dialect: Dialect
  readonly directory: Directory
  /** Whether what people type and tap there comes to us. */
  readonly callsBack: boolean
  readonly #workspace: string
  readonly #log: Log
  readonly #callback: Callback | null
  #take: ((heard: HeardCallback) => Promise<void>) | null = null

  constructor(app: NonNullable<WecomSettings['app']>, { secrets, bot }: WecomSettings, parts: WecomParts) {
    const timings = { ...TIMINGS, ...parts.timings }
    this.client = new ApiClient({
      ...app,
      secret: secrets.agentSecret ?? '',
      timings,
      clock: parts.clock,
      onServerDate: parts.onServerDate,
    })
    this.channel = new AppChannel(this.client, app.agentId)
    this.callsBack = secrets.callback !== null
    this.dialect = appDialect(this.callsBack, bot !== null)
    this.directory = new StaffList(this.client)
    this.#workspace = parts.workspace
    this.#log = parts.log
    this.#callback = secrets.callback && this.#called({ ...secrets.callback, corpId: app.corpId }, parts.clock)
  }

  /** Answers a request of WeCom's; `take` rejects where it is to be repeated. */
  answer(request: Request, take: (heard: HeardCallback) => Promise<void>): Promise<Response> {
    this.#take = take
    return this.#callback?.answer(request) ?? Promise.resolve(new Response(null, { status: 404 }))
  }

  #called(keys: { token: string; encodingAesKey: string; corpId: string }, clock: Clock): Callback {
    const file = (mediaId: string, name: string, type: string): InboundFile => ({
      name,
      type,
      read: (maxBytes) => this.client.download(mediaId, maxBytes),
    })
    return new Callback({
      keys,
      clock,
      take: async (xml) => {
        const heard = parseCallback(xml, { workspace: this.#workspace, file })
        if (!heard) return
        try {
          await this.#take?.(heard)
        } catch (error) {
          this.#log.warn('wecom.again', { platform: 'wecom', ...loggable(error) })
          throw error
        }
      },
    })
  }
}
