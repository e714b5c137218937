import { holds } from './condition.ts'
import { type Answer, type Answers, type Form, type Item, isBlock, type Question } from './form.ts'

/** Where somebody is in a form: what was given, not a position. */
export interface Walk {
  readonly answers: Answers
  readonly skipped: readonly string[]
  /** A question gone back to, until it is answered again. */
  readonly at?: string
}

export const START: Walk = { answers: {}, skipped: [] }

/** The questions that are asked, given the answers so far. */
export function visible(form: Form, answers: Answers): Question[] {
  const walk = (items: readonly Item[]): Question[] =>
    items.flatMap((item) => (isBlock(item) ? (holds(item.when, answers) ? walk(item.items) : []) : [item]))
  return walk(form.items)
}

/** The question to ask now; null when everything is answered or skipped. */
export function current(form: Form, walk: Walk): Question | null {
  const questions = visible(form, walk.answers)
  const revisited = walk.at && questions.find((question) => question.id === walk.at)
  if (revisited) return revisited
  return questions.find((question) => isOpen(question, walk)) ?? null
}

function isOpen(question: Question, walk: Walk): boolean {
  return !(question.id in walk.answers) && !walk.skipped.includes(question.id)
}

export function answer(walk: Walk, id: string, value: Answer): Walk {
  const { at: _, ...rest } = walk
  return {
    ...rest,
    answers: { ...walk.answers, [id]: value },
    skipped: walk.skipped.filter((skipped) => skipped !== id),
  }
}

/** Leaves a question out; an answer it had goes. */
export function skip(walk: Walk, id: string): Walk {
  const { [id]: _, ...answers } = walk.answers
  return { answers, skipped: [...walk.skipped.filter((skipped) => skipped !== id), id] }
}

/** Goes to the question before the current one (the last one, from the summary); answers stay. */
export function back(form: Form, walk: Walk): Walk {
  const questions = visible(form, walk.answers)
  const now = current(form, walk)
  const index = now ? questions.findIndex((question) => question.id === now.id) : questions.length
  const previous = questions[Math.max(0, index - 1)]
  return previous ? { ...walk, at: previous.id } : walk
}

/** Goes to one question, to change it. */
export function goTo(form: Form, walk: Walk, id: string): Walk {
  return visible(form, walk.answers).some((question) => question.id === id) ? { ...walk, at: id } : walk
}

/** What counts in the end: answers of questions that are no longer asked are left out. */
export function pruned(form: Form, walk: Walk): Answers {
  const asked = visible(form, walk.answers)
  return Object.fromEntries(
    asked.flatMap(({ id }) => {
      const value = walk.answers[id]
      return value === undefined ? [] : [[id, value]]
    }),
  )
}

/** How far: the number of the current question among those asked so far as known. */
export function progress(form: Form, walk: Walk): { number: number; of: number } {
  const questions = visible(form, walk.answers)
  const now = current(form, walk)
  const number = now ? questions.findIndex((question) => question.id === now.id) + 1 : questions.length
  return { number, of: questions.length }
}
