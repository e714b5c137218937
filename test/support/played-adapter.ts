import { randomUUID } from 'node:crypto'
import {
  type Account,
  Identified,
  type Inbound,
  type Post,
  type Receive,
  type Reception,
  type SendOutcome,
} from '#core'
import { RecordingAdapter } from './recording-adapter.ts'

type What =
  | { readonly text: string }
  | { readonly actionId: string; readonly value: string; readonly messageId: string }
  | { readonly state: string; readonly values: Readonly<Record<string, string | readonly string[]>> }

/** A platform whose people are played by a test; it records what they see. */
export class PlayedAdapter extends RecordingAdapter {
  override readonly platform: string = 'slack'
  override readonly workspace: string = 'company'
  #receive: Receive | null = null
  readonly #watching = new Set<() => unknown>()

  override async start(receive: Receive): Promise<void> {
    this.#receive = receive
  }

  override async stop(): Promise<void> {
    this.#receive = null
  }

  override async send(post: Post): Promise<SendOutcome> {
    const outcome = await super.send(post)
    for (const look of this.#watching) look()
    return outcome
  }

  /** Resolves with the messages for a person or a channel as soon as there are so many. */
  async received(id: string, count: number): Promise<Post[]> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const look = () => this.postsFor(id).length >= count && resolve()
    this.#watching.add(look)
    look()
    await promise
    this.#watching.delete(look)
    return this.postsFor(id)
  }

  /** Whether it takes anything at the moment. */
  get listens(): boolean {
    return this.#receive !== null
  }

  /** Somebody writes to the bot, in a direct message or in a channel. */
  say(userId: string, text: string, channelId: string | null = null): Promise<Reception> {
    return this.#deliver(userId, channelId, { text })
  }

  tap(userId: string, post: Post, label: string, channelId: string | null = null): Promise<Reception> {
    const actions = [
      ...(post.message.actions ?? []),
      ...(post.message.sections ?? []).flatMap((one) => one.actions ?? []),
    ]
    const action = actions.find((one) => one.label === label)
    if (!action) throw new Error(`no button "${label}" in: ${actions.map((one) => one.label).join(' | ')}`)
    const messageId = `id-${this.arrived.indexOf(post) + 1}`
    return this.#deliver(userId, channelId, { actionId: action.id, value: action.value, messageId })
  }

  submit(userId: string, state: string, values: Readonly<Record<string, string>>): Promise<Reception> {
    return this.#deliver(userId, null, { state, values })
  }

  /** The text of the newest message for a person or a channel, as soon as there are so many. */
  async said(id: string, count: number): Promise<string> {
    const message = (await this.received(id, count)).at(-1)?.message
    return [message?.title, message?.text].filter(Boolean).join('\n')
  }

  postsFor(id: string): Post[] {
    return this.arrived.filter(({ to }) => (to.kind === 'user' ? to.userId : to.channelId) === id)
  }

  async #deliver(userId: string, channelId: string | null, what: What): Promise<Reception> {
    if (!this.#receive) throw new Error('nobody listens')
    const from = new Identified<Account>({ platform: this.platform, workspace: this.workspace, userId })
    const place =
      channelId === null ? ({ kind: 'direct' } as const) : ({ kind: 'channel', channelId, thread: null } as const)
    // Unlike every other, also of a platform that was there before a restart.
    const key = randomUUID()
    return this.#receive({ key, from, place, ...kindOf(what) } as Inbound)
  }
}

function kindOf(what: What) {
  if ('text' in what) return { kind: 'text', ...what }
  return 'state' in what ? { kind: 'form', ...what } : { kind: 'action', ...what }
}
