import type { Reception } from './adapter.ts'
import type { Capabilities } from './capabilities.ts'
import type { Clock } from './clock.ts'
import { retryConflicts } from './errors.ts'
import type { AnonymousFlow, CoreStores, FallbackFlow, Outcome, Turn } from './flow.ts'
import { type FormFiles, type TakenPictures, takePictures } from './form-pictures.ts'
import type { Member, Members } from './member.ts'
import type { Message, Sheet, SheetValues } from './message.ts'
import type { Owe } from './owe.ts'
import type { FormPictures, PictureCleaner } from './picture.ts'
import type { Random } from './random.ts'
import type { Router } from './router.ts'
import type { SheetData, SheetSeal } from './sheet-seal.ts'
import { openTicket, type SheetTicket, sealTicket } from './sheet-ticket.ts'
import type { Transactor } from './transactor.ts'
import type { Locale } from './words.ts'

/** What a form's page shows now. */
export type FormPage =
  | {
      readonly kind: 'form'
      readonly locale: Locale
      readonly sheet: Sheet
      /** Under which the form is to be found from here on. */
      readonly ticket: string
      readonly errors: Readonly<Record<string, string>>
      /** Pictures the page carries on, by field; and why files of a field were not taken. */
      readonly carried: TakenPictures['carried']
      readonly faults: TakenPictures['faults']
    }
  /** It is over: what is said in the end. */
  | { readonly kind: 'end'; readonly locale: Locale; readonly notices: readonly Message[] }

/** Private forms as web pages: the third surface of a form, with the same definition and the same rules. */
export interface FormPages {
  /** Null for every ticket that opens nothing, whatever the reason. */
  view(ticket: string): Promise<FormPage | null>
  /** Questions that depend on answers are asked; nothing is handed in. */
  draft(ticket: string, values: SheetValues, files?: FormFiles): Promise<FormPage | null>
  /** What comes with a file that is not taken is not handed in, but shown to be corrected. */
  submit(ticket: string, values: SheetValues, files?: FormFiles): Promise<FormPage | null>
}

export interface FormPagesParts<S extends CoreStores> {
  readonly database: Transactor<S>
  readonly members: Members
  readonly router: Router<S>
  readonly anonymous: AnonymousFlow
  readonly fallback: FallbackFlow<S>
  readonly sheets: SheetSeal
  readonly cleaner: PictureCleaner
  readonly clock: Clock
  readonly random: Random
  readonly owe: Owe<S>
  /** Called after a commit that left something to send. */
  readonly wake: () => void
}

/** A page shows what no chat can refuse. */
const CAPABILITIES: Capabilities = {
  buttons: { max: 0, labelMax: 0, valueMax: 0 },
  select: null,
  sheet: {
    fields: 200,
    labelMax: 10_000,
    options: { max: 500, labelMax: 1000 },
    textMax: 20_000,
  },
  update: true,
  updateWithinMs: null,
  threads: false,
  ephemeral: true,
  proactive: false,
  readReceipt: false,
  recall: false,
  files: { in: false, out: false, maxBytes: 0 },
  titleMax: 1000,
  textMax: 100_000,
  keeps: { typed: false, sheet: false, taps: false },
  limits: {},
}

const NO_PICTURES = { carried: {}, faults: {} }

interface Opened {
  readonly ticket: SheetTicket
  readonly data: SheetData
}

export function createFormPages<S extends CoreStores>(parts: FormPagesParts<S>): FormPages {
  return {
    view: (token) => withTicket(token, {}, (opened) => show(opened, null)),
    draft: (token, values, files = {}) => withTicket(token, files, (opened) => show(opened, values)),
    submit: (token, values, files = {}) =>
      withTicket(token, files, (opened, { pictures, faults }) =>
        Object.keys(faults).length > 0 ? show(opened, values) : handIn(opened, values, pictures),
      ),
  }

  async function withTicket(
    token: string,
    files: FormFiles,
    work: (opened: Opened, taken: TakenPictures) => Promise<Reception | null>,
  ) {
    const ticket = openTicket(parts.sheets, token, parts.clock.now())
    const data = ticket && parts.sheets.open(ticket.state)
    if (!ticket || !data) return null
    const taken = await takePictures(parts, data.id, files)
    const reception = await work({ ticket, data }, taken)
    return reception && toPage(reception, { ticket, data }, token, taken)
  }

  function show({ ticket, data }: Opened, values: SheetValues | null): Promise<Reception | null> {
    if (parts.router.isAnonymous(data.flow)) {
      return parts.anonymous.handle({ ...nobody(ticket), body: { kind: 'sheet', sheet: data, values } })
    }
    return asMember(ticket, async (turn) => (await parts.router.flow(data.flow)?.sheet?.(turn, data, values)) ?? null)
  }

  function handIn({ ticket, data }: Opened, values: SheetValues, pictures: FormPictures): Promise<Reception | null> {
    if (parts.router.isAnonymous(data.flow)) {
      return handInAnonymously(ticket, data, values, pictures)
    }
    return asMember(ticket, async (turn) => {
      const flow = parts.router.flow(data.flow)
      const mark = `page/${data.id}`
      // What a page handed in is not handed in again, however often it may be shown.
      if (await turn.stores.seen.has(mark)) return { notices: [parts.fallback.handedIn(turn.member.locale)] }
      const outcome = await flow?.form?.(turn, data, values, pictures)
      if (!outcome?.errors) {
        if (outcome) await turn.stores.seen.mark(mark, turn.now)
        return outcome ?? null
      }
      return { ...outcome, sheet: (await flow?.sheet?.(turn, data, values))?.sheet ?? outcome.sheet }
    })
  }

  async function handInAnonymously(
    ticket: SheetTicket,
    data: SheetData,
    values: SheetValues,
    pictures: FormPictures,
  ): Promise<Reception> {
    const { anonymous } = parts
    const reception = await anonymous.handle({
      ...nobody(ticket),
      body: { kind: 'form', sheet: data, values, pictures },
    })
    if (!reception.errors || reception.sheet) return reception
    // What has to be corrected is corrected in the form, not at its end.
    const again = await anonymous.handle({ ...nobody(ticket), body: { kind: 'sheet', sheet: data, values } })
    return { ...again, errors: reception.errors }
  }

  /** A page of the anonymous route belongs to nobody. */
  function nobody({ locale }: SheetTicket) {
    return { author: null, locale, capabilities: CAPABILITIES }
  }

  async function asMember(
    ticket: SheetTicket,
    work: (turn: Turn<S>) => Promise<Outcome | null>,
  ): Promise<Reception | null> {
    const member = ticket.member === null ? null : await parts.members.byId(ticket.member)
    if (!member) return null
    const reception = await retryConflicts(() =>
      parts.database.transaction(async (stores) => {
        const now = parts.clock.now()
        const outcome = await work(turnOf(stores, member, now))
        if (outcome) await parts.owe(stores, outcome.say ?? [], now)
        return outcome
      }),
    )
    parts.wake()
    return reception
  }

  function turnOf(stores: S, member: Member, now: number): Turn<S> {
    const { random, sheets } = parts
    return { member, channel: null, capabilities: CAPABILITIES, now, stores, random, sheets }
  }

  function toPage(
    { sheet, notices = [], errors = {} }: Reception,
    { ticket, data }: Opened,
    token: string,
    { carried, faults }: TakenPictures,
  ): FormPage {
    const { locale } = ticket
    if (!sheet) return { kind: 'end', locale, notices }
    // The same form keeps its link, and the day the link has; another one gets its own.
    const same = parts.sheets.open(sheet.state)?.id === data.id
    const next = same
      ? token
      : sealTicket(parts.sheets, { ...ticket, state: sheet.state }, parts.random, parts.clock.now())
    return { kind: 'form', locale, sheet, ticket: next, errors, ...(same ? { carried, faults } : NO_PICTURES) }
  }
}

/** The pages of several companies as one: a ticket opens a form of the one it was sealed for. */
export function anyOf(companies: readonly FormPages[]): FormPages {
  const first = async (open: (pages: FormPages) => Promise<FormPage | null>) => {
    for (const pages of companies) {
      const page = await open(pages)
      if (page) return page
    }
    return null
  }
  return {
    view: (ticket) => first((pages) => pages.view(ticket)),
    draft: (ticket, values, files) => first((pages) => pages.draft(ticket, values, files)),
    submit: (ticket, values, files) => first((pages) => pages.submit(ticket, values, files)),
  }
}
