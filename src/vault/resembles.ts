import { toIndexes } from './word-list.ts'

/** Words of a receipt. */
const WORDS = 12

/** Characters that come before or after a receipt in what is looked through for one. */
const LONGEST = 600

/** What in a text could be a receipt. */
export interface Resemblance {
  /** It is one to look at: twelve words of the list, numbered, with blanks between, or in English. */
  readonly sure: boolean
  /** Twelve Chinese characters in a row that any sentence may have by chance: whether they are a receipt, only its case can tell. */
  readonly maybe: readonly string[]
}

/** Looks for a receipt in a text that was typed. */
export function resemblance(typed: string): Resemblance {
  const text = typed.normalize('NFKC').toLowerCase().slice(0, LONGEST)
  const numbered = [...text.matchAll(/(?<!\d)\d{1,2}[.、:)\s]*(\p{Script=Han}|[a-z]+)/gu)].map(
    (match) => match[1] ?? '',
  )
  const apart = [...text.matchAll(/(?<=^|[^\p{Script=Han}])\p{Script=Han}(?=$|[^\p{Script=Han}])/gu)].map(String)
  const english = text.match(/[a-z]+/g) ?? []
  const sure = [numbered, apart, english].some((words) => windows(words).some(isOfList))
  const han = text.match(/\p{Script=Han}/gu) ?? []
  return {
    sure,
    maybe: sure
      ? []
      : windows(han)
          .filter(isOfList)
          .map((words) => words.join('')),
  }
}

function isOfList(words: readonly string[]): boolean {
  return toIndexes(words.join(' ')) !== null
}

/** Every twelve words in a row. */
function windows(words: readonly string[]): string[][] {
  return Array.from({ length: Math.max(0, words.length - WORDS + 1) }, (_, at) => words.slice(at, at + WORDS))
}
