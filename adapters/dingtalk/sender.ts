import { splitText } from '#adapters/shared'
import {
  type LookUp,
  loggable,
  type Message,
  type OutFile,
  type Post,
  type SendOutcome,
  shorten,
  type Target,
} from '#core'
import { actionCard, asAnswer, asRobotMessage } from './action-card.ts'
import { ApiError, refusal } from './api-error.ts'
import { Calls, type Spend } from './calls.ts'
import type { CardVariables } from './cards/card-names.ts'
import { type Cards, NOT_DELIVERED } from './cards/cards.ts'
import { choiceCard, hasButtons } from './cards/choice-card.ts'
import { messageIdOf, trackIdIn, trackIdOf } from './cards/track-id.ts'
import type { Media } from './media.ts'
import { headingOf, toBody, toMarkdown } from './render.ts'
import type { Robot, RobotMessage } from './robot.ts'
import type { Sessions } from './sessions.ts'

interface SenderParts {
  readonly robot: Robot
  readonly cards: Cards
  readonly media: Media
  readonly sessions: Sessions
  /** Of cards with buttons; null where only text goes. */
  readonly cardTemplateId: string | null
  readonly spend: Spend
}

/** Bytes of one text as it is sent; DingTalk takes 20,000 with all that is around it. */
const TEXT_BYTES = 16_000
/** Characters of the text of a card; and where DingTalk does not take so many, of which nobody is sure. */
const CARD_TEXT_MAX = 8000
const SHORT_TEXT_MAX = 200
const NO_ANSWER: SendOutcome = { kind: 'uncertain', code: 'no-answer' }
/** Before the id of a message that went to several people with one call. */
const SHARED = 'shared:'
/** In the place of an id, before the key, for what went by a conversation's way back. */
const SESSION = 'session:'
const WITHDRAWN = '已撤回 · Withdrawn'

/** Sends messages through DingTalk's robot. What has no answer is thrown, for the core to judge. */
export class Sender {
  readonly #parts: SenderParts

  constructor(parts: SenderParts) {
    this.#parts = parts
  }

  /** `prepaid`: calls that were counted before. */
  async send(post: Post, prepaid = 1): Promise<SendOutcome> {
    const calls = this.#calls(prepaid)
    const replaced = post.replaces === undefined ? null : trackIdIn(post.replaces)
    // What is no card cannot be changed: it is said anew.
    if (replaced !== null) return this.#changeCard(replaced, post.message, calls)
    if (this.#parts.cardTemplateId !== null && hasButtons(post.message)) {
      return this.#sendCard(post, this.#parts.cardTemplateId, calls)
    }
    if (post.to.kind === 'user' && (await this.#inSession(post, post.to.userId))) {
      await calls.giveBack()
      return { kind: 'sent', messageId: `${SESSION}${post.key}` }
    }
    return this.#say(post, calls)
  }

  /** Equal messages to several people with one call. A card is a call for each of them. */
  async sendMany(posts: readonly Post[]): Promise<SendOutcome[]> {
    const [first] = posts
    if (!first) return []
    if (this.#parts.cardTemplateId !== null && hasButtons(first.message)) {
      const outcomes: SendOutcome[] = []
      for (const post of posts) outcomes.push(await this.send(post, outcomes.length === 0 ? 1 : 0))
      return outcomes
    }
    const found = await this.#toPeople(posts.map(userOf), first, this.#calls(1))
    const outcomes = posts.map((post) => found.get(userOf(post)) ?? NO_ANSWER)
    const got = outcomes.filter(({ kind }) => kind === 'sent').length
    return outcomes.map((outcome) =>
      outcome.kind === 'sent' && posts.length > 1
        ? { kind: 'sent', messageId: `${SHARED}${got}:${outcome.messageId}` }
        : outcome,
    )
  }

  /** A card is known by its name; what the robot says by itself has none of ours. */
  async lookUp({ key, to }: Pick<Post, 'key' | 'to'>): Promise<LookUp | null> {
    if (this.#parts.cardTemplateId === null) return null
    const trackId = trackIdOf(key, to.kind)
    const isThere = await this.#parts.cards.isThere(trackId, this.#calls(0))
    return isThere ? { kind: 'sent', messageId: messageIdOf(trackId) } : null
  }

  /**
   * A card cannot be taken back: it is emptied. Null for a message that others have got with the same call, since it is
   * theirs, too; and for what went by a conversation's way back, which has no id.
   */
  async recall(messageId: string, to: readonly Target[]): Promise<SendOutcome | null> {
    const [first] = to
    const { id, people } = sharedBy(messageId)
    if (!first || to.length < people || messageId.startsWith(SESSION)) return null
    const calls = this.#calls(0)
    const trackId = trackIdIn(messageId)
    const outcome =
      trackId === null
        ? await this.#parts.robot.recall(id, first, calls)
        : await this.#parts.cards.change(trackId, choiceCard({ text: WITHDRAWN }), calls)
    return outcome.kind === 'sent' ? { kind: 'sent', messageId } : outcome
  }

  /** Null for cards and for what has no id: DingTalk tells of the robot's messages only. */
  async readBy(messageId: string, userIds: readonly string[]): Promise<readonly string[] | null> {
    if (trackIdIn(messageId) !== null || messageId.startsWith(SESSION)) return null
    const readers = await this.#parts.robot.readBy(sharedBy(messageId).id, this.#calls(0))
    return readers.filter((reader) => userIds.includes(reader))
  }

  #calls(prepaid: number): Calls {
    return new Calls(this.#parts.spend, prepaid)
  }

  /** One text, by the way back that came with what this person said last. */
  async #inSession({ key, message }: Post, userId: string): Promise<boolean> {
    if (hasButtons(message) || message.files || bytesOf(toBody(message)) > TEXT_BYTES) return false
    const markdown = toMarkdown(message, key)
    const card = actionCard(message, markdown)
    return this.#parts.sessions.say(userId, card ? asAnswer(card) : { msgtype: 'markdown', markdown })
  }

  async #sendCard({ key, to, message }: Post, templateId: string, calls: Calls): Promise<SendOutcome> {
    const variables = choiceCard(message)
    const card = { trackId: trackIdOf(key, to.kind), templateId, to, heading: headingOf(message) }
    const deliver = (most: number) =>
      this.#parts.cards.deliver({ ...card, variables: shortened(variables, most) }, calls)
    const { files, actions: _, ...said } = message
    let outcome = await deliver(CARD_TEXT_MAX)
    if (isTooMuch(outcome, variables)) {
      // Its text goes before it, as the robot's own.
      const before = await this.#say({ key: `${key}/text`, to, message: said }, calls)
      if (before.kind !== 'sent') return before
      outcome = await deliver(SHORT_TEXT_MAX)
    }
    if (outcome.kind !== 'sent' || !files) return outcome
    const sent = await this.#say({ key, to, message: { text: '', files } }, calls)
    return sent.kind === 'sent' ? outcome : sent
  }

  async #changeCard(trackId: string, message: Message, calls: Calls): Promise<SendOutcome> {
    const variables = choiceCard(message)
    const outcome = await this.#parts.cards.change(trackId, shortened(variables, CARD_TEXT_MAX), calls)
    if (!isTooMuch(outcome, variables)) return outcome
    return this.#parts.cards.change(trackId, shortened(variables, SHORT_TEXT_MAX), calls)
  }

  /** What the robot says by itself: texts and files. */
  async #say(post: Post, calls: Calls): Promise<SendOutcome> {
    const { to } = post
    if (to.kind === 'channel') return this.#toGroup(post, to.channelId, calls)
    return (await this.#toPeople([to.userId], post, calls)).get(to.userId) ?? NO_ANSWER
  }

  /** The id of the first part stands for the whole. */
  async #toGroup(post: Post, channelId: string, calls: Calls): Promise<SendOutcome> {
    let whole: SendOutcome | null = null
    for await (const part of this.#partsOf(post, calls)) {
      const outcome = isMessage(part) ? await this.#parts.robot.toGroup(channelId, part, calls) : part
      if (outcome.kind !== 'sent') return outcome
      whole ??= outcome
    }
    return whole ?? NO_ANSWER
  }

  /** Whoever is refused a part gets no more of it. */
  async #toPeople(userIds: readonly string[], post: Post, calls: Calls): Promise<ReadonlyMap<string, SendOutcome>> {
    const outcomes = new Map<string, SendOutcome>()
    let left = userIds
    for await (const part of this.#partsOf(post, calls)) {
      const told = isMessage(part)
        ? await this.#parts.robot.toPeople(left, part, calls)
        : new Map(left.map((userId) => [userId, part]))
      for (const [userId, outcome] of told) {
        if (outcome.kind !== 'sent' || !outcomes.has(userId)) outcomes.set(userId, outcome)
      }
      left = left.filter((userId) => outcomes.get(userId)?.kind === 'sent')
      if (left.length === 0) break
    }
    return outcomes
  }

  /** The texts, then the files; in the place of one that DingTalk did not take stands its refusal. */
  async *#partsOf({ key, message }: Post, calls: Calls): AsyncGenerator<RobotMessage | SendOutcome> {
    const body = toBody(message)
    const texts = body === '' ? [] : splitText(body, TEXT_BYTES, bytesOf)
    const title = headingOf(message)
    for (const [index, text] of texts.entries()) {
      const whole = texts.length === 1
      const markdown = whole ? toMarkdown(message, key) : { ...toMarkdown({ text }, `${key}/${index}`), title }
      const card = index === texts.length - 1 ? actionCard(message, markdown) : null
      yield card ? asRobotMessage(card) : { msgKey: 'sampleMarkdown', msgParam: { ...markdown } }
    }
    for (const file of message.files ?? []) yield await this.#fileMessage(file, calls)
  }

  async #fileMessage(file: OutFile, calls: Calls): Promise<RobotMessage | SendOutcome> {
    try {
      const mediaId = await this.#parts.media.upload(file, calls)
      const fileType = /\.([A-Za-z0-9]{1,8})$/.exec(file.name)?.[1] ?? 'txt'
      return { msgKey: 'sampleFile', msgParam: { mediaId, fileName: file.name, fileType: fileType.toLowerCase() } }
    } catch (error) {
      const outcome = error instanceof ApiError ? refusal(error) : null
      // What was not brought there was shown to nobody: that is never in doubt.
      if (outcome?.kind === 'refused') return outcome
      return { kind: 'refused', code: loggable(error).code, permanent: false }
    }
  }
}

function isMessage(part: RobotMessage | SendOutcome): part is RobotMessage {
  return 'msgKey' in part
}

function bytesOf(text: string): number {
  return Buffer.byteLength(JSON.stringify(text))
}

function shortened(variables: CardVariables, most: number): CardVariables {
  return { ...variables, text: shorten(variables.text ?? '', most) }
}

/** Whether a card was refused for good that has a long text. */
function isTooMuch(outcome: SendOutcome, { text = '' }: CardVariables): boolean {
  return (
    outcome.kind === 'refused' && outcome.permanent && outcome.code !== NOT_DELIVERED && text.length > SHORT_TEXT_MAX
  )
}

function userOf({ to }: Post): string {
  if (to.kind !== 'user') throw new TypeError('a batch is for people')
  return to.userId
}

/** DingTalk's own id of a message, and how many people have got it under that. */
function sharedBy(messageId: string): { id: string; people: number } {
  const [, people, id] = messageId.match(/^shared:(\d+):(.+)$/) ?? []
  return id === undefined ? { id: messageId, people: 1 } : { id, people: Number(people) }
}
