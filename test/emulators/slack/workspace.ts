import type { Json } from './check-blocks.ts'

export interface SlackUser {
  readonly id: string
  readonly team_id: string
  readonly name: string
  real_name: string
  readonly is_bot: boolean
  deleted: boolean
  readonly is_restricted: boolean
  readonly is_stranger: boolean
  readonly tz: string
  readonly locale: string
  readonly profile: Json
  readonly enterprise_user?: Json
}

export interface SlackChannel {
  readonly id: string
  readonly kind: 'im' | 'channel' | 'group'
  readonly name: string
  readonly members: Set<string>
  archived: boolean
}

export interface SlackMessage {
  readonly ts: string
  readonly channel: string
  readonly user: string
  readonly bot_id?: string
  text: string
  blocks: Json[]
  readonly thread_ts?: string
  readonly metadata?: Json
  readonly files?: Json[]
  edited?: { user: string; ts: string }
  /** Seen by this user alone. */
  readonly ephemeralFor?: string
}

export interface SlackFile {
  readonly id: string
  readonly name: string
  readonly mimetype: string
  bytes: Uint8Array
  readonly length: number
  shared: boolean
}

/** A view that stands before somebody, with what they have entered. */
export interface OpenView {
  readonly id: string
  readonly user: string
  hash: string
  view: Json
  /** block_id → action_id → value object, as in `state.values`. */
  values: Record<string, Record<string, Json>>
  errors: Readonly<Record<string, string>>
}

export const BOT_USER = 'U0BOT'
export const BOT_ID = 'B0BOT'

/** What Slack keeps of one workspace. */
export class Workspace {
  readonly teamId: string
  readonly enterpriseId: string | null
  readonly users = new Map<string, SlackUser>()
  readonly channels = new Map<string, SlackChannel>()
  readonly messages: SlackMessage[] = []
  readonly files = new Map<string, SlackFile>()
  readonly userGroups: { id: string; name: string; handle: string; users: string[] }[] = []
  /** Open modals, the top one last. */
  readonly modals: OpenView[] = []
  readonly homes = new Map<string, OpenView>()
  #count = 0
  #ids = 0

  constructor(teamId: string, enterpriseId: string | null) {
    this.teamId = teamId
    this.enterpriseId = enterpriseId
    this.addUser({ id: BOT_USER, name: 'hearback', is_bot: true })
    this.addUser({ id: 'USLACKBOT', name: 'slackbot' })
  }

  addUser(given: Partial<SlackUser> & { id: string }): SlackUser {
    const name = given.name ?? given.id.toLowerCase()
    const user: SlackUser = {
      team_id: this.teamId,
      name,
      real_name: name,
      is_bot: false,
      deleted: false,
      is_restricted: false,
      is_stranger: false,
      tz: 'Asia/Shanghai',
      locale: 'zh-CN',
      profile: { email: `${name}@example.com`, real_name: name },
      ...given,
    }
    this.users.set(user.id, user)
    return user
  }

  addChannel(id: string, kind: 'channel' | 'group', members: readonly string[] = []): SlackChannel {
    const channel = { id, kind, name: id.toLowerCase(), members: new Set(members), archived: false }
    this.channels.set(id, channel)
    return channel
  }

  /** The direct message channel of a user with the bot. */
  direct(user: string): SlackChannel {
    const id = `D${user.slice(1)}`
    const known = this.channels.get(id)
    if (known) return known
    const channel: SlackChannel = { id, kind: 'im', name: id, members: new Set([user, BOT_USER]), archived: false }
    this.channels.set(id, channel)
    return channel
  }

  /** Timestamps grow, whatever the clock does. */
  nextTs(): string {
    this.#count++
    return `${Math.floor(Date.now() / 1000)}.${String(this.#count).padStart(6, '0')}`
  }

  id(letter: string): string {
    this.#ids++
    return `${letter}${this.#ids.toString(36).toUpperCase().padStart(10, '0')}`
  }

  find(channel: string, ts: string): SlackMessage | undefined {
    return this.messages.find((message) => message.channel === channel && message.ts === ts)
  }

  remove(message: SlackMessage): void {
    this.messages.splice(this.messages.indexOf(message), 1)
  }

  /** Shows a view; what was entered stays where the same input still stands. */
  show(open: OpenView, view: Json): void {
    open.hash = `${Date.now()}.${this.id('h')}`
    open.view = { ...view, id: open.id, hash: open.hash, team_id: this.teamId }
    const before = open.values
    open.values = {}
    for (const block of (view.blocks as Json[]).filter(({ type }) => type === 'input')) {
      const element = block.element as Json
      const blockId = String(block.block_id)
      const actionId = String(element.action_id)
      const kept = before[blockId]?.[actionId]
      open.values[blockId] = { [actionId]: kept && kept.type === element.type ? kept : initialValue(element) }
    }
    open.errors = {}
  }

  newView(user: string, view: Json): OpenView {
    const open: OpenView = { id: this.id('V'), user, hash: '', view, values: {}, errors: {} }
    this.show(open, view)
    return open
  }
}

function initialValue(element: Json): Json {
  const { type } = element
  switch (type) {
    case 'plain_text_input':
    case 'number_input':
      return { type, value: element.initial_value ?? null }
    case 'datepicker':
      return { type, selected_date: element.initial_date ?? null }
    case 'checkboxes':
    case 'multi_static_select':
      return { type, selected_options: element.initial_options ?? [] }
    default:
      return { type, selected_option: element.initial_option ?? null }
  }
}
