import { type Flow, type Outcome, type Section, sayToThem, type Turn } from '#core'
import { addDays, dateAt } from '#domain'
import { onAction, onForm, onSheet } from './acting.ts'
import { itemSection, itemsView } from './card.ts'
import type { FollowUpParts, Stores } from './parts.ts'
import { reminders } from './reminding.ts'
import { words } from './words.ts'

/** What lies further ahead is only counted in the list. */
const LIST_DAYS = 30
const MOST_LISTED = 20
const MOST_AT_HOME = 5

/** Reminders of contacts: who, when, and what came of it. */
export function createFollowUp(parts: FollowUpParts): Flow<Stores> {
  return {
    name: 'follow-up',
    commands: [{ name: 'list', words: ['我的跟进', '跟进', 'my follow-ups', 'my follow ups', 'my followups'] }],
    views: { 'follow-up.items': itemsView(parts) },
    work: [reminders(parts)],

    async menu(turn) {
      const open = turn.channel === null ? await turn.stores.occurrences.openOf(turn.member.id) : []
      if (open.length === 0) return []
      return [{ id: 'follow-up.list', label: words(turn.member.locale).list, value: '' }]
    },

    async home(turn) {
      const { near, sections } = await soon(turn, MOST_AT_HOME)
      const hidden = near - sections.length
      return hidden > 0 ? [...sections, { text: words(turn.member.locale).more(hidden) }] : sections
    },

    command: (turn) => list(turn),
    action: (turn, verb, value) => (verb === 'list' ? list(turn) : onAction(parts, turn, verb, value)),
    form: (turn, sheet, values) => onForm(parts, turn, sheet, values),
    sheet: (turn, sheet) => onSheet(parts, turn, sheet),
  }

  async function list(turn: Turn<Stores>): Promise<Outcome> {
    const text = words(turn.member.locale)
    const { open, near, sections } = await soon(turn, MOST_LISTED)
    const later = open - near
    const hidden = near - sections.length
    const notes = [
      ...(hidden > 0 ? [text.more(hidden)] : []),
      ...(later > 0 ? [text.moreLater(later)] : []),
      ...(near === 0 ? [text.none] : []),
    ]
    return { say: [sayToThem(turn, { title: text.listTitle(near), text: notes.join('\n'), sections })] }
  }

  /** What this person has to follow up: how many in all and how many soon, and the first of these. */
  async function soon(turn: Turn<Stores>, most: number): Promise<{ open: number; near: number; sections: Section[] }> {
    const { locale, id } = turn.member
    const until = addDays(dateAt(turn.now, parts.programs().company.timeZone), LIST_DAYS)
    const open = await turn.stores.occurrences.openOf(id)
    const near = open.filter((one) => one.deadlineOn <= until)
    const sections: Section[] = []
    for (const occurrence of near.slice(0, most)) {
      const options = { locale, now: turn.now, late: false, reader: id }
      const section = await itemSection(parts, turn.stores, occurrence, options)
      if (section) sections.push(section)
    }
    return { open: open.length, near: near.length, sections }
  }
}
