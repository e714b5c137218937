import type { Json } from './check-blocks.ts'
import { buttonsOf, type Tappable, tappables, textOfBlocks, textOfField } from './read-blocks.ts'
import type { SlackEmulator } from './slack-emulator.ts'
import { shown } from './web-api.ts'
import { BOT_USER, type OpenView, type SlackMessage } from './workspace.ts'

interface Seen {
  readonly id: string
  readonly from: string
  readonly text: string
  readonly buttons: readonly string[]
  readonly under: string | null
}

/** Somebody with Slack in their hands. */
export class SlackPerson {
  readonly #slack: SlackEmulator
  readonly user: string
  #last: SlackMessage | null = null

  constructor(slack: SlackEmulator, user: string) {
    this.#slack = slack
    this.user = user
  }

  get #direct(): string {
    return this.#slack.workspace.direct(this.user).id
  }

  /** Types a message, with the bot alone or in a channel, perhaps in a thread. */
  async say(text: string, channel = this.#direct, thread: string | null = null, files: Json[] = []): Promise<void> {
    const { workspace } = this.#slack
    const message: SlackMessage = {
      ts: workspace.nextTs(),
      channel,
      user: this.user,
      text: escaped(text),
      blocks: [],
      ...(thread !== null && { thread_ts: thread }),
      ...(files.length > 0 && { files }),
    }
    workspace.messages.push(message)
    this.#last = message
    await this.#event({
      ...shown(message),
      channel,
      ...(thread !== null && { parent_user_id: workspace.find(channel, thread)?.user }),
      ...(files.length > 0 && { subtype: 'file_share' }),
      client_msg_id: workspace.id('c'),
    })
  }

  async sendFile(name: string, mimetype: string, bytes: Uint8Array, text = ''): Promise<void> {
    const { workspace, apiUrl } = this.#slack
    const id = workspace.id('F')
    workspace.files.set(id, { id, name, mimetype, bytes, length: bytes.length, shared: true })
    const url = `${apiUrl.replace('/api/', '/files/')}private/${id}`
    const file = { id, name, mimetype, size: bytes.length, url_private: url, url_private_download: url }
    await this.say(text, this.#direct, null, [file])
  }

  async edit(text: string): Promise<void> {
    const message = this.#mine()
    const previous = shown(message)
    message.text = escaped(text)
    message.edited = { user: this.user, ts: this.#slack.workspace.nextTs() }
    const ts = this.#slack.workspace.nextTs()
    await this.#event({
      type: 'message',
      subtype: 'message_changed',
      hidden: true,
      ts,
      message: shown(message),
      previous_message: previous,
      channel: message.channel,
    })
  }

  async takeBack(): Promise<void> {
    const message = this.#mine()
    this.#slack.workspace.remove(message)
    await this.#event({
      type: 'message',
      subtype: 'message_deleted',
      hidden: true,
      ts: this.#slack.workspace.nextTs(),
      deleted_ts: message.ts,
      previous_message: shown(message),
      channel: message.channel,
    })
  }

  /** What they see in a place, oldest first. */
  sees(channel = this.#direct): Seen[] {
    return this.#slack.workspace.messages
      .filter((one) => one.channel === channel && (!one.ephemeralFor || one.ephemeralFor === this.user))
      .map((one) => ({
        id: `${one.channel}:${one.ts}`,
        from: one.user === BOT_USER ? 'hearback' : one.user,
        text: textOf(one),
        buttons: buttonsOf(one.blocks),
        under: one.thread_ts ? `${one.channel}:${one.thread_ts}` : null,
      }))
  }

  /** Block Kit JSON of the messages, for snapshots. */
  blocks(channel = this.#direct): Json[][] {
    return this.#slack.workspace.messages.filter((one) => one.channel === channel).map(({ blocks }) => blocks)
  }

  /** Taps a button, or chooses from a list, on a message that they see. */
  /** @returns whether the app has taken it */
  async tap(id: string, label: string): Promise<boolean> {
    const [channel = '', ts = ''] = id.split(':')
    const message = this.#slack.workspace.find(channel, ts)
    if (!message) throw new Error(`${id} is not there any more`)
    const place = this.#slack.workspace.channels.get(channel)
    return this.#interact(pick(message.blocks, label), {
      container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: Boolean(message.ephemeralFor) },
      channel: { id: channel, name: place?.kind === 'im' ? 'directmessage' : place?.name },
      message: shown(message),
      response_url: this.#slack.responseUrl(channel, this.user),
    })
  }

  async tapHome(label: string): Promise<void> {
    const home = this.#slack.workspace.homes.get(this.user)
    if (!home) throw new Error('the home is empty')
    await this.#interact(pick(home.view.blocks as Json[], label), {
      container: { type: 'view', view_id: home.id },
      view: this.#viewPayload(home),
    })
  }

  /** Opens the bot's home; answers what it shows. */
  async openHome(): Promise<string> {
    const { workspace } = this.#slack
    await this.#event({
      type: 'app_home_opened',
      user: this.user,
      channel: this.#direct,
      tab: 'home',
      event_ts: workspace.nextTs(),
    })
    const home = workspace.homes.get(this.user)
    return home ? textOfBlocks(home.view.blocks as Json[]) : ''
  }

  homeButtons(): string[] {
    const home = this.#slack.workspace.homes.get(this.user)
    return home ? buttonsOf(home.view.blocks as Json[]) : []
  }

  async slash(command: string, text: string, channel = this.#direct): Promise<void> {
    const { workspace } = this.#slack
    await this.#slack.deliveries.deliver('slash_commands', {
      token: 'verification-token',
      team_id: workspace.teamId,
      team_domain: 'example',
      is_enterprise_install: 'false',
      api_app_id: 'A0APP',
      channel_id: channel,
      channel_name: workspace.channels.get(channel)?.name ?? 'elsewhere',
      user_id: this.user,
      user_name: this.user.toLowerCase(),
      command,
      text: escaped(text),
      response_url: this.#slack.responseUrl(channel, this.user),
      trigger_id: this.#slack.trigger(this.user),
    })
  }

  /** Resolves when a form stands before them. */
  async opened(): Promise<void> {
    while (!this.modal()) await this.#slack.nextCall()
  }

  /** The form on top of the screen. */
  modal(): OpenView | null {
    return this.#slack.workspace.modals.filter(({ user }) => user === this.user).at(-1) ?? null
  }

  /** Closes every form. */
  close(): void {
    for (let open = this.modal(); open; open = this.modal()) {
      const { modals } = this.#slack.workspace
      modals.splice(modals.indexOf(open), 1)
    }
  }

  form() {
    const open = this.modal()
    if (!open) return null
    const blocks = open.view.blocks as Json[]
    return {
      title: String((open.view.title as Json).text),
      fields: blocks.map((block) => ({ name: String(block.block_id ?? ''), ...textOfField(block) })),
    }
  }

  /** Enters something; where the form wants to hear of it at once, it does. */
  async enter(name: string, value: string | readonly string[]): Promise<void> {
    const open = this.#open()
    const block = (open.view.blocks as Json[]).find(({ block_id: id }) => id === name)
    if (!block) throw new Error(`the form has no field ${name}`)
    const element = block.element as Json
    const actionId = String(element.action_id)
    open.values[name] = { [actionId]: entered(element, value) }
    if (block.dispatch_action !== true) return
    const tapped: Tappable = { label: '', action: { ...entered(element, value), block_id: name, action_id: actionId } }
    await this.#interact(tapped, { container: { type: 'view', view_id: open.id }, view: this.#viewPayload(open) })
  }

  /** Fills in the form and sends it. A sentence per field when it stays open, else null. */
  async submit(values: Readonly<Record<string, string | readonly string[]>>): Promise<Record<string, string> | null> {
    for (const [name, value] of Object.entries(values)) await this.enter(name, value)
    const open = this.#open()
    const missing = requiredEmpty(open)
    if (missing.length > 0) return Object.fromEntries(missing.map((name) => [name, 'Please complete this field.']))
    const attempt = await this.#slack.deliveries.deliver('interactive', {
      type: 'view_submission',
      ...this.#who(),
      trigger_id: this.#slack.trigger(this.user),
      view: this.#viewPayload(open),
      response_urls: [],
    })
    if (!attempt.acked) throw new Error('We had some trouble connecting. Try again?')
    return this.#answered(open, attempt.payload)
  }

  #answered(open: OpenView, payload: Json | null): Record<string, string> | null {
    const { workspace } = this.#slack
    const { modals } = workspace
    switch (payload?.response_action) {
      case 'errors': {
        const errors = payload.errors as Record<string, string>
        const inputs = (open.view.blocks as Json[]).filter(({ type }) => type === 'input').map(({ block_id: id }) => id)
        const unknown = Object.keys(errors).filter((id) => !inputs.includes(id))
        if (unknown.length > 0) throw new Error(`errors for what is no input: ${unknown.join(', ')}`)
        open.errors = errors
        return errors
      }
      case 'update':
        workspace.show(open, payload.view as Json)
        return null
      case 'push':
        modals.push(workspace.newView(this.user, payload.view as Json))
        return null
      default:
        modals.splice(modals.indexOf(open), 1)
        return null
    }
  }

  async #interact({ action }: Tappable, where: Json): Promise<boolean> {
    const { acked } = await this.#slack.deliveries.deliver('interactive', {
      type: 'block_actions',
      ...this.#who(),
      trigger_id: this.#slack.trigger(this.user),
      ...where,
      actions: [{ ...action, action_ts: this.#slack.workspace.nextTs() }],
    })
    return acked
  }

  #who(): Json {
    const { teamId, enterpriseId, users } = this.#slack.workspace
    const team = users.get(this.user)?.team_id ?? teamId
    return {
      user: { id: this.user, username: this.user.toLowerCase(), name: this.user.toLowerCase(), team_id: team },
      team: { id: teamId, domain: 'example', ...(enterpriseId !== null && { enterprise_id: enterpriseId }) },
      enterprise: enterpriseId === null ? null : { id: enterpriseId, name: 'Example' },
      api_app_id: 'A0APP',
      token: 'verification-token',
      is_enterprise_install: false,
    }
  }

  #viewPayload(open: OpenView): Json {
    return { ...open.view, state: { values: structuredClone(open.values) } }
  }

  async #event(event: Json): Promise<void> {
    const { workspace, deliveries } = this.#slack
    const channel = String(event.channel)
    const team = workspace.users.get(this.user)?.team_id ?? workspace.teamId
    await deliveries.deliver(
      'events_api',
      this.#slack.eventCallback({
        user: this.user,
        team: workspace.teamId,
        ...(team !== workspace.teamId && { user_team: team, source_team: team }),
        channel_type: workspace.channels.get(channel)?.kind ?? 'channel',
        event_ts: event.ts ?? workspace.nextTs(),
        ...event,
        channel,
      }),
    )
  }

  #open(): OpenView {
    const open = this.modal()
    if (!open) throw new Error('no form is open')
    return open
  }

  #mine(): SlackMessage {
    if (!this.#last) throw new Error('they have said nothing')
    return this.#last
  }
}

function pick(blocks: readonly Json[], label: string): Tappable {
  const all = tappables(blocks)
  const found = all.find((one) => one.label === label) ?? all.find((one) => one.label.includes(label))
  if (!found) throw new Error(`no button "${label}" in: ${all.map((one) => one.label).join(' | ')}`)
  return found
}

function textOf({ text, blocks, files = [] }: SlackMessage): string {
  const names = files.map((file) => `[${String(file.name)}]`)
  return [blocks.length > 0 ? textOfBlocks(blocks) : unescaped(text), ...names].filter(Boolean).join('\n')
}

function entered(element: Json, value: string | readonly string[]): Json {
  const type = String(element.type)
  const options = (element.options ?? []) as Json[]
  const option = (wanted: string) => {
    const found = options.find((one) => one.value === wanted)
    if (!found) throw new Error(`no option ${wanted} in: ${options.map((one) => String(one.value)).join(', ')}`)
    return found
  }
  switch (type) {
    case 'plain_text_input': {
      const text = String(value)
      if (text.length > Number(element.max_length ?? 3000)) throw new Error('Slack takes no more characters here')
      return { type, value: text === '' ? null : text }
    }
    case 'number_input':
      return { type, value: String(value) }
    case 'datepicker':
      return { type, selected_date: value }
    case 'checkboxes':
    case 'multi_static_select':
      return { type, selected_options: [value].flat().map((one) => option(String(one))) }
    default:
      return { type, selected_option: option(String(value)) }
  }
}

/** Required fields with nothing in them: Slack itself does not send such a form. */
function requiredEmpty(open: OpenView): string[] {
  return (open.view.blocks as Json[])
    .filter((block) => block.type === 'input' && block.optional !== true)
    .map((block) => String(block.block_id))
    .filter((name) => {
      const [given] = Object.values(open.values[name] ?? {})
      const value = given?.value ?? given?.selected_option ?? given?.selected_date ?? given?.selected_options
      return value === null || value === undefined || (Array.isArray(value) && value.length === 0)
    })
}

/** What the client does to what is typed. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
