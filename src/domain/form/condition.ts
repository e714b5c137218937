import type { Answer, Answers, Condition, Test } from './form.ts'

/** Whether every test of a condition holds. A question without an answer meets only `answered: false` and `noneOf`. */
export function holds(condition: Condition, answers: Answers): boolean {
  return Object.entries(condition).every(([id, test]) => meets(answers[id], test))
}

function meets(answer: Answer | undefined, test: Test): boolean {
  if ('answered' in test) return (answer !== undefined) === test.answered
  const given = answer === undefined ? [] : Array.isArray(answer) ? answer : [String(answer)]
  if ('anyOf' in test) return given.some((value) => test.anyOf.includes(value))
  if ('noneOf' in test) return !given.some((value) => test.noneOf.includes(value))
  const value = Number(answer)
  if (answer === undefined || Number.isNaN(value)) return false
  return 'atLeast' in test ? value >= test.atLeast : value <= test.atMost
}
