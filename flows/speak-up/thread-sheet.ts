import { type Field, inert, type Locale, type Sheet, type SheetData } from '#core'
import { type CaseEntry, type CaseFile, fishing, readByAuthor, showDate, type Topic } from '#domain'
import type { Bag, Filing } from './bag.ts'
import { elsewhere } from './elsewhere.ts'
import { pictureField, shownPictures, withCount } from './enclosed.ts'
import { entryText } from './entry-text.ts'
import type { SpeakUpParts } from './parts.ts'
import type { Said, Thread } from './read-thread.ts'
import { rewardForAuthor } from './rewarding.ts'
import { threadFields } from './thread-fields.ts'
import { topicOf } from './topics.ts'
import { nextCrossing, showWindow } from './windows.ts'
import { words } from './words.ts'

/** Where a thread's form goes when it is sent, and what it carries there. */
interface ThreadForm {
  readonly id: string
  readonly flow: string
  readonly args: SheetData['args']
}

/** The author's view of a case and its appeal: everything said so far, where it stands, and room to go on. */
export function threadSheet(
  parts: SpeakUpParts,
  locale: Locale,
  { root, appeal, bag, known }: Thread,
  { id, flow, args: carried }: ThreadForm,
  look: readonly Field[] = [],
): Sheet {
  const text = words(locale)
  const { file, proposal } = appeal ?? root
  const args = { ...carried, ...(proposal > 0 && { proposal: String(proposal) }) }
  const more = threadFields(file, locale)
  const said = saidFields(parts, locale, appeal ?? root, known, appeal ? 'appeal' : 'entry')
  const waiting = bag.replies.filter((reply) => reply.case === root.file.id && reply.text !== '')
  const label = ({ text: typed, pictures, wish }: Bag['replies'][number]) =>
    [
      `${text.mine} ${waits(parts, topicOf(parts, file), locale, wish === 'appeal')}`,
      withCount(text, inert(typed), pictures.length),
    ].join('\n')
  const earlier = appeal ? saidFields(parts, locale, root, known, 'entry') : []
  const later = waiting.map((reply, index) => ({
    ...statement(`${appeal ? 'appeal' : 'entry'}_${said.length + index + 1}`, label(reply)),
    pictures: shownPictures(reply.pictures),
  }))
  const writes = more.some(({ kind }) => kind === 'paragraph')
  const shows = [...earlier, ...said, ...later].some((field) => field.pictures?.length)
  return {
    title: text.threadTitle(parts.vault.tags.show(root.file.tag, locale)),
    steps: [
      {
        fields: [
          ...earlier,
          ...(appeal ? [statement('appeal', text.thread.appealIsHere)] : []),
          ...said,
          ...later,
          ...standing(parts, locale, file),
          ...more,
          ...(writes ? [pictureField(text), ...look] : []),
        ],
      },
    ],
    ...((writes || shows) && { toPage: text.toPage }),
    submit: more.length > 0 ? text.threadSubmit : text.desk.closeSheet,
    state: parts.sheets.seal({ flow, form: 'thread', id, args }),
    // On the anonymous route a link in the chat asks for two words first.
    anew: parts.sheets.seal({ flow, form: 'read', id: parts.random.id(), args }),
  }
}

function saidFields(
  parts: SpeakUpParts,
  locale: Locale,
  { file, entries, pictures }: Said,
  known: boolean,
  prefix: string,
): Field[] {
  const text = words(locale)
  const shown = (entry: CaseEntry) => {
    if (entry.kind === 'reward') return rewardForAuthor(parts, file, entry, locale)
    const typed = withCount(text, entryText(parts, file, entry), entry.pictures)
    return entry.side === 'handler' && !known ? warned(typed, locale) : typed
  }
  return readByAuthor(entries).map(({ entry }, index) => ({
    name: `${prefix}_${index + 1}`,
    kind: 'statement',
    label: `${text.saidOn(speaker(entry, locale), showDate(entry.on, locale))}\n${shown(entry)}`,
    pictures: pictures.get(entry) ?? [],
  }))
}

/** What handlers wrote, with a warning where it asks who the author is. */
export function warned(typed: string, locale: Locale): string {
  return fishing(typed).length > 0 ? `${typed}\n${words(locale).needNotAnswer}` : typed
}

/** Where it stands. */
function standing(parts: SpeakUpParts, locale: Locale, file: CaseFile): Field[] {
  const text = words(locale)
  const found: Field[] = []
  if (file.state === 'closed') found.push(statement('closed', text.closed))
  else if (file.owedOn !== null) {
    const inHand = file.state === 'received' ? [] : [text.thread.inHand]
    const waiting = file.answeredOn === null ? text.noAnswerYet : text.thread.nextAnswer
    found.push(statement('waiting', [...inHand, waiting(showDate(file.answerBy, locale))].join('\n')))
  }
  if (file.muted) found.push(statement('muted', text.thread.muted(elsewhere(parts, file, locale))))
  return found
}

function statement(name: string, label: string): Field {
  return { name, kind: 'statement', label }
}

/** What the author sees of a first message that nobody else has seen yet. */
export function waitingSheet(parts: SpeakUpParts, locale: Locale, filing: Filing): Sheet {
  const text = words(locale)
  const topic = topicOf(parts, filing)
  const label = [
    `${text.mine} ${waits(parts, topic, locale)}`,
    withCount(text, inert(filing.text), filing.pictures.length),
  ].join('\n')
  const pictures = shownPictures(filing.pictures)
  return {
    title: topic.title[locale],
    steps: [{ fields: [{ name: 'entry_1', kind: 'statement', label, pictures }] }],
    submit: text.desk.closeSheet,
    state: parts.sheets.seal({ flow: 'speak-up', form: 'thread', id: parts.random.id(), args: {} }),
    anew: parts.sheets.seal({ flow: 'speak-up', form: 'receipt', id: parts.random.id(), args: {} }),
  }
}

function waits(parts: SpeakUpParts, topic: Topic, locale: Locale, appeals = false): string {
  const at = nextCrossing(parts, topic)
  if (at === null) return ''
  const text = words(locale)
  return (appeals ? text.thread.appealWaits : text.waits)(showWindow(parts, at, locale))
}

/** Who says something in a thread, as its author reads it. */
export function speaker(entry: CaseEntry, locale: Locale): string {
  const text = words(locale)
  if (entry.side === 'author') return text.mine
  const said: Partial<Record<CaseEntry['kind'], string>> = {
    question: text.asks,
    closing: text.closing,
    proposal: text.thread.proposes,
  }
  return said[entry.kind] ?? text.theirs
}
