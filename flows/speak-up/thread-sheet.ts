import type { Field, Locale, Sheet } from '#core'
import { type CaseEntry, type CaseFile, fishing, showDate } from '#domain'
import { entryText } from './entry-text.ts'
import { LONGEST_TEXT, type SpeakUpParts } from './parts.ts'
import { words } from './words.ts'

/** The author's view of a case: everything said so far, and room to go on. */
export function threadSheet(
  parts: SpeakUpParts,
  locale: Locale,
  file: CaseFile,
  entries: readonly CaseEntry[],
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
  const answered = entries.some((entry) => entry.side === 'handler')
  if (!answered)
    said.push({ name: 'waiting', kind: 'statement', label: text.noAnswerYet(showDate(file.answerBy, locale)) })
  const open = file.state !== 'closed'
  const reply: Field = {
    name: 'reply',
    kind: 'paragraph',
    label: text.threadReply,
    required: false,
    maxLength: LONGEST_TEXT,
  }
  return {
    title: text.threadTitle(parts.vault.tags.show(file.tag, locale)),
    steps: [
      {
        fields: open ? [...said, reply, ...look] : [...said, { name: 'closed', kind: 'statement', label: text.closed }],
      },
    ],
    submit: open ? text.threadSubmit : text.desk.closeSheet,
    state: parts.sheets.seal({
      flow: 'speak-up',
      form: 'thread',
      id,
      args: { case: file.id },
    }),
  }
}

function speaker(entry: CaseEntry, locale: Locale): string {
  const text = words(locale)
  if (entry.side === 'author') return text.mine
  if (entry.kind === 'question') return text.asks
  return entry.kind === 'closing' ? text.closing : text.theirs
}
