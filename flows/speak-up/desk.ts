import type { Flow } from '#core'
import { act, reopenForm, submit } from './acting.ts'
import { alarmView, caseAlarms } from './alarms.ts'
import { authorLineView } from './author-line.ts'
import { answerByTag } from './by-tag.ts'
import { handledBy, listCases, listed } from './case-list.ts'
import { countQuarters } from './counting.ts'
import { destroyAddresses } from './destroying.ts'
import { caseDigest, digestView } from './digest.ts'
import { givenView, goneView } from './given.ts'
import { handlerLineView } from './handler-line.ts'
import { nudgeView } from './nudge.ts'
import { pageView } from './paging.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { publishedView } from './publishing.ts'
import { releaseWindows } from './release.ts'
import { returnBoards, returnBoardView, returnWordLine } from './return-board.ts'
import { sealCases } from './sealing.ts'
import { showStatistics } from './show-statistics.ts'
import { ticketView } from './ticket-view.ts'
import { toReaders } from './to-readers.ts'
import { withCase } from './with-case.ts'
import { words } from './words.ts'
import { replyUnder } from './writing.ts'

const MOST_AT_HOME = 10

/** The handlers' half of the box. */
export function createDesk(parts: SpeakUpParts): Flow<Stores> {
  return {
    name: 'case',
    commands: [
      { name: 'list', words: ['来信', '待处理来信', 'open messages', 'cases'] },
      { name: 'statistics', words: ['来信统计', 'message statistics', 'case statistics'] },
    ],
    views: toReaders(parts, {
      'case.ticket': ticketView(parts),
      'case.handler-line': handlerLineView(),
      'case.author-line': authorLineView(parts),
      'case.nudge': nudgeView(parts),
      'case.alarm': alarmView(parts),
      'case.given': givenView(parts),
      'case.gone': goneView(parts),
      'case.published': publishedView(parts),
      'case.page': pageView(parts),
      'case.digest': digestView(parts),
      'case.return-words': returnBoardView(parts),
    }),
    work: [
      caseAlarms(parts),
      caseDigest(parts),
      releaseWindows(parts),
      returnBoards(parts),
      destroyAddresses(parts),
      sealCases(parts),
      countQuarters(parts),
    ],

    forEverybody: (turn) => returnWordLine(parts, turn),

    async menu(turn) {
      const mine = await handledBy(parts, turn)
      return mine === null ? [] : [{ id: 'case.list', label: words(turn.member.locale).desk.list, value: '' }]
    },

    async home(turn) {
      const mine = (await handledBy(parts, turn)) ?? []
      return Promise.all(mine.slice(0, MOST_AT_HOME).map((file) => listed(parts, turn, file)))
    },

    command: (turn, command) => (command === 'statistics' ? showStatistics(parts, turn) : listCases(parts, turn)),

    async action(turn, verb, value) {
      if (verb === 'list') return listCases(parts, turn)
      return withCase(parts, turn, value, (hand) => act(parts, turn, verb, hand))
    },

    form: (turn, sheet, values, pictures) =>
      withCase(parts, turn, sheet.args.case ?? '', (hand) => submit(parts, turn, hand, sheet, values, pictures)),

    sheet: (turn, data, values) =>
      withCase(parts, turn, data.args.case ?? '', (hand) => reopenForm(parts, turn, hand, data, values)),

    reply: (turn, subject, typed) =>
      withCase(parts, turn, subject.slice('case:'.length), (hand) => replyUnder(parts, turn, hand, typed.trim())),

    inChannel: (turn, said) => answerByTag(parts, turn, said),
  }
}
