import type { Clock, Directory, InboundFile, Log, NoteDirectoryChange } from '#core'
import { loggable } from '#core'
import { appDialect } from '../render/dialects.ts'
import type { Dialect } from '../render/parts.ts'
import { TIMINGS, type WecomParts, type WecomSettings } from '../settings.ts'
import { ApiClient } from './api-client.ts'
import { AppChannel } from './app-channel.ts'
import { Callback } from './callback.ts'
import { contactChange } from './contact-change.ts'
import { type HeardCallback, parseCallback } from './parse-callback.ts'
import { readXml } from './read-xml.ts'
import { StaffList } from './staff-list.ts'

/** Who takes what WeCom calls with; where they reject it is to be repeated. */
interface Takers {
  readonly heard: (heard: HeardCallback) => Promise<void>
  readonly noteChange: NoteDirectoryChange
}

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
  #takers: Takers | null = null

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

  /** Answers a request of WeCom's. */
  answer(request: Request, takers: Takers): Promise<Response> {
    this.#takers = takers
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
        const said = readXml(xml)
        if (!said) return
        try {
          const change = contactChange(said)
          if (change) return await this.#takers?.noteChange(change)
          const heard = parseCallback(said, { workspace: this.#workspace, file })
          if (heard) await this.#takers?.heard(heard)
        } catch (error) {
          this.#log.warn('wecom.again', { platform: 'wecom', ...loggable(error) })
          throw error
        }
      },
    })
  }
}
