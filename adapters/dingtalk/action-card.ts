import { type Message, shorten } from '#core'
import type { Markdown } from './render.ts'

/** Buttons of an ActionCard, and the characters of a label. */
const MOST = 5
const LABEL_MAX = 20

/** An ActionCard: markdown with buttons that open addresses. */
export interface ActionCard extends Markdown {
  readonly buttons: readonly { readonly title: string; readonly url: string }[]
}

/**
 * A message whose numbers can be tapped: each button types its number into the conversation, so that it comes back as if it
 * had been typed. Null where there are none, or more than a card holds: then the lines of the text have to do.
 */
export function actionCard({ numbers = [] }: Message, markdown: Markdown): ActionCard | null {
  if (numbers.length === 0 || numbers.length > MOST) return null
  const buttons = numbers.map((label, index) => ({
    title: shorten(`${index + 1}  ${label}`, LABEL_MAX),
    url: `dtmd://dingtalkclient/sendMessage?content=${index + 1}`,
  }))
  return { ...markdown, buttons }
}

/** As the robot's own message: `sampleActionCard` with one button, `sampleActionCard2` to `5` with more. */
export function asRobotMessage({ title, text, buttons }: ActionCard) {
  const [only] = buttons
  if (only && buttons.length === 1) {
    return { msgKey: 'sampleActionCard', msgParam: { title, text, singleTitle: only.title, singleURL: only.url } }
  }
  const named = buttons.flatMap((button, index) => [
    [`actionTitle${index + 1}`, button.title],
    [`actionURL${index + 1}`, button.url],
  ])
  return { msgKey: `sampleActionCard${buttons.length}`, msgParam: { title, text, ...Object.fromEntries(named) } }
}

/** As an answer by a conversation's way back. */
export function asAnswer({ title, text, buttons }: ActionCard) {
  const btns = buttons.map((button) => ({ title: button.title, actionURL: button.url }))
  return { msgtype: 'actionCard', actionCard: { title, text, btnOrientation: '0', btns } }
}
