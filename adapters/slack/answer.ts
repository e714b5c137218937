import { filledIn, type Log, loggable, type Message, type Reception, type Sheet } from '#core'
import type { Call } from './client.ts'
import type { Conversations } from './conversations.ts'
import { spotOf } from './message-id.ts'
import type { Parsed } from './parsed.ts'
import { patiently } from './patiently.ts'
import { renderHome, renderMessage } from './render-message.ts'
import { renderSheet } from './render-sheet.ts'

type Told = Extract<Parsed, { kind: 'told' }>

/** What to acknowledge with, and what to do after that. */
export interface Response {
  readonly body: Readonly<Record<string, unknown>> | null
  readonly afterwards: (() => Promise<void>) | null
}

export type Answering = (told: Told, reception: Reception) => Response

interface AnsweringParts {
  readonly call: Call
  readonly conversations: Conversations
  /** Posts to an address that Slack gave; false when it was not taken. */
  readonly respond: (url: string, body: Readonly<Record<string, unknown>>) => Promise<boolean>
  readonly log: Log
  /** Label of a button that opens a form. */
  readonly openLabel: string
}

/** How the core's answer reaches the person: in the acknowledgement, as a modal, as their home, or as a short message. */
export function createAnswering(parts: AnsweringParts): Answering {
  const { call, conversations, respond, log } = parts

  return (told, reception) => {
    const submitted = told.told.kind === 'form'
    const { errors, sheet, notices = [], home, inForm } = reception
    if (submitted && errors) {
      const again = sheet && grown(sheet, told) ? rendered(corrected(sheet, errors, told)) : null
      if (again) {
        const afterwards = inForm ? null : later(told, { notices, home })
        return { body: { response_action: 'update', view: again }, afterwards }
      }
      const body = correction(errors, told)
      const sentences = body ? [] : Object.values(errors).map((text) => ({ text }))
      if (inForm) return { body: body ?? inTheForm(sheet, [...sentences, ...notices]), afterwards: null }
      return { body, afterwards: later(told, { notices: [...sentences, ...notices], home }) }
    }
    if (submitted && inForm) {
      // Nothing at all that would stand in their messages: whoever sends a form leaves what whoever opens one leaves.
      return { body: inTheForm(sheet, notices), afterwards: null }
    }
    if (submitted && sheet) {
      // Another form in the place of the one just sent.
      const view = rendered(sheet)
      if (view) return { body: { response_action: 'update', view }, afterwards: later(told, { notices, home }) }
    }
    if (told.way.overheard && !sheet) return { body: null, afterwards: null }
    return { body: null, afterwards: later(told, reception) }
  }

  function later(told: Told, { sheet, notices = [], home }: Reception): (() => Promise<void>) | null {
    if (!sheet && notices.length === 0 && !home) return null
    return async () => {
      if (sheet) await show(told, sheet)
      for (const notice of notices) await notify(told, notice)
      if (home) await call('views.publish', { user_id: told.user, view: renderHome(home) })
    }
  }

  /** Opens the form, or changes the open one; where neither can be done, a button opens it. */
  async function show(told: Told, sheet: Sheet): Promise<void> {
    const view = rendered(sheet)
    const { triggerId, view: open } = told.way
    if (view && open && told.told.kind === 'draft') {
      // A newer change of the same form has its own answer: then this one is out of date.
      await call('views.update', { view_id: open.id, hash: open.hash, view })
      return
    }
    if (view && triggerId !== undefined) {
      const result = await call('views.open', { trigger_id: triggerId, view })
      if (result.kind === 'ok') return
      log.info('slack.form-not-opened', { code: result.code })
    }
    if (sheet.opener === undefined) return
    const action = { id: 'sheet.open', label: parts.openLabel, value: sheet.opener, style: 'primary' } as const
    await notify(told, { text: sheet.title, actions: [action] })
  }

  /** To this person alone: where they are, if the platform can show it to them only; else in their direct messages. */
  async function notify({ place, way, user }: Told, message: Message): Promise<void> {
    for (const one of renderMessage(message)) {
      const shown = { text: one.text, blocks: one.blocks, unfurl_links: false, unfurl_media: false }
      const url = place.kind === 'channel' || way.command ? way.responseUrl : undefined
      if (
        url !== undefined &&
        (await respond(url, { ...shown, response_type: 'ephemeral', replace_original: false }))
      ) {
        continue
      }
      if (place.kind === 'channel') {
        const { channelId: channel, thread } = place
        const thread_ts = thread === null ? undefined : spotOf(thread)?.ts
        if ((await call('chat.postEphemeral', { ...shown, channel, user, thread_ts })).kind === 'ok') continue
      }
      const direct = await conversations.direct(user)
      if (direct.kind !== 'ok') continue
      // It is in no outbox: if it does not arrive now, it never does.
      const posted = await patiently(() => call('chat.postMessage', { ...shown, channel: direct.channel }))
      if (posted.kind !== 'ok') log.warn('slack.notice-failed', { code: posted.code })
    }
  }

  function inTheForm(sheet: Sheet | undefined, notices: readonly Message[]) {
    const view = rendered(lastPage(sheet, notices))
    return view && { response_action: 'update', view }
  }

  function rendered(sheet: Sheet) {
    try {
      return renderSheet(sheet)
    } catch (error) {
      log.warn('slack.form-not-rendered', loggable(error))
      return null
    }
  }
}

/** What is said in the end, above what is still to be filled in, if there is anything. */
function lastPage(sheet: Sheet | undefined, notices: readonly Message[]): Sheet {
  const said = notices.map(({ title, text }, index) => ({
    name: `said_${index + 1}`,
    kind: 'statement' as const,
    label: [title, text].filter(Boolean).join('\n'),
  }))
  if (!sheet) return { title: '回音 Hearback', submit: '关闭 / Close', steps: [{ fields: said }], state: '' }
  return said.length === 0 ? sheet : { ...sheet, steps: [{ fields: said }, ...sheet.steps] }
}

/** Whether a form asks more than the one that was submitted. */
function grown({ steps }: Sheet, { way }: Told): boolean {
  const standing = way.view?.inputs
  const asked = steps.flatMap(({ fields }) => fields.filter(({ kind }) => kind !== 'statement' && kind !== 'link'))
  return standing !== undefined && asked.some(({ name }) => !standing.includes(name))
}

/** The form with what was entered in it, the sentences on top: Slack shows them at fields of the standing form only. */
function corrected(sheet: Sheet, errors: Readonly<Record<string, string>>, { told }: Told): Sheet {
  const faults = Object.values(errors).map((label, n) => ({ name: `fault_${n}`, kind: 'statement', label }) as const)
  const filled = told.kind === 'form' ? filledIn(sheet, told.values) : sheet
  return { ...filled, steps: [{ fields: faults }, ...filled.steps] }
}

/** A sentence per field. Slack takes them for fields that are there; what has none stands at the first. Null where there is no field. */
function correction(errors: Readonly<Record<string, string>>, { way }: Told) {
  const inputs = way.view?.inputs ?? []
  const known: Record<string, string> = {}
  for (const [name, sentence] of Object.entries(errors)) {
    const field = inputs.includes(name) ? name : inputs[0]
    if (field !== undefined) known[field] = known[field] ? `${known[field]}\n${sentence}` : sentence
  }
  return Object.keys(known).length > 0 ? { response_action: 'errors', errors: known } : null
}
