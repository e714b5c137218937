import type { Action, Locale, View } from '#core'
import { type CaseFile, type DeskStep, type ReadEntry, readAtDesk, showDate, unpassed } from '#domain'
import { withCount } from './enclosed.ts'
import { entryText } from './entry-text.ts'
import { stepsShown } from './more.ts'
import { isSignedFor } from './named-case.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { stepsFor } from './party.ts'
import { isCoordinated, topicOf } from './topics.ts'
import { words } from './words.ts'

/** What the ticket shows: everything, or only that there is one; and the next step first. */
export function ticketView(parts: SpeakUpParts): View<Stores> {
  return async ({ case: id = '', desk = 'handlers' }, { stores, locale, capabilities }) => {
    const file = await stores.cases.get(id)
    if (!file) return null
    const topic = topicOf(parts, file)
    const text = words(locale).desk
    const entries = await stores.cases.entries(id)
    const coordinated = isCoordinated(parts, file)
    const party = coordinated && desk === 'coordinator' ? 'coordinator' : 'handler'
    const read = readAtDesk(entries, party, coordinated, file)
    const [first, ...others] = read
    const full = topic.show === 'full' && file.appealOf === null
    const body = full && first ? entryText(parts, file, { ...first.entry, body: first.body }) : text.stub
    const pictures = countPictures(read)
    const signed = await isSignedFor(stores, file, party)
    const toPass = coordinated && (file.department === null || unpassed(entries).length > 0)
    const steps = stepsFor(parts, file, party)
    const name = parts.vault.tags.show(file.tag, locale)
    const about = [
      ...(signed ? [words(locale).named.signed] : []),
      ...(await facts(stores, file, toPass && party === 'coordinator', locale)),
    ].join(' · ')
    const below = steps.includes('answer') && capabilities?.threads ? [text.replyUnder] : []
    return {
      title: (file.appealOf === null ? text.title : text.appealTitle)(name, topic.title[locale]),
      text: [withCount(words(locale), body, pictures), '', about, ...below].join('\n'),
      actions: actions(
        file,
        stepsShown(steps, toPass),
        { open: !full || others.length > 0 || pictures > 0 || file.muted || signed, steps },
        locale,
      ),
    }
  }
}

/** How many pictures of the author's somebody can see who opens the case. */
function countPictures(read: readonly ReadEntry[]): number {
  const theirs = read.filter(({ entry, body }) => entry.side === 'author' && body === entry.body)
  return theirs.reduce((sum, { entry }) => sum + entry.pictures, 0)
}

async function facts(stores: Stores, file: CaseFile, toPass: boolean, locale: Locale): Promise<string[]> {
  const text = words(locale).desk
  const nameOf = async (id: string | null) => (id === null ? null : ((await stores.people.get(id))?.name ?? id))
  const handler = await nameOf(file.handlerId)
  const deputy = await nameOf(file.deputyId)
  const found = [
    text.deadline(showDate(file.answerBy, locale)),
    file.acknowledgeBy === null ? null : text.takeBy(showDate(file.acknowledgeBy, locale)),
    text.state[file.state],
    file.outcome === null ? null : text.outcomes[file.outcome],
    toPass && file.department !== null ? text.toPass : null,
    handler === null ? null : text.by(handler),
    deputy === null ? null : text.deputy(deputy),
    file.rating === null ? null : text.rated(file.rating),
    file.muted ? text.muted : null,
  ]
  return found.filter((fact) => fact !== null)
}

/** `open`: whether there is more to read than the ticket shows. */
function actions(
  file: CaseFile,
  shown: readonly DeskStep[],
  { open, steps }: { open: boolean; steps: readonly DeskStep[] },
  locale: Locale,
): Action[] {
  const text = words(locale).desk
  const primary = shown.find((what) => what !== 'take')
  const action = (verb: string, label: string): Action => ({
    id: `case.${verb}`,
    label,
    value: file.id,
    ...(verb === primary && { style: 'primary' }),
  })
  return [
    ...(open ? [action('open', text.open)] : []),
    ...shown.map((what) => action(what, text.steps[what])),
    ...(steps.length > shown.length ? [action('more', text.more)] : []),
  ]
}
