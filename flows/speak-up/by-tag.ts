import type { Outcome, Turn } from '#core'
import type { SpeakUpParts, Stores } from './parts.ts'
import { ticketPlaces } from './ticket.ts'
import { withCase } from './with-case.ts'
import { replyUnder } from './writing.ts'

const HAN = String.raw`\p{Script=Han}\s*\p{Script=Han}`
const LETTER = '[A-Za-zＡ-Ｚａ-ｚ]'
const JOINED = String.raw`${LETTER}+[\p{Pd}＿_]${LETTER}+`
const APART = String.raw`${LETTER}+\s+${LETTER}+`

/**
 * A tag in brackets, or before a colon; Chinese and hyphenated ones also before a blank. Where somebody only talks, "good
 * morning everybody" and "好的，" are none.
 */
const TAGGED = [
  new RegExp(String.raw`^\s*[【「[［(（]\s*(${HAN}|${JOINED}|${APART})\s*[】」\]］)）]\s*[:：]?\s*(.+)$`, 'su'),
  new RegExp(String.raw`^\s*[#＃]?(${HAN}|${JOINED}|${APART})\s*[:：]\s*(.+)$`, 'su'),
  new RegExp(String.raw`^\s*[#＃]?(${HAN}|${JOINED})\s+(.+)$`, 'su'),
]

/**
 * `<tag> text`, said in the channel where a ticket stands, answers its case: for platforms on which nothing can be said
 * under a message. Null for everything else that is said there. Whoever does not handle it, or names a case that is not
 * here or is none, is told one and the same.
 */
export async function answerByTag(parts: SpeakUpParts, turn: Turn<Stores>, said: string): Promise<Outcome | null> {
  const [, typed = '', text = ''] = TAGGED.map((shape) => shape.exec(said)).find((match) => match !== null) ?? []
  const tag = parts.vault.tags.parse(typed)
  if (!tag) return null
  const file = await turn.stores.cases.byTag(tag)
  const here = file ? await ticketPlaces(parts, turn.stores, file) : []
  const stands = here.some(({ to }) => to.kind === 'channel' && to.channel === turn.channel)
  return withCase(parts, turn, file && stands ? file.id : '', (hand) => replyUnder(parts, turn, hand, text.trim()))
}
