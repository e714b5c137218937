import type { Say, SheetValues } from '#core'
import { afterStep, type CaseFile, type CaseStep, lifeOf, type PlainDate, stepsOf, UNCALLED } from '#domain'
import { appealed } from './appealing.ts'
import { authorLine } from './author-line.ts'
import { entered } from './entered.ts'
import { sealPictures } from './open-case.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { promise } from './promise.ts'
import { lastProposal, publish } from './publishing.ts'
import { sayChange } from './ticket.ts'
import { isCoordinated } from './topics.ts'

/** What an author sends from the thread. */
export interface AuthorSaid {
  readonly text: string
  /** 1 to 5. */
  readonly rating: number | null
  readonly wish: 'reopen' | 'appeal' | null
  /** To a text that is to be published. */
  readonly consent: 'agree' | 'decline' | null
  /** Which text that is: the number of the entry they were shown, from 1; 0 for none. */
  readonly proposal: number
}

/** What came of it. `file`: the case it went to, the appeal where there is one. */
export interface Heard {
  readonly file: CaseFile
  readonly says: readonly Say[]
  readonly what: 'replied' | 'kept' | 'reopened' | 'appealed' | 'noted'
}

/** As the form has it. In a closed case, writing means to open it again. `proposal`: the text to be published that it shows. */
export function readSaid(values: SheetValues, proposal = ''): AuthorSaid {
  const rating = Number(entered(values.rating))
  const again = entered(values.again)
  const wish = entered(values.wish)
  const consent = entered(values.consent)
  return {
    text: entered(values.reply) || again,
    rating: Number.isInteger(rating) && rating >= 1 && rating <= 5 ? rating : null,
    wish: wish === 'appeal' || wish === 'reopen' ? wish : again === '' ? null : 'reopen',
    consent: consent === 'agree' || consent === 'decline' ? consent : null,
    proposal: Number(proposal),
  }
}

/** The case in which the author goes on: its appeal, once there is one. */
async function currentOf(stores: Stores, root: CaseFile): Promise<CaseFile> {
  return (await stores.cases.appealOf(root.id)) ?? root
}

/**
 * Whether a case still takes what the author says. A form that was open while somebody closed the case says so, instead of
 * opening it again by surprise.
 */
export function takes(file: CaseFile, { text, wish }: AuthorSaid): boolean {
  const may = stepsOf(lifeOf(file, false), 'author')
  if (wish === 'appeal') return text !== '' && may.includes('appeal')
  if (text === '') return true
  if (file.state !== 'closed') return may.includes('reply')
  return wish === 'reopen'
}

/**
 * The one way by which anything that the author says reaches a case: writes it down, changes the case, and tells the desk.
 * `root`: the case its receipt finds; `late`: it waited for a window, so the case may have moved on meanwhile and takes it all
 * the same. Null when the case no longer takes it.
 */
export async function hear(
  parts: SpeakUpParts,
  stores: Stores,
  root: CaseFile,
  said: AuthorSaid & { readonly pictures?: readonly string[] },
  today: PlainDate,
  late = false,
): Promise<Heard | null> {
  let file = await currentOf(stores, root)
  if (!late && !takes(file, said)) return null
  await stores.returnWords.setTurns(root.id, UNCALLED)
  const says: Say[] = []
  const coordinated = () => isCoordinated(parts, file)
  const after = (what: CaseStep) => afterStep(file, coordinated(), 'author', what)
  const save = async (changed: CaseFile, what: string, n = '') => {
    await stores.cases.save(changed, file.revision)
    file = { ...changed, revision: file.revision + 1 }
    // Nobody is told of what comes in a case that is muted.
    if (file.muted && what !== 'appealed') return
    says.push(
      ...(await sayChange(parts, stores, file, authorLine(file, what, n), coordinated() ? 'coordinator' : undefined)),
    )
  }

  // To another text than the one they were shown nobody has agreed.
  const named = said.consent !== null && said.proposal === lastProposal(await stores.cases.entries(file.id))
  const consented = named && after(said.consent)
  if (said.consent && consented) {
    await save(consented, said.consent)
    if (said.consent === 'agree') says.push(...(await publish(parts, stores, file, said.proposal)))
  }
  if (said.rating !== null && after('rate')) await save({ ...file, rating: said.rating }, 'rated')
  if (said.text === '') return { file, says, what: 'noted' }

  const appeal = said.wish === 'appeal' ? (after('appeal') ?? (late ? lateAppeal(file) : null)) : null
  if (appeal) {
    const made = await appealed(parts, stores, file, said, today)
    await save({ ...appeal, owedOn: null, acknowledgeBy: null, alarmOn: null }, 'appealed')
    return { file: made.file, says: [...says, ...made.says], what: 'appealed' }
  }

  const reopens = file.state === 'closed'
  const changed = after(reopens ? 'reopen' : 'reply')
  const moves = changed !== null && !file.muted
  // The case comes first: one that somebody else changes, or seals, at this moment is looked at again.
  if (moves) {
    const n = String((await stores.cases.entries(file.id)).length + 1)
    // Who has it in hand has acknowledged it.
    const inHand = file.handlerId === null ? {} : { acknowledgeBy: null }
    const owes = file.owedOn === null ? promise(parts, file, today) : {}
    const again = reopens ? { closedOn: null, outcome: null } : {}
    await save({ ...changed, ...owes, ...inHand, ...again }, reopens ? 'reopened' : 'wrote', n)
  } else await stores.cases.save(file, file.revision)
  await stores.cases.addEntry(file.id, {
    side: 'author',
    kind: 'text',
    body: parts.vault.cases.seal(file.key, said.text),
    by: null,
    on: today,
    pictures: sealPictures(parts, file.key, said.pictures ?? []),
  })
  if (!moves) return { file, says, what: 'kept' }
  if (reopens && file.appealOf !== null) says.push(...(await withRoot(parts, stores, file, 'appeal')))
  return { file, says, what: reopens ? 'reopened' : 'replied' }
}

/**
 * What waited for a window: nothing that somebody wrote is lost because the case has moved on meanwhile. Where it was closed, it
 * is opened again; an appeal stays one, whatever those it is against have done.
 */
export async function hearLate(
  parts: SpeakUpParts,
  stores: Stores,
  root: CaseFile,
  said: AuthorSaid & { readonly pictures: readonly string[] },
  today: PlainDate,
): Promise<readonly Say[]> {
  return (await hear(parts, stores, root, said, today, true))?.says ?? []
}

/** When it was written, there was something to appeal. */
function lateAppeal(file: CaseFile): CaseFile | null {
  return afterStep(file, false, 'clock', 'appeal')
}

/** By when the author is promised an answer to what they say on that day. */
export function promisedNow(parts: SpeakUpParts, file: CaseFile, today: PlainDate): PlainDate {
  return file.owedOn === null ? promise(parts, file, today).answerBy : file.answerBy
}

/** What happens to an appeal happens to the case it appeals: it is closed with it, and opened again with it. */
export async function withRoot(
  parts: SpeakUpParts,
  stores: Stores,
  appeal: CaseFile,
  what: 'appeal' | 'close',
): Promise<Say[]> {
  const root = appeal.appealOf === null ? null : await stores.cases.get(appeal.appealOf)
  const after = root && afterStep(root, false, 'clock', what)
  if (!root || !after) return []
  const { closedOn, outcome } = appeal
  const changed = { ...after, ...(what === 'close' ? { closedOn, outcome } : { closedOn: null, outcome: null }) }
  await stores.cases.save(changed, root.revision)
  return sayChange(parts, stores, changed, authorLine(root, what === 'close' ? 'decided' : 'appealed', ''))
}
