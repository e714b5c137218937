import type { Instant } from './clock.ts'
import type { Random } from './random.ts'
import type { SheetSeal } from './sheet-seal.ts'
import { type Locale, toLocale } from './words.ts'

/** How long a form can be opened by its link or its button, ms. */
const OPEN_FOR_MS = 24 * 3_600_000
/** Takes the place of a flow's name in what is sealed: no flow may have it. */
const TICKET = 'sheet'

/** Opens one form, any number of times within a day: as a link to its page, or from a button. It is bound to a person, or to nobody. */
export interface SheetTicket {
  /** The sealed state of the form. */
  readonly state: string
  /** Member whose form it is; null on the anonymous route. */
  readonly member: string | null
  /** The language it was opened in. */
  readonly locale: Locale
}

export function sealTicket(seal: SheetSeal, ticket: SheetTicket, random: Random, now: Instant): string {
  const { state, member, locale } = ticket
  const args = { state, locale, at: String(now), ...(member !== null && { member }) }
  return seal.seal({ flow: TICKET, form: 'open', id: random.id(), args })
}

/** Null for what was not sealed here, was changed, or is too old. */
export function openTicket(seal: SheetSeal, token: string, now: Instant): SheetTicket | null {
  const data = seal.open(token)
  if (data?.flow !== TICKET || data.args.state === undefined) return null
  const at = Number(data.args.at)
  if (!(now - at < OPEN_FOR_MS)) return null
  return { state: data.args.state, member: data.args.member ?? null, locale: toLocale(data.args.locale) ?? 'zh-CN' }
}
