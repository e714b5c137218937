import { type Action, type Capabilities, fitsIn, type Locale, type Message } from '#core'
import { current, type Form, letterOf, progress, type Question, showAnswer, visible } from '#domain'
import { type RunState, tapValue } from './run-state.ts'
import { words } from './words.ts'

interface Where {
  readonly run: string
  readonly revision: number
  readonly locale: Locale
  readonly capabilities: Capabilities
}

/** What is shown where a run stands: the question to answer, or everything once more before it is submitted. */
export function promptMessage(form: Form, state: RunState, where: Where): Message {
  const question = current(form, state.walk)
  return question ? questionMessage(form, question, state, where) : summaryMessage(form, state, where)
}

function questionMessage(form: Form, question: Question, state: RunState, where: Where): Message {
  const { locale, capabilities } = where
  const text = words(locale)
  const { number, of } = progress(form, state.walk)
  const options = question.options.map((option, index) => ({
    label: `${letterOf(index)} ${option.label[locale]}`,
    id: option.id,
  }))
  const tap = (choice: string) => tapValue({ run: where.run, question: question.id, revision: where.revision, choice })
  const choose = (option: { label: string; id: string }): Action => {
    if (question.kind === 'single') return { id: 'survey.answer', label: option.label, value: tap(option.id) }
    const picked = state.picked.includes(option.id)
    return {
      id: 'survey.toggle',
      label: `${picked ? '✓ ' : ''}${option.label}`,
      value: tap(`${picked ? '-' : '+'}${option.id}`),
    }
  }
  const done: Action[] =
    question.kind === 'multi' && state.picked.length > 0
      ? [{ id: 'survey.picked', label: text.done, value: tap(''), style: 'primary' }]
      : []
  const next: Action[] =
    question.kind === 'statement' ? [{ id: 'survey.answer', label: text.resume, value: tap(''), style: 'primary' }] : []
  const ways = controls(question, number > 1, tap, locale)
  const everything = [...options.map(choose), ...done, ...next, ...ways]
  const asButtons = fitsIn(everything, capabilities)
  const fewer = [...next, ...ways]
  const actions = asButtons ? everything : fitsIn(fewer, capabilities) ? fewer : []
  // Where the platform has too few buttons, and after a second miss, the options stand in the text to be typed.
  const asText = options.length > 0 && (!asButtons || state.misses > 1)
  const lines = [
    `${question.text[locale]}${question.required || question.kind === 'statement' ? '' : text.optional}`,
    ...(asText ? options.map((option) => option.label) : []),
    ...(question.kind === 'multi' ? [text.severalHint] : []),
    ...(question.kind === 'text' ? [text.typeHint] : []),
    ...(actions.length === 0 ? [text.sayHint(fewer.map((action) => action.label))] : []),
  ]
  return { title: `${number} / ${of}`, text: lines.join('\n'), asks: true, actions }
}

function controls(question: Question, canGoBack: boolean, tap: (choice: string) => string, locale: Locale): Action[] {
  const text = words(locale)
  const control = (label: string, choice: string): Action => ({ id: 'survey.control', label, value: tap(choice) })
  return [
    ...(canGoBack ? [control(text.back, 'back')] : []),
    ...(question.required ? [] : [control(text.skip, 'skip')]),
    control(text.later, 'later'),
  ]
}

function summaryMessage(form: Form, state: RunState, where: Where): Message {
  const { locale } = where
  const text = words(locale)
  const tap = (question: string, choice: string) =>
    tapValue({ run: where.run, question, revision: where.revision, choice })
  const questions = visible(form, state.walk.answers).filter((question) => question.kind !== 'statement')
  const changes = questions.map(
    (question): Action => ({
      id: 'survey.change',
      label: text.change,
      value: tap(question.id, ''),
    }),
  )
  const ends: Action[] = [
    { id: 'survey.submit', label: text.submit, value: tap('', ''), style: 'primary' },
    { id: 'survey.control', label: text.later, value: tap('', 'later') },
    { id: 'survey.control', label: text.cancel, value: tap('', 'cancel') },
  ]
  const asButtons = fitsIn([...changes, ...ends], where.capabilities)
  const actions = fitsIn(ends, where.capabilities) ? ends : []
  return {
    title: text.summaryTitle,
    text: [text.changeHint, ...(actions.length === 0 ? [text.sayHint(ends.map((action) => action.label))] : [])].join(
      '\n',
    ),
    asks: true,
    sections: questions.map((question, index) => {
      const change = changes[index]
      return {
        text: `${index + 1}. ${question.text[locale]}\n${answerText(question, state, locale)}`,
        ...(asButtons && change && { actions: [change] }),
      }
    }),
    actions,
  }
}

/** What was submitted, as it stays in the conversation: without buttons. */
export function closedSummary(form: Form, state: RunState, locale: Locale): Message {
  const questions = visible(form, state.walk.answers).filter((question) => question.kind !== 'statement')
  const lines = questions.map((question) => `${question.text[locale]}\n${answerText(question, state, locale)}`)
  return { title: `${form.title[locale]} ✓`, text: '', sections: lines.map((text) => ({ text })) }
}

/** A question that has been answered, as it stays in the conversation. */
export function answeredMessage(question: Question, state: RunState, locale: Locale): Message {
  return { text: `${question.text[locale]}\n✓ ${answerText(question, state, locale)}` }
}

function answerText(question: Question, { walk }: RunState, locale: Locale): string {
  const given = walk.answers[question.id]
  return given === undefined ? words(locale).skipped : showAnswer(question, given, locale)
}
