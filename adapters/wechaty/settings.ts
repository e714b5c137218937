import type { Capabilities, Clock, Log, Random } from '#core'
import type { LoadWechaty } from './wechaty-port.ts'

export interface WechatySettings {
  /** `host:port` of the puppet service; null where its token tells. */
  readonly endpoint: string | null
  readonly secrets: { readonly token: string }
}

export interface WechatyParts {
  readonly workspace: string
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** In the place of the packages of the installation. */
  readonly load?: LoadWechaty
  /** The first pause before connecting again, ms; it doubles up to a minute. */
  readonly firstPauseMs?: number
  /** In the place of those that WeChat is believed to bear. */
  readonly limits?: Capabilities['limits']
}
