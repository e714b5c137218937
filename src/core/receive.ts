import type { Adapter, Receive, Reception } from './adapter.ts'
import { andThen } from './and-then.ts'
import { chosenNumber } from './choices.ts'
import type { Clock } from './clock.ts'
import { matchControl } from './controls.ts'
import type { Conversation } from './conversation.ts'
import { retryConflicts } from './errors.ts'
import type { AnonymousFlow, CoreStores, FallbackFlow, Outcome, Turn } from './flow.ts'
import { Identified } from './identified.ts'
import type { Account, Inbound, Place } from './inbound.ts'
import type { Members } from './member.ts'
import type { Message, SheetValues } from './message.ts'
import type { Owe } from './owe.ts'
import { presenting } from './presenting.ts'
import type { Random } from './random.ts'
import type { Router } from './router.ts'
import type { SheetData, SheetSeal } from './sheet-seal.ts'
import { openTicket } from './sheet-ticket.ts'
import { readingTextFiles } from './text-file.ts'
import type { Transactor } from './transactor.ts'
import { unkept } from './unkept.ts'

export interface ReceiverParts<S extends CoreStores> {
  readonly database: Transactor<S>
  readonly members: Members
  readonly router: Router<S>
  readonly anonymous: AnonymousFlow
  readonly fallback: FallbackFlow<S>
  readonly sheets: SheetSeal
  readonly clock: Clock
  readonly random: Random
  readonly owe: Owe<S>
  /** The one sentence for somebody the directory does not know; null when they have just been told. */
  readonly stranger: (inbound: Inbound, account: Account) => Promise<Message | null>
  /** The company's name of a platform channel, null when it is not bound. */
  readonly channelName: (adapter: Adapter, channelId: string) => Promise<string | null>
  /** The page of a form; null where there is no address at which people could open it. */
  readonly pageUrl: (ticket: string) => string | null
  /** Called after a commit that left something to send. */
  readonly wake: () => void
  /** Called for everything that comes in, save on the anonymous route. */
  readonly counted: () => void
}

/** What reaches the anonymous route of a secret that was typed into a chat. */
const PASTED = { kind: 'action', verb: 'pasted', value: '' } as const

/** The action that shows a form again. */
const OPEN_SHEET = 'sheet.open'

/**
 * The way of everything inbound: who is it, which route, one transaction, then the answer to acknowledge with. The
 * anonymous route leaves here before anything of the event is written.
 */
export function createReceive<S extends CoreStores>(parts: ReceiverParts<S>, adapter: Adapter): Receive {
  const { router, anonymous } = parts
  const presentable = presenting(parts, adapter)
  const asTyped = readingTextFiles(adapter.capabilities, parts.clock)

  return async (came) => {
    const member = await parts.members.find(Identified.reveal(came.from))
    if (!member) {
      parts.counted()
      return toStranger(came)
    }
    const received = await asTyped(came, member.id)
    const pasted = await isPasted(received)
    const inbound = pasted ? received : await withChoice(received)

    const sheet = sheetOf(inbound, member.id)
    const body = pasted ? PASTED : anonymousBody(inbound, sheet)
    if (body) {
      const capabilities = unkept(adapter.capabilities)
      const reception = await anonymous.handle({ author: inbound.from, locale: member.locale, capabilities, body })
      const shown = await presentable(reception, { member: null, locale: member.locale }, null)
      return body.kind === 'form' ? { ...shown, inForm: true } : shown
    }

    parts.counted()
    const channel = inbound.place.kind === 'channel' ? await parts.channelName(adapter, inbound.place.channelId) : null
    if (inbound.place.kind === 'channel' && channel === null && !isForAnyChannel(inbound)) return {}

    const reception = await retryConflicts(() =>
      parts.database.transaction(async (stores): Promise<Reception> => {
        const now = parts.clock.now()
        const seen = `${adapter.platform}/${adapter.workspace}/${inbound.key}`
        if (!(await stores.seen.mark(seen, now))) return { repeated: true }
        const turn: Turn<S> = {
          member,
          channel,
          ...(inbound.place.kind === 'channel' && { place: `${adapter.platform}:${inbound.place.channelId}` }),
          capabilities: adapter.capabilities,
          now,
          stores,
          random: parts.random,
          sheets: parts.sheets,
        }
        const outcome = await dispatch(inbound, turn, sheet)
        await parts.owe(stores, outcome.say ?? [], now, { person: member.id, address: directAddress(inbound) })
        const home = inbound.kind === 'home' ? await parts.fallback.atHome(turn) : undefined
        return { sheet: outcome.sheet, notices: outcome.notices, errors: outcome.errors, ...(home && { home }) }
      }),
    )
    parts.wake()
    const whose = { member: member.id, locale: member.locale }
    // Where nothing can be shown to one person alone in a channel, it goes to them directly.
    const there = adapter.capabilities.ephemeral ? addressOf(inbound) : directAddress(inbound).address
    return presentable(reception, whose, there, inbound.place)
  }

  /** The direct messages of whoever did it, on the account they used. */
  function directAddress({ from }: Inbound) {
    const route = `${adapter.platform}/${adapter.workspace}`
    return { route, address: `${route}/user/${Identified.reveal(from).userId}` }
  }

  /** Where it was done, as the outbox names it. */
  function addressOf(inbound: Inbound): string {
    const { place } = inbound
    if (place.kind === 'direct') return directAddress(inbound).address
    return `${adapter.platform}/${adapter.workspace}/channel/${place.channelId}`
  }

  /** A typed number is a tap on the button it stands for. */
  async function withChoice(inbound: Inbound): Promise<Inbound> {
    // Under a message a number belongs to what is talked about there.
    if (inbound.kind !== 'text' || (inbound.place.kind === 'channel' && inbound.place.thread !== null)) return inbound
    const number = chosenNumber(inbound.text)
    if (number === null) return inbound
    const choices = await parts.database.transaction((stores) => stores.choices.get(addressOf(inbound)))
    const choice = choices[number - 1]
    if (!choice) return inbound
    const { key, from, place } = inbound
    return { kind: 'action', key, from, place, actionId: choice.actionId, value: choice.value, messageId: '' }
  }

  /** Whether a secret of the anonymous route was typed into a chat. It goes before everything else. */
  async function isPasted(inbound: Inbound): Promise<boolean> {
    return (inbound.kind === 'text' || inbound.kind === 'files') && anonymous.guards(inbound.text)
  }

  async function toStranger(inbound: Inbound): Promise<Reception> {
    // In a channel strangers talk to others.
    if (inbound.place.kind === 'channel' && inbound.kind !== 'action') return {}
    const message = await parts.stranger(inbound, Identified.reveal(inbound.from))
    if (!message) return {}
    return inbound.kind === 'home' ? { home: message } : { notices: [message] }
  }

  /** What an administrator says in a channel to give it its name. */
  function isForAnyChannel(inbound: Inbound): boolean {
    if (inbound.kind !== 'text' || inbound.place.kind !== 'channel' || inbound.place.thread !== null) return false
    return router.command(inbound.text)?.anywhere ?? false
  }

  /** The form something belongs to: its sealed state came back with it, or a button opens it again. */
  function sheetOf(inbound: Inbound, member: string): SheetData | null {
    if (inbound.kind === 'form' || inbound.kind === 'draft') return parts.sheets.open(inbound.state)
    if (inbound.kind !== 'action' || inbound.actionId !== OPEN_SHEET) return null
    const ticket = openTicket(parts.sheets, inbound.value, parts.clock.now())
    const theirs = ticket && (ticket.member === null || ticket.member === member)
    return theirs ? parts.sheets.open(ticket.state) : null
  }

  function anonymousBody(inbound: Inbound, sheet: SheetData | null) {
    if (sheet) {
      if (!router.isAnonymous(sheet.flow)) return null
      if (inbound.kind === 'form') return { kind: 'form', sheet, values: inbound.values } as const
      return { kind: 'sheet', sheet, values: inbound.kind === 'draft' ? inbound.values : null } as const
    }
    if (inbound.kind === 'text') {
      // Whatever words it begins with, a reply under a message belongs to that message.
      if (inbound.place.kind === 'channel' && inbound.place.thread !== null) return null
      const words = router.speaksUp(inbound.text)
      if (words) return { kind: 'words', ...words } as const
      const verb = router.anonymousVerb(inbound.text)
      return verb === null ? null : ({ kind: 'action', verb, value: '' } as const)
    }
    if (inbound.kind === 'action') {
      const [flow, verb] = splitOnce(inbound.actionId, '.')
      return router.isAnonymous(flow) ? ({ kind: 'action', verb, value: inbound.value } as const) : null
    }
    return null
  }

  async function dispatch(inbound: Inbound, turn: Turn<S>, sheet: SheetData | null): Promise<Outcome> {
    switch (inbound.kind) {
      case 'text':
        if (inbound.place.kind === 'channel') {
          return inChannel(turn, inbound.text, inbound.place.channelId, inbound.place.thread)
        }
        return inDirect(turn, inbound.text)
      case 'action': {
        if (inbound.actionId === OPEN_SHEET) return openSheet(turn, sheet, null)
        const [, verb] = splitOnce(inbound.actionId, '.')
        const flow = router.flowOf(inbound.actionId)
        const outcome = await flow?.action?.(turn, verb, inbound.value, inbound.messageId)
        if (outcome?.asCommand !== undefined) return andThen(outcome, await asCommand(turn, outcome.asCommand))
        return outcome ?? parts.fallback.expired(turn)
      }
      case 'form': {
        const flow = sheet && router.flow(sheet.flow)
        const outcome = sheet && (await flow?.form?.(turn, sheet, inbound.values))
        if (!sheet || !outcome?.errors) return outcome ?? parts.fallback.expired(turn)
        // An answer may have opened questions that the form did not show.
        const again = await flow?.sheet?.(turn, sheet, inbound.values)
        return { ...outcome, ...(again?.sheet && { sheet: again.sheet }) }
      }
      case 'draft':
        return openSheet(turn, sheet, inbound.values)
      case 'home':
        return {}
      case 'files':
        return unsupported(turn, inbound.place, 'file')
      case 'unsupported':
        return unsupported(turn, inbound.place, inbound.what)
    }
  }

  async function openSheet(turn: Turn<S>, sheet: SheetData | null, values: SheetValues | null): Promise<Outcome> {
    const flow = sheet && router.flow(sheet.flow)
    return (sheet && (await flow?.sheet?.(turn, sheet, values))) ?? parts.fallback.expired(turn)
  }

  async function unsupported(turn: Turn<S>, place: Place, what: string): Promise<Outcome> {
    // What is changed afterwards was answered before; in a channel people talk among themselves.
    if (place.kind === 'channel' || what === 'edit') return {}
    return andThen(await parts.fallback.unsupported(turn, what), await resumeActive(turn))
  }

  async function inChannel(turn: Turn<S>, text: string, channelId: string, thread: string | null): Promise<Outcome> {
    if (thread) {
      const address = `${adapter.platform}/${adapter.workspace}/channel/${channelId}`
      const posted = await turn.stores.outbox.postedById(address, thread)
      const flow = posted?.subject && router.flowOf(posted.subject)
      if (posted?.subject && flow) return (await flow.reply?.(turn, posted.subject, text)) ?? {}
      return {}
    }
    if (matchControl(text) === 'help') return parts.fallback.help(turn)
    const match = router.command(text)
    if (match) return (await match.flow.command?.(turn, match.command, match.rest)) ?? {}
    // A channel without a name hears only what gives it one.
    for (const flow of turn.channel === null ? [] : router.flows()) {
      const outcome = await flow.inChannel?.(turn, text)
      if (outcome) return outcome
    }
    return {}
  }

  /** Reserved words, then the open conversation, then commands, then help. */
  async function inDirect(turn: Turn<S>, text: string): Promise<Outcome> {
    const run = await turn.stores.conversations.active(turn.member.id)
    const flow = run && router.flow(run.flow)
    const control = matchControl(text)
    if (control && run && flow?.control) {
      const outcome = await flow.control(turn, run, control, text)
      if (!outcome.unhandled) return outcome
    }
    if (control === 'help') return andThen(await parts.fallback.help(turn), await resumeActive(turn))
    if (control === 'continue' || control === 'progress') {
      const resumed = await resumeParked(turn)
      if (resumed) return resumed
    }
    if (control) return parts.fallback.nothingOpen(turn)

    if (run && flow?.text) {
      const outcome = await flow.text(turn, run, text, router.command(text)?.command ?? null)
      if (!outcome.unhandled) return outcome
    }
    return asCommand(turn, text, run)
  }

  /** What a text commands, and then the question again that it came in between. */
  async function asCommand(turn: Turn<S>, text: string, run?: Conversation | null): Promise<Outcome> {
    const match = router.command(text)
    const outcome = await match?.flow.command?.(turn, match.command, match.rest)
    if (!outcome || outcome.unhandled) return parts.fallback.unknown(turn)
    return andThen(outcome, await resumeActive(turn, run))
  }

  /** The question a person was at, again, after something else was answered in between. */
  async function resumeActive(turn: Turn<S>, before?: Conversation | null): Promise<Outcome> {
    const run = await turn.stores.conversations.active(turn.member.id)
    if (!run || (before !== undefined && run.id !== before?.id)) return {}
    return (await router.flow(run.flow)?.resume?.(turn, run)) ?? {}
  }

  async function resumeParked(turn: Turn<S>): Promise<Outcome | null> {
    const [run] = await turn.stores.conversations.parked(turn.member.id)
    return run ? ((await router.flow(run.flow)?.resume?.(turn, run)) ?? null) : null
  }
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
