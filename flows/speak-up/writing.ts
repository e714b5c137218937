import type { Field, FormPictures, Outcome, Sheet, SheetData, SheetValues, Turn } from '#core'
import { CASE_OUTCOMES, type CaseOutcome, fishing } from '#domain'
import { pictureField } from './enclosed.ts'
import { enter, type ToAuthor, type Writing } from './enter.ts'
import { entered, textFault } from './entered.ts'
import { handedIn } from './handed-in.ts'
import { LONGEST_TEXT, type SpeakUpParts, type Stores } from './parts.ts'
import { rewardFields } from './rewarding.ts'
import { handlersLook, lookFault } from './second-look.ts'
import { type InHand, notNow } from './with-case.ts'
import { words } from './words.ts'

/** The form in which a handler writes to the author. */
export function writingSheet(
  parts: SpeakUpParts,
  turn: Turn<Stores>,
  writing: Writing,
  { file, known }: InHand,
  id = turn.random.id(),
  values: SheetValues | null = null,
): Sheet {
  const text = words(turn.member.locale).desk
  const tag = parts.vault.tags.show(file.tag, turn.member.locale)
  const titles = { answer: text.answerTitle, ask: text.askTitle, close: text.closeTitle, propose: text.proposeTitle }
  const askLabel = known ? words(turn.member.locale).named.askLabel : text.askLabel
  const labels = { answer: text.answerLabel, ask: askLabel, close: text.closeLabel, propose: text.proposeLabel }
  const typed: Field = {
    name: 'text',
    kind: 'paragraph',
    label: labels[writing],
    required: true,
    maxLength: LONGEST_TEXT,
  }
  const outcome: Field = {
    name: 'outcome',
    kind: 'choice',
    label: text.outcome,
    required: false,
    options: CASE_OUTCOMES.map((value) => ({ value, label: text.outcomes[value] })),
    value: 'done',
  }
  const look = handlersLook(words(turn.member.locale), entered(values?.text), known)
  return {
    title: titles[writing](tag),
    submit: text.send,
    toPage: text.toPage,
    steps: [
      {
        fields: [
          ...(writing === 'close' ? [outcome, ...rewardFields(parts, file, turn.member.locale)] : []),
          typed,
          pictureField(words(turn.member.locale)),
          ...look,
        ],
      },
    ],
    state: parts.sheets.seal({ flow: 'case', form: writing, id, args: { case: file.id } }),
  }
}

/** Takes the form: what stands in it goes to the author. */
export async function write(
  parts: SpeakUpParts,
  turn: Turn<Stores>,
  writing: Writing,
  hand: InHand,
  sheet: SheetData,
  values: SheetValues,
  pictures?: FormPictures,
): Promise<Outcome> {
  const text = words(turn.member.locale)
  const typed = entered(values.text)
  const fault = textFault(text, typed)
  if (fault) return { errors: { text: fault } }
  if (!hand.steps.includes(writing)) return { errors: { text: notNow(turn, hand) } }
  const errors = lookFault(text, handlersLook(text, typed, hand.known), values)
  if (Object.keys(errors).length > 0) return { errors }
  const before = await handedIn(parts, turn, sheet)
  if (before) return before
  const said: ToAuthor = {
    writing,
    text: typed,
    outcome: outcomeOf(values),
    reward: entered(values.reward),
    ...(pictures && { pictures }),
  }
  return { say: await enter(parts, turn, said, hand.file, hand.person, hand.party) }
}

function outcomeOf(values: SheetValues): CaseOutcome {
  return CASE_OUTCOMES.find((one) => one === values.outcome) ?? 'done'
}

/** A reply under the ticket is an answer. */
export async function replyUnder(
  parts: SpeakUpParts,
  turn: Turn<Stores>,
  hand: InHand,
  typed: string,
): Promise<Outcome> {
  const fault = textFault(words(turn.member.locale), typed)
  if (fault) return { notices: [{ text: fault }] }
  if (!hand.steps.includes('answer')) return { notices: [{ text: notNow(turn, hand) }] }
  // There is no second look at what was said under a ticket.
  if (!hand.known && fishing(typed).length > 0)
    return { notices: [{ text: words(turn.member.locale).desk.asksWhoUnder }] }
  return { say: await enter(parts, turn, { writing: 'answer', text: typed }, hand.file, hand.person, hand.party) }
}
