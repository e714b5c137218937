import type { Action, Flow, Outcome, Turn } from '#core'
import { dateAt } from '#domain'
import { controlled, tapped, typed } from './filling.ts'
import { formsReadBy, invitationView } from './invitation.ts'
import { runNudges } from './nudges.ts'
import type { Stores, SurveyParts } from './parts.ts'
import { showResults } from './results.ts'
import { resultsFileView, sendResultsFile } from './results-file.ts'
import { answerHere, loadRun, openRun, park, sayText, show, whenText } from './run.ts'
import { sendingTap, startSending } from './sending.ts'
import { openSheet, submitSheet } from './sheet.ts'
import { words } from './words.ts'

/** Surveys in the chat: sending them, filling them in, reading the results. */
export function createSurvey(parts: SurveyParts): Flow<Stores> {
  return {
    name: 'survey',
    commands: [
      { name: 'send', words: ['发问卷', '发调查', 'send survey'] },
      { name: 'results', words: ['问卷结果', '调查结果', 'survey results'] },
      { name: 'mine', words: ['我的问卷', '我的调查', 'my surveys', 'my forms'] },
    ],
    views: { 'survey.invitation': invitationView(parts), 'survey.file': resultsFileView(parts) },
    work: [runNudges(parts)],

    async menu(turn) {
      const { locale } = turn.member
      const text = words(locale)
      const person = await turn.stores.people.get(turn.member.id)
      const reads = person ? formsReadBy(parts, person, dateAt(turn.now, turn.member.timeZone)).length > 0 : false
      const open = await turn.stores.forms.openFor(turn.member.id)
      const mine: Action[] = open.length > 0 && turn.channel === null ? [button('survey.mine', text.mine)] : []
      return reads ? [...mine, button('survey.send', text.send), button('survey.results', text.results)] : mine
    },

    async home(turn) {
      const actions = await openForms(turn)
      return actions.length > 0 ? [{ text: words(turn.member.locale).mine, actions }] : []
    },

    async command(turn, command) {
      if (command === 'send') return startSending(parts, turn)
      return command === 'results' ? showResults(parts, turn, '') : mine(turn)
    },

    text: (turn, run, text, command) => typed(parts, turn, run, text, command),
    control: (turn, run, control, text) => controlled(parts, turn, run, control, text),

    form: (turn, data, values) => submitSheet(parts, turn, data, values),
    sheet: (turn, data, values) => openSheet(parts, turn, data.args.round ?? '', data, values),
    async resume(turn, conversation) {
      const run = await loadRun(parts, turn.stores, conversation)
      return show(turn, run, run.state)
    },

    async action(turn, verb, value) {
      const sending = await sendingTap(parts, turn, verb, value)
      if (sending) return sending
      switch (verb) {
        case 'results':
          return showResults(parts, turn, value)
        case 'file':
          return sendResultsFile(parts, turn, value)
        case 'mine':
          return mine(turn)
        case 'start':
        case 'put-off':
        case 'decline':
          return onInvitation(turn, verb, value)
        case 'form':
          return openSheet(parts, turn, value, null, null)
        case 'continue':
        case 'discard':
          return onParked(turn, verb, value)
        default:
          return tapped(parts, turn, verb, value)
      }
    },
  }

  async function mine(turn: Turn<Stores>): Promise<Outcome> {
    const text = words(turn.member.locale)
    const actions = await openForms(turn)
    return answerHere(turn, actions.length === 0 ? { text: text.mineNone } : { text: text.mine, actions })
  }

  /** A button for each form that waits for this person. */
  async function openForms(turn: Turn<Stores>): Promise<Action[]> {
    const { forms } = parts.programs()
    const open = await turn.stores.forms.openFor(turn.member.id)
    return open.map((round): Action => {
      const title = forms.get(round.form)?.form.title[turn.member.locale] ?? round.form
      return { id: 'survey.start', label: title, value: round.id, style: 'primary' }
    })
  }

  async function onInvitation(turn: Turn<Stores>, verb: string, id: string): Promise<Outcome> {
    const text = words(turn.member.locale)
    const round = await turn.stores.forms.round(id)
    const invitation = round && (await turn.stores.forms.invitation(id, turn.member.id))
    if (!round || !invitation) return { notices: [{ text: text.over }] }
    if (invitation.state === 'submitted') return { notices: [{ text: text.already }] }
    if (verb === 'decline') {
      await turn.stores.forms.decline(id, turn.member.id)
      return { say: [sayText(turn, text.declined)] }
    }
    const run = await openRun(parts, turn, round)
    if (verb === 'start') return show(turn, run, run.state)
    const at = await park(turn, run, parts, true)
    return { say: [sayText(turn, text.parked(whenText(at, turn)))] }
  }

  async function onParked(turn: Turn<Stores>, verb: string, id: string): Promise<Outcome> {
    const text = words(turn.member.locale)
    const conversation = await turn.stores.conversations.get(id)
    if (conversation?.person !== turn.member.id) return { notices: [{ text: text.over }] }
    const run = await loadRun(parts, turn.stores, conversation)
    if (verb === 'continue') return show(turn, run, run.state)
    await turn.stores.conversations.end(id, conversation.revision)
    return { say: [sayText(turn, text.discarded)] }
  }
}

function button(id: string, label: string): Action {
  return { id, label, value: '' }
}
