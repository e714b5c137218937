import { randomUUID } from 'node:crypto'
import { buildBot } from '#adapters/wechaty'
import { freePort } from '../../support/free-port.ts'
import {
  type GatewayServer,
  type MockContact,
  type MockMessage,
  type MockPuppet,
  type MockRoom,
  packages,
} from './packages.ts'

export const TOKEN = 'insecure_token-of-the-gateway'
export const HR_ROOM = 'hr-room@chatroom'
const SELF = 'hearback-account'
const NAME = '回音'

/** A puppet service around a mock of WeChat, with people and a room; what it tells the bot goes over real gRPC. */
export class Gateway {
  readonly endpoint: string
  readonly #mocker = new packages.mock.mock.Mocker()
  readonly #puppet: MockPuppet
  readonly #contacts = new Map<string, MockContact>()
  readonly #room: MockRoom
  readonly #otherRoom: MockRoom
  readonly #self: MockContact
  #server: GatewayServer | null = null
  #bot: ReturnType<typeof buildBot> | null = null
  /** How often something was told to the bot, and how often its side of the wire has heard it. */
  told = 0
  heard = 0
  /** Resolves what waits for something to be heard. */
  #wakes: (() => void)[] = []

  private constructor(endpoint: string) {
    this.endpoint = endpoint
    this.#puppet = new packages.mock.PuppetMock({ mocker: this.#mocker })
    this.#self = this.#mocker.createContact({ id: SELF, name: NAME })
    this.#room = this.#mocker.createRoom({ id: HR_ROOM, topic: '人事', memberIdList: [SELF] })
    this.#otherRoom = this.#mocker.createRoom({ id: 'other-room@chatroom', topic: '闲聊', memberIdList: [SELF] })
    // As a real gateway does, it remembers who is logged in.
    this.#mocker.use((mocker) => {
      mocker.login(this.#self)
      return () => {}
    })
    this.#puppet.on('message', () => {
      this.told++
    })
  }

  static async start(): Promise<Gateway> {
    const gateway = new Gateway(`127.0.0.1:${await freePort()}`)
    await gateway.open()
    return gateway
  }

  async open(): Promise<void> {
    const { PuppetServer } = packages.server
    const options = { endpoint: this.endpoint, token: TOKEN, puppet: this.#puppet, tls: { disable: true } }
    this.#server = new PuppetServer(options)
    await this.#server.start()
  }

  /** The gateway goes, with every connection to it. */
  async close(): Promise<void> {
    await this.#server?.stop()
    this.#server = null
  }

  /** A bot on it, as the adapter loads it; what it hears is counted. */
  load = async (settings: Parameters<typeof buildBot>[1]): Promise<ReturnType<typeof buildBot>> => {
    const bot = buildBot(packages.bot, settings)
    const heard = () => {
      this.heard++
      this.#wake()
    }
    bot.on('message', heard)
    bot.on('login', () => this.#wake())
    bot.on('stop', () => this.#wake())
    this.#bot = bot
    return bot
  }

  /** The bot that was loaded last is connected, and knows whose account it is on. */
  loggedIn(): Promise<void> {
    return this.until(() => this.#bot?.isLoggedIn === true)
  }

  /** Resolves when this holds, looked at whenever the bot has heard something. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#wakes.push(resolve)
      await promise
    }
  }

  /** The bot has let go of a gateway that is away. */
  gone(): Promise<void> {
    return this.until(() => this.#bot?.isLoggedIn === false)
  }

  login(): void {
    this.#mocker.login(this.#self)
  }

  /** Resolves when the bot knows, and has said so to the gateway in its turn. */
  async logout(): Promise<void> {
    const puppet = this.#puppet
    const answered = Promise.withResolvers<void>()
    const logout = puppet.logout.bind(puppet)
    await logout('scan again')
    puppet.logout = async (reason) => {
      puppet.logout = logout
      await logout(reason)
      answered.resolve()
    }
    await answered.promise
  }

  contact(id: string): string {
    if (!this.#contacts.has(id)) {
      this.#contacts.set(id, this.#mocker.createContact({ id, name: `name-of-${id}` }))
      this.#room.payload.memberIdList.push(id)
    }
    return id
  }

  say(from: string, text: string): void {
    this.#contactOf(from).say(text).to(this.#self)
  }

  /** In the room, to everybody or with a mention of the bot. */
  sayInRoom(from: string, text: string, mention: boolean): void {
    const said = mention ? `@${NAME}\u2005${text}` : text
    this.#contactOf(from)
      .say(said, mention ? [this.#self] : [])
      .to(this.#room)
  }

  /** In another room of the bot, past it. */
  sayElsewhere(from: string, text: string): void {
    this.#contactOf(from).say(text).to(this.#otherRoom)
  }

  /** Something that is no text; its bytes stay with WeChat until somebody asks for them. */
  sendOther(from: string, type: number): void {
    const id = randomUUID()
    const payload = { id, type, talkerId: this.contact(from), listenerId: SELF, timestamp: Date.now() }
    this.#mocker.MessageMock.create(payload)
    this.#puppet.emit('message', { messageId: id })
  }

  /** Everything that people have said so far comes once more. */
  repeat(): void {
    for (const { id, talkerId } of [...this.messages()]) {
      if (talkerId !== SELF) this.#puppet.emit('message', { messageId: id })
    }
  }

  /** What the bot said last comes to it again. */
  echo(): void {
    const own = this.messages().findLast(({ talkerId }) => talkerId === SELF)
    if (own) this.#puppet.emit('message', { messageId: own.id })
  }

  /** Something that is not a message, of somebody nobody knows. */
  tell(event: string, payload: unknown): void {
    this.#puppet.emit(event, payload)
  }

  messages(): readonly MockMessage[] {
    return [...this.#mocker.cacheMessagePayload.values()]
  }

  isSelf({ talkerId }: MockMessage): boolean {
    return talkerId === SELF
  }

  #contactOf(id: string): MockContact {
    const contact = this.#contacts.get(this.contact(id))
    if (!contact) throw new Error(`no contact ${id}`)
    return contact
  }

  #wake(): void {
    const wakes = this.#wakes
    this.#wakes = []
    for (const wake of wakes) wake()
  }
}
