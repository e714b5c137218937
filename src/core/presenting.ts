import type { Adapter, Reception } from './adapter.ts'
import type { SheetCapability } from './capabilities.ts'
import type { CoreStores } from './flow.ts'
import type { Place } from './inbound.ts'
import type { Action, Message, Sheet } from './message.ts'
import { numbered } from './numbered.ts'
import type { ReceiverParts } from './receive.ts'
import { type SheetTicket, sealTicket } from './sheet-ticket.ts'
import { unkept } from './unkept.ts'
import { withoutPictures } from './without-pictures.ts'

/** What was done in a channel is answered elsewhere: said what it is about. */
const ABOUT_CHANNEL = { 'zh-CN': '（关于您刚才在群里做的）', en: '(About what you just did in the channel)' }
const TYPE_IT = { 'zh-CN': '（回复这几个字即可）', en: '(just reply with these words)' }

const DIRECT = { kind: 'direct' } as const

/**
 * Gives a form the means to be opened, or, where the platform has none, the way to its page; makes numbers of buttons
 * that cannot be shown, kept for `address`; on the anonymous route nothing is kept, and words have to do.
 */
export function presenting<S extends CoreStores>(parts: ReceiverParts<S>, adapter: Adapter) {
  const { router } = parts

  return async function presentable(
    reception: Reception,
    whose: Pick<SheetTicket, 'member' | 'locale'>,
    address: string | null,
    place: Place = DIRECT,
  ): Promise<Reception> {
    const { sheet, notices = [], ...rest } = reception
    if (!sheet && notices.length === 0) return reception
    const capabilities = whose.member === null ? unkept(adapter.capabilities) : adapter.capabilities
    const opener =
      sheet && sealTicket(parts.sheets, { ...whose, state: sheet.anew ?? sheet.state }, parts.random, parts.clock.now())
    const shownHere = sheet !== undefined && capabilities.sheet !== null && holds(capabilities.sheet, sheet)
    const elsewhereNow = sheet && opener && !shownHere ? [elsewhere(sheet, opener, whose.locale)] : []
    // On the anonymous route nothing is kept that a number could stand for.
    const typedInstead = ({ label }: Action) => (router.anonymousVerb(label) === null ? null : TYPE_IT[whose.locale])
    const moved = place.kind === 'channel' && !capabilities.ephemeral
    const said = [...notices, ...elsewhereNow].map((notice) =>
      numbered(
        moved ? aboutChannel(notice, whose.locale) : notice,
        capabilities,
        whose.locale,
        address === null ? typedInstead : undefined,
      ),
    )
    const choices = said.findLast((one) => one.choices.length > 0)?.choices
    if (address !== null && choices) {
      await parts.database.transaction((stores) => stores.choices.put(address, choices))
    }
    return {
      ...rest,
      ...(said.length > 0 && { notices: said.map(({ message }) => message) }),
      ...(sheet && opener && shownHere && { sheet: shownThere(sheet, opener) }),
    }
  }

  function shownThere(sheet: Sheet, opener: string): Sheet {
    return { ...withoutPictures(sheet, parts.pageUrl(opener)), opener }
  }

  function elsewhere(sheet: Sheet, opener: string, locale: SheetTicket['locale']): Message {
    return parts.fallback.elsewhere(locale, sheet.title, parts.pageUrl(opener))
  }
}

function holds({ fields }: SheetCapability, { steps }: Sheet): boolean {
  return steps.reduce((count, step) => count + step.fields.length, 0) <= fields
}

function aboutChannel(notice: Message, locale: SheetTicket['locale']): Message {
  return { ...notice, text: [ABOUT_CHANNEL[locale], notice.text].join('\n') }
}
