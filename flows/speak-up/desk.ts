import type { Flow, Outcome, Turn } from '#core'
import type { CaseFile, Person } from '#domain'
import { alarmView, caseAlarms } from './alarms.ts'
import { authorLineView } from './author-line.ts'
import { answerByTag } from './by-tag.ts'
import { handledBy, listCases, listed } from './case-list.ts'
import { countQuarters } from './counting.ts'
import { destroyAddresses } from './destroying.ts'
import { isWriting } from './enter.ts'
import { handlerLineView } from './handler-line.ts'
import { nudgeView } from './nudge.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { readingSheet } from './reading-sheet.ts'
import { releaseWindows } from './release.ts'
import { sealCases } from './sealing.ts'
import { showStatistics } from './show-statistics.ts'
import { take } from './take.ts'
import { ticketView } from './ticket-view.ts'
import { withCase } from './with-case.ts'
import { words } from './words.ts'
import { replyUnder, write, writingSheet } from './writing.ts'

const MOST_AT_HOME = 10

/** The handlers' half of the box. */
export function createDesk(parts: SpeakUpParts): Flow<Stores> {
  return {
    name: 'case',
    commands: [
      { name: 'list', words: ['来信', '待处理来信', 'open messages', 'cases'] },
      { name: 'statistics', words: ['来信统计', 'message statistics', 'case statistics'] },
    ],
    views: {
      'case.ticket': ticketView(parts),
      'case.handler-line': handlerLineView(),
      'case.author-line': authorLineView(parts),
      'case.nudge': nudgeView(parts),
      'case.alarm': alarmView(parts),
    },
    work: [caseAlarms(parts), releaseWindows(parts), destroyAddresses(parts), sealCases(parts), countQuarters(parts)],

    async menu(turn) {
      const mine = await handledBy(parts, turn)
      return mine === null ? [] : [{ id: 'case.list', label: words(turn.member.locale).desk.list, value: '' }]
    },

    async home(turn) {
      const mine = (await handledBy(parts, turn)) ?? []
      return mine.slice(0, MOST_AT_HOME).map((file) => listed(parts, turn, file))
    },

    command: (turn, command) => (command === 'statistics' ? showStatistics(parts, turn) : listCases(parts, turn)),

    async action(turn, verb, value) {
      if (verb === 'list') return listCases(parts, turn)
      return withCase(parts, turn, value, (file, person) => act(turn, verb, file, person))
    },

    async form(turn, sheet, values) {
      const writing = sheet.form
      if (!isWriting(writing)) return {}
      return withCase(parts, turn, sheet.args.case ?? '', (file, person) =>
        write(parts, turn, writing, file, person, sheet, values),
      )
    },

    async sheet(turn, data, values) {
      return withCase(parts, turn, data.args.case ?? '', async (file) => {
        if (data.form === 'read') return { sheet: await readingSheet(parts, turn, file) }
        if (file.state === 'closed') return { notices: [{ text: words(turn.member.locale).desk.alreadyClosed }] }
        return isWriting(data.form) ? { sheet: writingSheet(parts, turn, data.form, file, data.id, values) } : {}
      })
    },

    async reply(turn, subject, typed) {
      return withCase(parts, turn, subject.slice('case:'.length), (file, person) =>
        replyUnder(parts, turn, file, person, typed.trim()),
      )
    },

    inChannel: (turn, said) => answerByTag(parts, turn, said),
  }

  async function act(turn: Turn<Stores>, verb: string, file: CaseFile, person: Person): Promise<Outcome> {
    if (verb === 'open') return { sheet: await readingSheet(parts, turn, file) }
    if (file.state === 'closed') return { notices: [{ text: words(turn.member.locale).desk.alreadyClosed }] }
    if (verb === 'take') return take(parts, turn, file, person)
    return isWriting(verb) ? { sheet: writingSheet(parts, turn, verb, file) } : {}
  }
}
