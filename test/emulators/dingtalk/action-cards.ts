import { DingtalkError } from './dingtalk-error.ts'
import type { CardButton } from './organisation.ts'

/** The buttons of the robot's `sampleActionCard` (one), `sampleActionCard2` to `5`; null for another kind of message. */
export function buttonsOf(msgKey: unknown, text: (name: string) => string): CardButton[] | null {
  const count = /^sampleActionCard([2-5])?$/.exec(String(msgKey))
  if (!count) return null
  if (count[1] === undefined) return [checked({ title: text('singleTitle'), url: text('singleURL') })]
  return Array.from({ length: Number(count[1]) }, (_, index) =>
    checked({ title: text(`actionTitle${index + 1}`), url: text(`actionURL${index + 1}`) }),
  )
}

/** The buttons of an answer by a conversation's way back. */
export function answerButtons(btns: unknown): CardButton[] {
  const given = Array.isArray(btns) ? btns : []
  return given.map(({ title, actionURL }) => checked({ title: String(title), url: String(actionURL) }))
}

/** What a button does that types into the conversation; null for one that opens something else. */
export function typedBy({ url }: CardButton): string | null {
  const address = new URL(url)
  return address.protocol === 'dtmd:' ? address.searchParams.get('content') : null
}

function checked(button: CardButton): CardButton {
  if (!URL.canParse(button.url)) throw DingtalkError.refused('invalidParameter.msgParam.actionURL')
  return button
}
