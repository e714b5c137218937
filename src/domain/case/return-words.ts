import { addDays, type PlainDate } from '../calendar/plain-date.ts'
import type { WorkingCalendar } from '../calendar/working-calendar.ts'
import type { Tag } from './case.ts'

/**
 * Two indexes into the word list, as a tag is, but made from a receipt: whoever holds that knows the word again. On a board
 * it says that there is news, to its author alone.
 */
export type ReturnWord = Tag

/** For so many boards in a row every word stands, real or not, read or not: that it goes says nothing. */
const STANDS = 4

/** So often a word is put up because of one piece of news, unless its author has said something since. */
const TURNS = 3

/** Days for which a word that has left is remembered, to come again as a decoy. */
const REMEMBERED_DAYS = 21

/** What everybody is shown until the next hour. It holds nothing but what was shown. */
export interface ReturnBoard {
  /** The hour it is made for, company time. */
  readonly at: number
  /** Those that have stood longest first. */
  readonly words: readonly ReturnWord[]
  /** Words of earlier boards. */
  readonly left: readonly LeftWord[]
}

interface LeftWord {
  readonly word: ReturnWord
  readonly on: PlainDate
}

/** What is still to be shown because of news. */
export interface Turns {
  /** From that day on it waits for a place; null: it does not. */
  readonly dueOn: PlainDate | null
  /** So often it is put up yet. */
  readonly left: number
}

/** The word of a case. */
interface KeptReturnWord extends Turns {
  readonly caseId: string
  /** The case's key, locked. */
  readonly key: string
  /** The word, sealed with it. */
  readonly sealed: string
}

export interface ReturnWordStore {
  /** @param sealed the word, sealed with the case's key */
  add(caseId: string, sealed: string): Promise<void>
  /** Every case's, whoever has waited longest first. */
  all(): Promise<KeptReturnWord[]>
  /** Nothing, where the case has no word. */
  setTurns(caseId: string, turns: Turns): Promise<void>
  /** Null before there was any. */
  board(): Promise<ReturnBoard | null>
  /** Puts another board in the place of the one of that hour, null for none. @throws ConflictError */
  replaceBoard(board: ReturnBoard, seen: number | null): Promise<void>
}

interface BoardInput {
  readonly at: number
  readonly today: PlainDate
  /** Words on a board: a multiple of four. */
  readonly count: number
  /** Words of which there is news, the longest waiting first. */
  readonly called: readonly ReturnWord[]
  /** The words of all cases: no decoy may be one. */
  readonly theirs: readonly ReturnWord[]
  /** New decoys: as many as there are words on a board, all different, none of them a case's. */
  readonly fresh: readonly ReturnWord[]
  /** A random whole number below another. */
  readonly below: (limit: number) => number
}

/**
 * The board of an hour. As many words go as come, those that have stood longest, whatever has happened: news only decides
 * which words come. What is called and finds no place waits for the next board. A decoy is new, or one that has stood before:
 * words of which there is news come more than once as well.
 */
export function nextBoard(standing: ReturnBoard | null, input: BoardInput): ReturnBoard {
  const { at, today, count, called, theirs, fresh, below } = input
  const before = standing?.words ?? []
  const stays = before.slice(-(count - count / STANDS))
  const goes = before.slice(0, before.length - stays.length)
  const left = (standing?.left ?? []).filter(({ on }) => on >= addDays(today, -REMEMBERED_DAYS))
  const comes: ReturnWord[] = []
  const free = () => count - stays.length - comes.length
  const isFree = (word: ReturnWord) => !isAmong(word, before) && !isAmong(word, comes)

  for (const word of called) if (free() > 0 && isFree(word)) comes.push(word)
  const again = left.map(({ word }) => word).filter((word) => isFree(word) && !isAmong(word, theirs))
  const unused = fresh.filter((word) => isFree(word) && !left.some((one) => isSame(one.word, word)))
  while (free() > 0) {
    const old = again.length > 0 && below(2) === 0
    const [word] = old ? again.splice(below(again.length), 1) : unused.splice(0, 1)
    if (!word) throw new Error('too few new words for a board')
    comes.push(word)
  }
  return {
    at,
    // In the order of the list: that of the calls would tell which are called.
    words: [...stays, ...comes.toSorted(inOrder)],
    left: [
      ...left.filter(({ word }) => !isAmong(word, comes)),
      ...goes.toSorted(inOrder).map((word) => ({ word, on: today })),
    ],
  }
}

/** The words as they are shown: their places say nothing. */
export function shownWords({ words }: ReturnBoard): ReturnWord[] {
  return words.toSorted(inOrder)
}

/** There is news for an author. */
export function turnsForNews(today: PlainDate): Turns {
  return { dueOn: today, left: TURNS }
}

/** Nothing is to be shown. */
export const UNCALLED: Turns = { dueOn: null, left: 0 }

/** A word has come on a board: when it comes again, should its author not have been there meanwhile. */
export function afterTurn(
  { left }: Turns,
  today: PlainDate,
  calendar: WorkingCalendar,
  below: BoardInput['below'],
): Turns {
  if (left <= 1) return UNCALLED
  return { dueOn: calendar.addWorkingDays(today, 3 + below(6)), left: left - 1 }
}

export function isAmong(word: ReturnWord, words: readonly ReturnWord[]): boolean {
  return words.some((one) => isSame(one, word))
}

function isSame(one: ReturnWord, other: ReturnWord): boolean {
  return inOrder(one, other) === 0
}

function inOrder(one: ReturnWord, other: ReturnWord): number {
  return one[0] - other[0] || one[1] - other[1]
}
