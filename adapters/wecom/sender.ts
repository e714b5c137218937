import { setTimeout as wait } from 'node:timers/promises'
import { Recent } from '#adapters/shared'
import type { Clock, Message, Post, SendOutcome } from '#core'
import type { AppEnd } from './app/app-end.ts'
import type { HeardCallback } from './app/parse-callback.ts'
import { type BotChannel, type TappedFrame, UNREACHABLE } from './bot/bot-channel.ts'
import type { HeardFrame } from './bot/parse-frame.ts'
import { ConversationPace } from './conversation-pace.ts'
import { type MessageId, readMessageId, writeMessageId } from './message-id.ts'
import { notNow, pauseFor } from './outcomes.ts'
import { BOT_DIALECT } from './render/dialects.ts'
import { hasButtons, type Part, partsOf, replacementCard } from './render/parts.ts'
import { taskIdOf } from './render/task-id.ts'
import type { Timings } from './settings.ts'

interface SenderParts {
  readonly bot: BotChannel | null
  readonly app: AppEnd | null
  readonly clock: Clock
  readonly timings: Timings
}

/** The way of a message: the bot's chat with a person, a group, the application's chat with a person, or its own group. */
type Way =
  | { readonly by: 'bot'; readonly chatId: string }
  | { readonly by: 'app'; readonly userId: string }
  | { readonly by: 'appchat'; readonly chatId: string }

/** How far a message has got that is sent in parts. */
interface Progress {
  readonly way: Way
  readonly done: number
  readonly ids: MessageId
  /** Whether a card was among them: taps name the task of the first. */
  readonly carded: boolean
}

type Refused = Exclude<SendOutcome, { kind: 'sent' }>

const MOST_MESSAGES = 5000
const MOST_PEOPLE = 50_000
/** Marks a channel as a group that the application has made: nothing comes back from there. */
const APPCHAT = 'appchat/'
const INSIST_ATTEMPTS = 5
const INSIST_MS = 1000
const LONGEST_INSIST_MS = 15_000

/** Chooses the way of each message, sends it in parts, and goes on where an earlier attempt ended. */
export class Sender {
  readonly #parts: SenderParts
  readonly #pace: ConversationPace
  readonly #sent = new Recent<string>(MOST_MESSAGES)
  readonly #begun = new Recent<Progress>(MOST_MESSAGES)
  readonly #underWay = new Map<string, Promise<SendOutcome>>()
  /** Taps that may still be answered with another card. */
  readonly #taps = new Recent<{ frame: TappedFrame; until: number }>(MOST_MESSAGES)
  /** The newest code of each card of the application; empty when it was used. */
  readonly #codes = new Recent<string>(MOST_MESSAGES)
  /** Ids as the bot hears them, and where people spoke last. */
  readonly #people = new Recent<{ readonly heardAs: string | null; readonly by: 'bot' | 'app' }>(MOST_PEOPLE)

  constructor(parts: SenderParts) {
    this.#parts = parts
    this.#pace = new ConversationPace(parts.clock, parts.timings)
  }

  heardByBot({ userId, taskId, frame, chatId }: HeardFrame): void {
    if (chatId === null) this.#people.set(userId.toLowerCase(), { heardAs: userId, by: 'bot' })
    if (taskId === null) return
    this.#taps.set(taskId, { frame, until: this.#parts.clock.elapsed() + this.#parts.timings.clickMs })
  }

  heardByApp({ userId, tapped }: HeardCallback): void {
    const before = this.#people.get(userId.toLowerCase())
    this.#people.set(userId.toLowerCase(), { heardAs: before?.heardAs ?? null, by: 'app' })
    if (tapped) this.#codes.set(tapped.taskId, tapped.responseCode)
  }

  /** The platform's id of a message that was sent; null for one this process has not sent. */
  sentAs(key: string): string | null {
    return this.#sent.get(key) ?? null
  }

  /** One attempt at a time: a second one for the same message waits for the end of the first, which may be slow. */
  send(post: Post): Promise<SendOutcome> {
    const underWay = this.#underWay.get(post.key)
    if (underWay) return underWay
    const attempt = this.#attempt(post).finally(() => this.#underWay.delete(post.key))
    this.#underWay.set(post.key, attempt)
    return attempt
  }

  async #attempt(post: Post): Promise<SendOutcome> {
    const before = this.#sent.get(post.key)
    if (before !== undefined) return { kind: 'sent', messageId: before }
    const outcome =
      (post.replaces !== undefined && (await this.#replace(post, post.replaces))) || (await this.#say(post))
    if (outcome.kind === 'sent') this.#sent.set(post.key, outcome.messageId)
    return outcome
  }

  /** For what is said at once and kept nowhere: a few attempts. */
  async insist(post: Post): Promise<SendOutcome> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.send(post)
      const over = outcome.kind !== 'refused' || outcome.permanent || outcome.code === UNREACHABLE
      if (over || attempt === INSIST_ATTEMPTS) return outcome
      // Others of this person wait behind it.
      await wait(Math.min(outcome.retryAfterMs ?? INSIST_MS * attempt, LONGEST_INSIST_MS))
    }
  }

  /** Answers the opening of the bot's chat; what a greeting has no room for is not said to somebody who only looks in. */
  async welcome({ userId, frame }: HeardFrame, message: Message, key: string): Promise<void> {
    const parts = partsOf(message, BOT_DIALECT)
    const part = parts.find(({ kind }) => kind === 'card') ?? parts[0]
    if (part && this.#pace.take(`bot ${userId}`) === 0) await this.#parts.bot?.welcome(frame, part, taskIdOf(key, 0))
  }

  async recall(messageId: string): Promise<SendOutcome | null> {
    const id = readMessageId(messageId)
    const { app } = this.#parts
    if (id.by !== 'app' || !app || id.msgIds.length === 0) return null
    for (const msgId of id.msgIds) {
      const outcome = await app.channel.recall(msgId)
      if (outcome.kind !== 'sent') return outcome
    }
    return { kind: 'sent', messageId }
  }

  async #say(post: Post): Promise<SendOutcome> {
    const begun = this.#begun.get(post.key)
    if (begun) return this.#go(post, begun.way)
    let refusal: Refused = notNow('no-way')
    for (const way of this.#ways(post.to)) {
      const outcome = await this.#go(post, way)
      // On another way only when nothing has gone out on this one.
      const elsewhere = outcome.kind === 'refused' && !this.#begun.get(post.key) && ELSEWHERE.has(outcome.code)
      if (!elsewhere) return outcome
      refusal = outcome
    }
    return refusal
  }

  #ways(to: Post['to']): Way[] {
    const { bot, app } = this.#parts
    if (to.kind === 'channel') {
      const own = to.channelId.startsWith(APPCHAT)
      if (own) return app ? [{ by: 'appchat', chatId: to.channelId.slice(APPCHAT.length) }] : []
      return bot ? [{ by: 'bot', chatId: to.channelId }] : []
    }
    const known = this.#people.get(to.userId.toLowerCase())
    const byBot: Way[] = bot ? [{ by: 'bot', chatId: known?.heardAs ?? to.userId }] : []
    const byApp: Way[] = app ? [{ by: 'app', userId: to.userId }] : []
    // Where the application is answered, too, people are written to where they spoke last; else the bot can do more.
    return app?.callsBack && known?.by !== 'bot' ? [...byApp, ...byBot] : [...byBot, ...byApp]
  }

  async #go(post: Post, way: Way): Promise<SendOutcome> {
    const { app } = this.#parts
    const parts = partsOf(post.message, way.by === 'bot' || !app ? BOT_DIALECT : app.dialect)
    const nothing = { by: way.by, taskId: '', msgIds: [], code: '' }
    let { done, ids, carded } = this.#begun.get(post.key) ?? { done: 0, ids: nothing, carded: false }
    for (const [index, part] of parts.entries()) {
      if (index < done) continue
      const taskId = taskIdOf(post.key, index)
      const outcome = await this.#one(way, part, taskId)
      if (outcome.kind !== 'sent') return outcome
      done++
      const first = ids.taskId === '' || (part.kind === 'card' && !carded)
      ids = {
        ...ids,
        taskId: first ? taskId : ids.taskId,
        msgIds: outcome.msgId ? [...ids.msgIds, outcome.msgId] : ids.msgIds,
        code: first ? outcome.code : ids.code,
      }
      carded ||= part.kind === 'card'
      this.#begun.set(post.key, { way, done, ids, carded })
    }
    this.#begun.delete(post.key)
    return { kind: 'sent', messageId: writeMessageId(ids) }
  }

  async #one(way: Way, part: Part, taskId: string): Promise<{ kind: 'sent'; msgId: string; code: string } | Refused> {
    const { bot, app } = this.#parts
    const pause = this.#pace.take(way.by === 'app' ? `app ${way.userId.toLowerCase()}` : `${way.by} ${way.chatId}`)
    if (pause > 0) return pauseFor(pause)
    if (way.by === 'bot') {
      const outcome = (await bot?.send(way.chatId, part, taskId)) ?? notNow('no-bot')
      return outcome.kind === 'sent' ? { kind: 'sent', msgId: '', code: '' } : outcome
    }
    if (!app) return notNow('no-app')
    const outcome =
      way.by === 'app'
        ? await app.channel.send(way.userId, part, taskId)
        : await app.channel.post(way.chatId, part, taskId)
    return outcome.kind === 'sent' ? { kind: 'sent', msgId: outcome.msgId, code: outcome.responseCode } : outcome
  }

  /**
   * Puts a message in the place of another. Null when that cannot be done and it has to be said anew: what has buttons
   * somebody still needs, the rest only closes what they see anyway.
   */
  async #replace(post: Post, replaced: string): Promise<SendOutcome | null> {
    const outcome = await this.#repaint(post, replaced)
    if (outcome) return outcome
    return hasButtons(post.message) ? null : { kind: 'sent', messageId: replaced }
  }

  async #repaint(post: Post, replaced: string): Promise<SendOutcome | null> {
    const { bot, app, clock } = this.#parts
    const id = readMessageId(replaced)
    if (post.to.kind === 'user' && id.by === 'app' && app) {
      const card = replacementCard(post.message, app.dialect)
      const code = this.#codes.get(id.taskId) ?? id.code
      if (!card || code === '' || this.#pace.take(`app ${post.to.userId.toLowerCase()}`) > 0) return null
      const outcome = await app.channel.update(post.to.userId, card, id.taskId, code)
      if (outcome?.kind === 'sent') this.#codes.set(id.taskId, outcome.responseCode)
      return outcome?.kind === 'sent' ? { kind: 'sent', messageId: replaced } : outcome
    }
    const tap = this.#taps.get(id.taskId)
    const card = replacementCard(post.message, BOT_DIALECT)
    if (id.by !== 'bot' || !bot || !card || !tap || tap.until < clock.elapsed()) return null
    // One answer to one tap.
    this.#taps.delete(id.taskId)
    const outcome = await bot.update(tap.frame, card, id.taskId)
    return outcome.kind === 'sent' ? { kind: 'sent', messageId: replaced } : null
  }
}

/** Refusals that say nothing about the message: another way may be open. */
const ELSEWHERE = new Set([UNREACHABLE, 'not-connected', 'not-subscribed'])
