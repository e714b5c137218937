import { barLine } from '#adapters/shared'
import { type Message, shorten } from '#core'

interface Markdown {
  readonly title: string
  readonly text: string
}

const TITLE_MAX = 60

/**
 * A message as DingTalk's markdown. It ends with a short mark made of the key: a text that equals one of the same day is
 * dropped, although success is answered, so that two messages have to differ and two attempts of one must not.
 */
export function toMarkdown({ title, text, sections = [] }: Message, key: string): Markdown {
  const parts = sections.map((section) => [section.text, ...(section.bars ?? []).map(barLine)].join('\n'))
  const body = [text, ...parts].filter(Boolean)
  const heading = title ?? body[0]?.split('\n', 1)[0] ?? ''
  const lines = [...(title ? [`#### ${plain(title)}`] : []), ...body.map(plain)]
  return { title: shorten(heading.trim() || '·', TITLE_MAX), text: `${lines.join('\n\n')}\n\n·${mark(key)}` }
}

/** One line is one paragraph's line only when two blanks stand before its end. */
function plain(text: string): string {
  return text.replace(/\n/g, '  \n')
}

/** Four letters that a key always has (FNV-1a): no secret, only a difference. */
function mark(key: string): string {
  let hash = 0x811c9dc5
  for (const unit of Buffer.from(key)) hash = Math.imul(hash ^ unit, 0x01000193) >>> 0
  return (hash % 36 ** 4).toString(36).padStart(4, '0')
}
