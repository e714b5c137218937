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

    command: (turn) => list(turn),
    action: (turn, verb, value) => (verb === 'list' ? list(turn) : onAction(parts, turn, verb, value)),
    form: (turn, sheet, values) => onForm(parts, turn, sheet, values),
    sheet: (turn, sheet) => onSheet(parts, turn, sheet),
  }

  async function list(turn: Turn<Stores>): Promise<Outcome> {
    const { locale, id } = turn.member
    const text = words(locale)
    const until = addDays(dateAt(turn.now, parts.programs().company.timeZone), LIST_DAYS)
    const open = await turn.stores.occurrences.openOf(id)
    const near = open.filter((one) => one.deadlineOn <= until)
    const sections: Section[] = []
    for (const occurrence of near.slice(0, MOST_LISTED)) {
      const options = { locale, now: turn.now, late: false, reader: id }
      const section = await itemSection(parts, turn.stores, occurrence, options)
      if (section) sections.push(section)
    }
    const later = open.length - near.length
    const hidden = near.length - sections.length
    const notes = [
      ...(hidden > 0 ? [text.more(hidden)] : []),
      ...(later > 0 ? [text.moreLater(later)] : []),
      ...(near.length === 0 ? [text.none] : []),
    ]
    const message = { title: text.listTitle(near.length), text: notes.join('\n'), sections }
    return { say: [sayToThem(turn, message)] }
  }
}
