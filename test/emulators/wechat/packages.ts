import { createRequire } from 'node:module'
import type { buildBot } from '#adapters/wechaty'

const load = createRequire(new URL('../../wechaty/package.json', import.meta.url))

/** As much of `wechaty-puppet-mock` as is used here; the packages are in `test/wechaty/`, installed when tests run. */
interface Mocker {
  createContact(payload: { id: string; name: string }): MockContact
  createRoom(payload: { id: string; topic: string; memberIdList: string[] }): MockRoom
  readonly MessageMock: { create(payload: MockMessage & { type: number; timestamp: number }): unknown }
  login(user: MockContact): void
  use(behaviour: (mocker: Mocker) => () => void): void
  readonly cacheMessagePayload: ReadonlyMap<string, MockMessage>
}

export interface MockContact {
  readonly id: string
  say(text: string, mentions?: readonly MockContact[]): { to(place: MockContact | MockRoom): void }
}

export interface MockRoom {
  readonly id: string
  readonly payload: { readonly memberIdList: string[] }
}

export interface MockMessage {
  readonly id: string
  readonly talkerId: string
  readonly listenerId?: string
  readonly roomId?: string
  readonly text?: string
}

export interface MockPuppet {
  readonly isLoggedIn: boolean
  logout(reason: string): Promise<void>
  emit(event: string, payload: unknown): boolean
  on(event: 'message', listener: (payload: { messageId: string }) => void): unknown
}

export interface GatewayServer {
  start(): Promise<void>
  stop(): Promise<void>
}

interface Packages {
  readonly mock: {
    readonly PuppetMock: new (options: { mocker: Mocker }) => MockPuppet
    readonly mock: { readonly Mocker: new () => Mocker }
  }
  readonly server: { readonly PuppetServer: new (options: Record<string, unknown>) => GatewayServer }
  readonly bot: Parameters<typeof buildBot>[0]
}

/** The packages of wechaty. They take a second to load, so it is done once. */
export const packages: Packages = {
  mock: load('wechaty-puppet-mock'),
  server: load('wechaty-puppet-service'),
  bot: { wechaty: load('wechaty'), service: load('wechaty-puppet-service') },
}
