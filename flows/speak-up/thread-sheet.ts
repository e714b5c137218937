import { type Field, inert, type Locale, type Sheet } from '#core'
import { type CaseEntry, fishing, showDate, type Topic } from '#domain'
import type { Filing } from './bag.ts'
import { entryText } from './entry-text.ts'
import { LONGEST_TEXT, type SpeakUpParts } from './parts.ts'
import type { Thread } from './read-thread.ts'
import { topicOf } from './topics.ts'
import { nextCrossing, showWindow } from './windows.ts'
import { words } from './words.ts'

/** The author's view of a case: everything said so far, and room to go on. */
export function threadSheet(
  parts: SpeakUpParts,
  locale: Locale,
  { file, entries, isClosed, bag }: Thread,
  id: string,
  look: readonly Field[] = [],
): Sheet {
  const text = words(locale)
  const shown = (entry: CaseEntry) => {
    const said = entryText(parts, file, entry)
    return entry.side === 'handler' && fishing(said).length > 0 ? `${said}\n${text.needNotAnswer}` : said
  }
  const said: Field[] = entries.map((entry, index) => ({
    name: `entry_${index + 1}`,
    kind: 'statement',
    label: `${text.saidOn(speaker(entry, locale), showDate(entry.on, locale))}\n${shown(entry)}`,
  }))
  for (const reply of bag.replies.filter((one) => one.case === file.id)) {
    const label = [`${text.mine} ${waits(parts, topicOf(parts, file), locale)}`, inert(reply.text)].join('\n')
    said.push({ name: `entry_${said.length + 1}`, kind: 'statement', label })
  }
  const answered = entries.some((entry) => entry.side === 'handler')
  if (!answered)
    said.push({ name: 'waiting', kind: 'statement', label: text.noAnswerYet(showDate(file.answerBy, locale)) })
  const reply: Field = {
    name: 'reply',
    kind: 'paragraph',
    label: text.threadReply,
    required: false,
    maxLength: LONGEST_TEXT,
  }
  const last: Field = isClosed ? { name: 'closed', kind: 'statement', label: text.closed } : reply
  return {
    title: text.threadTitle(parts.vault.tags.show(file.tag, locale)),
    steps: [{ fields: isClosed ? [...said, last] : [...said, last, ...look] }],
    submit: isClosed ? text.desk.closeSheet : text.threadSubmit,
    state: parts.sheets.seal({ flow: 'speak-up', form: 'thread', id, args: { case: file.id } }),
  }
}

/** What the author sees of a first message that nobody else has seen yet. */
export function waitingSheet(parts: SpeakUpParts, locale: Locale, filing: Filing): Sheet {
  const text = words(locale)
  const topic = topicOf(parts, filing)
  const label = [`${text.mine} ${waits(parts, topic, locale)}`, inert(filing.text)].join('\n')
  return {
    title: topic.title[locale],
    steps: [{ fields: [{ name: 'entry_1', kind: 'statement', label }] }],
    submit: text.desk.closeSheet,
    state: parts.sheets.seal({ flow: 'speak-up', form: 'thread', id: parts.random.id(), args: {} }),
  }
}

function waits(parts: SpeakUpParts, topic: Topic, locale: Locale): string {
  const at = nextCrossing(parts, topic)
  return at === null ? '' : words(locale).waits(showWindow(parts, at, locale))
}

function speaker(entry: CaseEntry, locale: Locale): string {
  const text = words(locale)
  if (entry.side === 'author') return text.mine
  if (entry.kind === 'question') return text.asks
  return entry.kind === 'closing' ? text.closing : text.theirs
}
