import { barLine } from '#adapters/shared'
import type { Action, Bar, Field, Message, Sheet } from '#core'

/** A message as the simulator's people see it: the contract of its API. */
export interface SimulatedMessage {
  /** Grows with every message of the whole simulator. */
  readonly n: number
  readonly id: string
  /** A person's id, or `hearback`. */
  readonly from: string
  /** `dm:<person>` or `channel:<name>`. */
  readonly in: string
  readonly text: string
  readonly card: SimulatedCard | null
  /** ISO 8601, company time. */
  readonly at: string
  /** The message it stands under. */
  readonly replyTo?: string
  /** Seen by that person alone, and not kept by a real platform. */
  readonly ephemeral?: true
}

interface SimulatedCard {
  readonly title: string
  readonly text: string
  readonly actions: readonly SimulatedAction[]
  readonly form: SimulatedForm | null
  readonly sections?: readonly { readonly text: string; readonly bars?: readonly Bar[] }[]
}

interface SimulatedAction {
  readonly actionId: string
  readonly label: string
  readonly value: string
  readonly style?: string
  /** The section it belongs to, counted from 0. */
  readonly section?: number
}

interface SimulatedForm {
  readonly fields: readonly (Field & { readonly step: number })[]
  readonly steps: readonly string[]
  readonly submit: string
  readonly review?: string
  /** The form as a web page. */
  readonly page?: string
}

export const BOT = 'hearback'

/** The parts of a message that show what the bot means. */
export function renderMessage(message: Message): Pick<SimulatedMessage, 'text' | 'card'> {
  const sections = message.sections ?? []
  const plain = [message.title, message.text, ...sections.map(sectionText)].filter(Boolean).join('\n')
  const actions = [
    ...(message.actions ?? []).map((action) => toAction(action)),
    ...sections.flatMap((section, index) => (section.actions ?? []).map((action) => toAction(action, index))),
  ]
  if (message.title === undefined && actions.length === 0 && sections.length === 0) return { text: plain, card: null }
  const card: SimulatedCard = {
    title: message.title ?? '',
    text: [message.text, ...sections.map(sectionText)].filter(Boolean).join('\n\n'),
    actions,
    form: null,
    ...(sections.length > 0 && {
      sections: sections.map(({ text, bars }) => ({ text, ...(bars && { bars }) })),
    }),
  }
  return { text: plain, card }
}

export function renderSheet(sheet: Sheet): Pick<SimulatedMessage, 'text' | 'card'> {
  return {
    text: sheet.title,
    card: {
      title: sheet.title,
      text: '',
      actions: [],
      form: {
        fields: sheet.steps.flatMap((step, index) =>
          step.fields.map((field) => ({ ...shownField(field), step: index })),
        ),
        steps: sheet.steps.map((step) => step.title ?? ''),
        submit: sheet.submit,
        ...(sheet.review && { review: sheet.review }),
        ...(sheet.opener && { page: `/f/${sheet.opener}` }),
      },
    },
  }
}

/** The way to the page stands at the form itself; here it is said what it is for. */
function shownField({ url: _, pictures: __, ...field }: Field): Field {
  if (field.kind !== 'link') return field
  return { name: field.name, kind: 'statement', label: [field.hint, `→ ${field.label}`].filter(Boolean).join('\n') }
}

function sectionText({ text, bars = [] }: { text: string; bars?: readonly Bar[] }): string {
  return [text, ...bars.map(barLine)].join('\n')
}

function toAction({ id, label, value, style }: Action, section?: number): SimulatedAction {
  return { actionId: id, label, value, ...(style && { style }), ...(section !== undefined && { section }) }
}
