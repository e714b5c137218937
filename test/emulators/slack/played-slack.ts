import { createSlackAdapter } from '#adapters/slack'
import type { Adapter } from '#core'
import type {
  Filled,
  PlayedDirectory,
  PlayedPerson,
  PlayedPlatform,
  ShownForm,
  ShownMessage,
  Where,
} from '../../contracts/adapter/played-platform.ts'
import { SlackContacts } from './contacts.ts'
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackEmulator } from './slack-emulator.ts'
import { SlackPerson } from './slack-person.ts'

const HR_CHANNEL = 'C0HR'
const WAY_IN = '打开 / Open'

/** Slack's emulator as a platform of the contract, by Socket Mode or by signed HTTP deliveries. */
export class PlayedSlack implements PlayedDirectory {
  readonly platform = 'slack'
  readonly hrChannel = HR_CHANNEL
  readonly slack: SlackEmulator
  readonly contacts: SlackContacts
  readonly stranger: PlayedPerson
  readonly #mode: 'socket' | 'http'
  readonly #paced: boolean
  #settled = async (): Promise<void> => {}
  readonly #people = new Map<string, PlayedSlackPerson>()

  private constructor(slack: SlackEmulator, mode: 'socket' | 'http', paced: boolean) {
    this.slack = slack
    this.contacts = new SlackContacts(slack)
    this.#mode = mode
    this.#paced = paced
    slack.workspace.addChannel(HR_CHANNEL, 'channel', ['U0BOT'])
    slack.workspace.addUser({ id: 'U0PARTNER', team_id: 'T0OTHER', is_stranger: true })
    this.stranger = new PlayedSlackPerson(slack, 'U0PARTNER')
  }

  /** `limits`: so many times Slack's own; null for none, and then the bot keeps to none either. */
  static async start(
    mode: 'socket' | 'http' = 'socket',
    { limits = null as number | null } = {},
  ): Promise<PlayedSlack> {
    const slack = new SlackEmulator({ limits, retryMs: [0, 50, 100] })
    await slack.start()
    return new PlayedSlack(slack, mode, limits !== null)
  }

  async adapter(parts: Parameters<PlayedPlatform['adapter']>[0]): Promise<Adapter> {
    const secrets =
      this.#mode === 'socket'
        ? { botToken: BOT_TOKEN, appToken: APP_TOKEN, signingSecret: null }
        : { botToken: BOT_TOKEN, appToken: null, signingSecret: SIGNING_SECRET }
    // The contract's clock stands in another year; a signature is of today.
    const clock = { ...parts.clock, real: () => Date.now() }
    const settings = { apiUrl: this.slack.apiUrl, secrets }
    const adapter = createSlackAdapter(settings, {
      ...parts,
      clock,
      publicUrl: null,
      onServerDate() {},
      ...(!this.#paced && { limits: {} }),
    })
    this.#settled = () => adapter.settled()
    return adapter
  }

  onWebhook(take: ((request: Request) => Promise<Response>) | null): void {
    this.slack.deliveries.http = take
  }

  account(person: string): string {
    const id = `U0${person}`
    const { users, channels } = this.slack.workspace
    if (!users.has(id)) this.slack.workspace.addUser({ id, name: person.toLowerCase() })
    channels.get(HR_CHANNEL)?.members.add(id)
    return id
  }

  person(id: string): PlayedSlackPerson {
    const known = this.#people.get(id)
    if (known) return known
    const person = new PlayedSlackPerson(this.slack, this.account(id))
    this.#people.set(id, person)
    return person
  }

  at(account: string): PlayedSlackPerson {
    return new PlayedSlackPerson(this.slack, account)
  }

  async otherBot(text: string): Promise<void> {
    const { workspace, deliveries } = this.slack
    const message = { type: 'message', subtype: 'bot_message', bot_id: 'B0OTHER', text, channel_type: 'channel' }
    const event = { ...message, channel: HR_CHANNEL, ts: workspace.nextTs() }
    await deliveries.deliver('events_api', this.slack.eventCallback(event))
    const asUser = { ...event, subtype: undefined, user: 'U0OTHERBOT', ts: workspace.nextTs() }
    await deliveries.deliver('events_api', this.slack.eventCallback(asUser))
  }

  // The emulator tells the bot of everything it posts, as Slack does; this is one more, without its bot's id.
  async echo(): Promise<void> {
    const { workspace, deliveries } = this.slack
    const last = workspace.messages.findLast(({ user }) => user === 'U0BOT')
    const { bot_id: _, ...event } = { type: 'message', channel_type: 'im', ...last, ts: workspace.nextTs() }
    await deliveries.deliver('events_api', this.slack.eventCallback(event))
  }

  async unknownEvent(): Promise<boolean> {
    const { deliveries } = this.slack
    const event = await deliveries.deliver('events_api', this.slack.eventCallback({ type: 'star_sneezed' }))
    const interaction = await deliveries.deliver('interactive', { type: 'shortcut_of_tomorrow' })
    return event.acked && interaction.acked
  }

  redeliver(): Promise<void> {
    return this.slack.deliveries.redeliver()
  }

  nextAsRetry(): void {
    this.slack.deliveries.nextAsRetry()
  }

  hold(): void {
    this.slack.deliveries.hold()
  }

  async release(): Promise<void> {
    this.slack.deliveries.release()
  }

  get activity(): number {
    return this.slack.activity
  }

  async idle(): Promise<void> {
    await this.slack.deliveries.idle()
    await this.#settled()
  }

  stop(): Promise<void> {
    return this.slack.stop()
  }
}

class PlayedSlackPerson implements PlayedPerson {
  readonly #person: SlackPerson
  readonly #opened = new Set<string>()

  constructor(slack: SlackEmulator, user: string) {
    this.#person = new SlackPerson(slack, user)
  }

  say(text: string, where: Where = {}): Promise<void> {
    const thread = where.under?.id.split(':')[1] ?? null
    return this.#person.say(text, where.in && HR_CHANNEL, thread)
  }

  sendFile(name: string, type: string, bytes: Uint8Array): Promise<void> {
    return this.#person.sendFile(name, type, bytes)
  }

  async tap(message: ShownMessage, label: string): Promise<void> {
    await this.#person.tap(message.id, label)
  }

  async form(): Promise<ShownForm | null> {
    if (!this.#person.modal()) {
      const way = this.#person.sees().findLast(({ id, buttons }) => buttons.includes(WAY_IN) && !this.#opened.has(id))
      if (!way) return null
      this.#opened.add(way.id)
      if (!(await this.#person.tap(way.id, WAY_IN))) return null
      await this.#person.opened()
    }
    return this.#person.form()
  }

  /** The form before them, if there is one; nothing is tapped for it. */
  openForm(): ShownForm | null {
    return this.#person.form()
  }

  close(): void {
    this.#person.close()
  }

  submit(values: Filled): Promise<Readonly<Record<string, string>> | null> {
    return this.#person.submit(values)
  }

  async sees(where?: 'hr'): Promise<readonly ShownMessage[]> {
    return this.#person.sees(where && HR_CHANNEL)
  }

  edit = (text: string): Promise<void> => this.#person.edit(text)
  takeBack = (): Promise<void> => this.#person.takeBack()
}
