import { createRequire } from 'node:module'
import { HearbackError } from '#core'
import type { WechatySettings } from './settings.ts'

/** As much of wechaty 1.20 as is used here; the package is an option and not there in most installations. */
export interface WechatyBot {
  readonly isLoggedIn: boolean
  readonly Contact: { find(query: { id: string }): Promise<WechatyContact | undefined> }
  readonly Room: { find(query: { id: string }): Promise<WechatyRoom | undefined> }
  on(event: 'message', listener: (message: WechatyMessage) => void): unknown
  on(event: 'error', listener: (error: unknown) => void): unknown
  on(event: 'login' | 'logout' | 'stop', listener: () => void): unknown
  start(): Promise<void>
  stop(): Promise<void>
}

interface WechatyContact {
  readonly id: string
  say(text: string): Promise<{ readonly id: string } | undefined>
}

interface WechatyRoom {
  readonly id: string
  say(text: string): Promise<{ readonly id: string } | undefined>
}

export interface WechatyMessage {
  readonly id: string
  type(): number
  text(): string
  self(): boolean
  talker(): WechatyContact
  room(): WechatyRoom | undefined
  mentionSelf(): Promise<boolean>
  mentionText(): Promise<string>
}

/** Kinds of messages (`wechaty-puppet`: `MessageType`). */
export const MESSAGE_TYPES = { attachment: 1, audio: 2, image: 6, text: 7, video: 15 } as const

export type LoadWechaty = (settings: WechatySettings) => Promise<WechatyBot>

interface Packages {
  readonly wechaty: {
    readonly WechatyBuilder: { build(options: { puppet: unknown }): WechatyBot }
    readonly log: { level(level: string): unknown }
  }
  readonly service: { readonly PuppetService: new (options: Record<string, unknown>) => object }
}

/** gRPC: cancelled, deadline, internal (a broken stream), unavailable, refused token. Any other leaves the connection as it is. */
const LOST = new Set<unknown>([1, 4, 13, 14, 16])

export function isConnectionLost(error: unknown): boolean {
  return error instanceof Error && 'code' in error && LOST.has(error.code)
}

/** Nothing is kept: see `buildBot`. */
const NO_STORE = { start: async () => {}, stop: async () => {} }

/**
 * Builds a bot on a puppet service. Its own log shows texts, so it is switched off. Its cache of contacts is a LevelDB in
 * the home folder, named after the token: names of people outside of the data folder, and a lock that ends the process
 * when the connection is made anew; so it is switched off, too.
 */
export function buildBot({ wechaty, service }: Packages, { endpoint, secrets }: WechatySettings): WechatyBot {
  wechaty.log.level('silent')
  const { token } = secrets
  const puppet = new service.PuppetService({
    token,
    ...(endpoint !== null && { endpoint }),
    ...(token.startsWith('insecure_') && { tls: { disable: true } }),
  })
  Object.assign(puppet, { _payloadStore: NO_STORE })
  return wechaty.WechatyBuilder.build({ puppet })
}

/**
 * Loads the packages of the installation.
 * @throws HearbackError when they are not there
 */
export const loadInstalled: LoadWechaty = async (settings) => {
  const load = createRequire(import.meta.url)
  try {
    return buildBot({ wechaty: load('wechaty'), service: load('wechaty-puppet-service') }, settings)
  } catch (error) {
    throw new HearbackError(
      'wechaty-missing',
      'WECHATY_TOKEN is set, but wechaty is not installed. In the folder of Hearback: npm install wechaty@1.20 wechaty-puppet-service@1.19 (docs/wechat.md).',
      {
        cause: error,
        zh: '设了 WECHATY_TOKEN，但没有装 wechaty。请在 Hearback 的目录里执行：npm install wechaty@1.20 wechaty-puppet-service@1.19（见 docs/wechat.zh-CN.md）。',
      },
    )
  }
}
