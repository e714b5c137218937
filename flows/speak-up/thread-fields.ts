import type { Field, Locale } from '#core'
import { type CaseFile, type CaseStep, lifeOf, stepsOf } from '#domain'
import { LONGEST_TEXT } from './parts.ts'
import { words } from './words.ts'

const RATINGS = ['5', '4', '3', '2', '1'] as const

/** What the author can do in a case now, as fields of a form; none has to be filled in. */
export function threadFields(file: CaseFile, locale: Locale): Field[] {
  const text = words(locale)
  // Whether somebody stands between makes no difference to what an author may do.
  const may = stepsOf(lifeOf(file, false), 'author')
  const can = (what: CaseStep) => may.includes(what)
  const fields: Field[] = []
  if (can('agree')) {
    fields.push(
      choice('consent', text.thread.consent, [
        ['agree', text.thread.consentYes],
        ['decline', text.thread.consentNo],
      ]),
    )
  }
  if (can('rate') && file.rating === null) {
    fields.push(
      choice(
        'rating',
        text.thread.rate,
        RATINGS.map((n) => [n, text.thread.ratings[n]]),
      ),
    )
  }
  if (can('reply')) fields.push(paragraph('reply', can('appeal') ? text.thread.replyOrAppeal : text.threadReply))
  if (can('reopen') || (file.state === 'closed' && can('appeal'))) fields.push(paragraph('again', text.thread.again))
  const wishes: [string, string][] = []
  if (can('reopen')) wishes.push(['reopen', text.thread.wishReopen])
  if (can('appeal')) wishes.push(['appeal', text.thread.wishAppeal])
  if (wishes.length > 0) fields.push(choice('wish', text.thread.wish, wishes))
  return fields
}

function choice(name: string, label: string, options: readonly (readonly [string, string])[]): Field {
  return {
    name,
    kind: 'choice',
    label,
    required: false,
    options: options.map(([value, shown]) => ({ value, label: shown })),
  }
}

function paragraph(name: string, label: string): Field {
  return { name, kind: 'paragraph', label, required: false, maxLength: LONGEST_TEXT }
}
