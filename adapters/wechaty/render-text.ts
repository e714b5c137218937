import { barLine } from '#adapters/shared'
import type { Action, Message } from '#core'

/** A message as text: what could be tapped elsewhere stands in it as numbers already. */
export function renderText({ title, text, sections = [], actions = [] }: Message): string {
  return [
    title,
    text,
    ...sections.map((section) =>
      [section.text, ...(section.bars ?? []).map(barLine), ...(section.actions ?? []).flatMap(link)].join('\n'),
    ),
    ...actions.flatMap(link),
  ]
    .filter(Boolean)
    .join('\n')
}

function link({ label, url }: Action): string[] {
  return url === undefined ? [] : [`${label} ${url}`]
}
