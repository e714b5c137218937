import { type Account, Identified, type Inbound, type InboundFile, type Log, loggable, type Receive } from '#core'
import type { Answering, Response } from './answer.ts'
import type { Company } from './company.ts'
import type { MemberChanges } from './member-changes.ts'
import { parse } from './parse.ts'
import type { Parsed, SlackFile } from './parsed.ts'

interface ReceiverParts {
  readonly platform: string
  readonly workspace: string
  readonly company: Company
  readonly answering: Answering
  readonly openFile: (file: SlackFile) => InboundFile
  readonly receive: Receive
  readonly members: MemberChanges
  readonly log: Log
}

type Told = Extract<Parsed, { kind: 'told' }>

/** Takes what Slack delivered, whichever way it came: parsed, committed by the core, then answered. */
export class Receiver {
  readonly #parts: ReceiverParts
  readonly #inHand = new Set<Promise<void>>()

  constructor(parts: ReceiverParts) {
    this.#parts = parts
  }

  /** Resolves with what to acknowledge with, after the commit. What else there is to do happens after that. */
  readonly take = async (type: string, payload: unknown): Promise<Response['body']> => {
    const { company, answering, receive, log } = this.#parts
    const home = await company.home()
    const parsed = this.#read(type, payload, home)
    if (parsed.kind === 'dropped') {
      log.debug('slack.dropped', { code: parsed.why })
      return null
    }
    if (parsed.kind === 'member') {
      await this.#parts.members.heard(parsed.member, home)
      return null
    }
    const inbound = await this.#inbound(parsed)
    const reception = await receive(inbound)
    const { body, afterwards } = answering(parsed, reception)
    if (afterwards) this.#later(afterwards)
    return body
  }

  /** Resolves when every answer is out. */
  async settled(): Promise<void> {
    while (this.#inHand.size > 0) await Promise.all([...this.#inHand])
  }

  #read(type: string, payload: unknown, home: Parameters<typeof parse>[2]): Parsed {
    try {
      return parse(type, payload, home)
    } catch (error) {
      // Delivered again it would be no better.
      this.#parts.log.warn('slack.unreadable', loggable(error))
      return { kind: 'dropped', why: 'unreadable' }
    }
  }

  async #inbound({ told, key, user, team, place }: Told): Promise<Inbound> {
    const { platform, workspace, company } = this.#parts
    const userId = await company.accountOf(user, team)
    const base = { key, place, from: new Identified<Account>({ platform, workspace, userId }) }
    if (told.kind === 'files') return { ...base, ...told, files: told.files.map(this.#parts.openFile) }
    return { ...base, ...told }
  }

  #later(work: () => Promise<void>): void {
    const done = work()
      .catch((error) => this.#parts.log.warn('slack.answer-failed', loggable(error)))
      .finally(() => this.#inHand.delete(done))
    this.#inHand.add(done)
  }
}
