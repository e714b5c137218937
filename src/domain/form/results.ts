import { type Answers, allQuestions, type Form, type Question } from './form.ts'

/** What was answered to one question, over everybody. */
export type QuestionResult =
  | {
      readonly question: Question
      readonly kind: 'counts'
      readonly answered: number
      readonly counts: readonly Count[]
    }
  | { readonly question: Question; readonly kind: 'texts'; readonly texts: readonly { by: string; text: string }[] }
  | { readonly question: Question; readonly kind: 'average'; readonly answered: number; readonly average: number }

interface Count {
  readonly option: string
  readonly count: number
  /** Of those who answered this question, 0 to 1. */
  readonly share: number
}

export interface Submission {
  readonly person: string
  readonly answers: Answers
}

/** Counts a form's submissions, question by question, in the form's order. */
export function tally(form: Form, submissions: readonly Submission[]): QuestionResult[] {
  return allQuestions(form.items)
    .filter((question) => question.kind !== 'statement')
    .map((question) => tallyQuestion(question, submissions))
}

function tallyQuestion(question: Question, submissions: readonly Submission[]): QuestionResult {
  const given = submissions.filter(({ answers }) => answers[question.id] !== undefined)
  const answered = given.length
  switch (question.kind) {
    case 'single':
    case 'multi': {
      const counts = question.options.map(({ id }) => {
        const count = given.filter(({ answers }) => [answers[question.id]].flat().includes(id)).length
        return { option: id, count, share: answered === 0 ? 0 : count / answered }
      })
      return { question, kind: 'counts', answered, counts }
    }
    case 'number': {
      const sum = given.reduce((total, { answers }) => total + Number(answers[question.id]), 0)
      return { question, kind: 'average', answered, average: answered === 0 ? 0 : sum / answered }
    }
    default: {
      const texts = given.map(({ person, answers }) => ({ by: person, text: String(answers[question.id]) }))
      return { question, kind: 'texts', texts }
    }
  }
}
