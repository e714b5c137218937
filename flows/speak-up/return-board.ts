import { type DueWork, type Instant, keyFrom, LOCALES, type Locale, type Turn, type View } from '#core'
import {
  afterTurn,
  canSpeakUp,
  dateAt,
  isAmong,
  nextBoard,
  type ReturnBoard,
  type ReturnWord,
  shownWords,
  type Windows,
  windowBefore,
} from '#domain'
import { freeTag } from './free-tag.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { lastRelease } from './release.ts'
import { todayOf } from './today.ts'
import { allWindows } from './windows.ts'
import { words } from './words.ts'

/** When the board is made where everything crosses at once. */
const DAILY: Windows = ['10:00']

/** A case with its word, opened. */
interface Called {
  readonly caseId: string
  readonly word: ReturnWord
  readonly left: number
}

/**
 * Makes the board of return words at its hours, after what crosses then has crossed, and posts it in the company's channel.
 * It is made and posted whether there is news or not.
 */
export function returnBoards(parts: SpeakUpParts): DueWork<Stores> {
  const company = () => parts.programs().company

  /** The hour whose board is to be made; null when it is there. */
  async function dueHour(stores: Stores, now: Instant): Promise<Instant | null> {
    const windows = allWindows(parts)
    const at = windowBefore(now, windows.length > 0 ? windows : DAILY, company())
    const standing = await stores.returnWords.board()
    if (standing && standing.at >= at) return null
    const released = windows.length === 0 || ((await lastRelease(stores)) ?? 0) >= at
    return released ? at : null
  }

  return {
    name: 'return-words',

    async due(stores, now) {
      const at = await dueHour(stores, now)
      return at === null ? [] : [`board-${at}`]
    },

    // Of itself it is nothing that anybody waits for.
    next: async () => null,

    async run(stores, _key, now) {
      const at = await dueHour(stores, now)
      if (at === null) return []
      const standing = await stores.returnWords.board()
      await makeBoard(stores, standing, at)
      // The first one is made whenever the program is installed: that is no hour.
      const { channel } = company().returnWords
      if (!standing || !(channel in company().channels) || !(await isOpen(parts, stores))) return []
      return [
        {
          to: { kind: 'channel', channel },
          class: 'report',
          content: { kind: 'view', view: 'case.return-words', args: { at: String(at) } },
          key: keyFrom(parts.digest, 'return-words', String(at)),
          since: at,
        },
      ]
    },
  }

  async function makeBoard(stores: Stores, standing: ReturnBoard | null, at: Instant): Promise<void> {
    const { timeZone, calendar, returnWords } = company()
    const today = dateAt(at, timeZone)
    const below = (limit: number) => parts.random.below(limit)
    const { theirs, called } = await wordsOfCases(stores, today)
    const before = standing?.words ?? []
    const board = nextBoard(standing, {
      at,
      today,
      count: returnWords.count,
      called: called.map(({ word }) => word),
      theirs,
      fresh: await freshWords(stores, returnWords.count, [
        ...theirs,
        ...before,
        ...(standing?.left ?? []).map(({ word }) => word),
      ]),
      below,
    })
    // First of all, so that of two who do this at the same time one waits here and then finds it done.
    await stores.returnWords.replaceBoard(board, standing?.at ?? null)
    for (const { caseId, word, left } of called) {
      if (isAmong(word, before) || !isAmong(word, board.words)) continue
      await stores.returnWords.setTurns(caseId, afterTurn({ dueOn: today, left }, today, calendar, below))
    }
  }

  /** Every case's word; and those of which there is news. A case whose key is lost has none any more. */
  async function wordsOfCases(stores: Stores, today: string) {
    const theirs: ReturnWord[] = []
    const called: Called[] = []
    for (const { caseId, key, sealed, dueOn, left } of await stores.returnWords.all()) {
      if (!parts.vault.cases.opensKey(key)) continue
      const word = JSON.parse(parts.vault.cases.open(key, sealed)) as ReturnWord
      theirs.push(word)
      if (dueOn !== null && dueOn <= today) called.push({ caseId, word, left })
    }
    return { theirs, called }
  }

  /** New decoys: neither somebody's, nor the tag of a case. */
  async function freshWords(stores: Stores, count: number, taken: readonly ReturnWord[]): Promise<ReturnWord[]> {
    const found: ReturnWord[] = []
    while (found.length < count) {
      const word = await freeTag(parts, stores)
      if (!isAmong(word, taken) && !isAmong(word, found)) found.push(word)
    }
    return found
  }
}

/** The post in the channel; one that could not go out until its board was replaced is not needed any more. */
export function returnBoardView(parts: SpeakUpParts): View<Stores> {
  return async ({ at = '' }, { stores, locale }) => {
    const board = await stores.returnWords.board()
    if (board?.at !== Number(at)) return null
    const text = words(locale).returnWords
    return { title: text.title, text: text.post(shownList(parts, board)) }
  }
}

/** The line of the menu and the home. */
export async function returnWordLine(parts: SpeakUpParts, { stores, member }: Turn<Stores>): Promise<string | null> {
  const board = await stores.returnWords.board()
  if (!board || !(await isOpen(parts, stores))) return null
  return words(member.locale).returnWords.line(shownList(parts, board))
}

/** The same bytes for everybody: a line in each language, whoever reads. */
function shownList({ vault }: SpeakUpParts, board: ReturnBoard): string {
  const shown = shownWords(board)
  return LOCALES.map((locale) => shown.map((word) => vault.tags.show(word, locale)).join(JOIN[locale])).join('\n')
}

const JOIN: Readonly<Record<Locale, string>> = { 'zh-CN': '、', en: ', ' }

async function isOpen(parts: SpeakUpParts, stores: Stores): Promise<boolean> {
  return canSpeakUp(parts.programs().company, await stores.people.all(), todayOf(parts))
}
