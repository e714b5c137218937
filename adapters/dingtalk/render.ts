import { barLine, fingerprint } from '#adapters/shared'
import { type Action, type Message, shorten } from '#core'

export interface Markdown {
  readonly title: string
  readonly text: string
}

const TITLE_MAX = 60

/**
 * A message as DingTalk's markdown. It ends with a short mark made of the key: a text that equals one of the same day is
 * dropped, although success is answered, so that two messages have to differ and two attempts of one must not.
 */
export function toMarkdown(message: Message, key: string): Markdown {
  return { title: headingOf(message), text: `${toBody(message)}\n\n·${mark(key)}` }
}

/** What is seen in the list of conversations, and when somebody's phone tells of it. */
export function headingOf({ title, text, sections = [] }: Message): string {
  const body = [text, ...sections.map((section) => section.text)].find(Boolean) ?? ''
  const heading = title ?? body.split('\n', 1)[0] ?? ''
  return shorten(heading.trim() || '·', TITLE_MAX)
}

/** Title, text, sections and links as markdown; buttons apart. */
export function toBody({ title, text, sections = [], actions = [] }: Message): string {
  const parts = sections.map((section) =>
    [plain(section.text), ...(section.bars ?? []).map((bar) => plain(barLine(bar))), ...linksOf(section.actions)]
      .filter(Boolean)
      .join('  \n'),
  )
  const links = linksOf(actions).join('  \n')
  const lines = [...(title ? [`#### ${plain(title)}`] : []), plain(text), ...parts, links]
  return lines.filter(Boolean).join('\n\n')
}

function linksOf(actions: readonly Action[] = []): string[] {
  return actions.flatMap(({ url, label }) => (url === undefined ? [] : [`[${plain(label)}](${url})`]))
}

/** One line is one paragraph's line only when two blanks stand before its end. Nobody's text makes a link of other words. */
function plain(text: string): string {
  return text.replace(/\]\(/g, ']\u200b(').replace(/\n/g, '  \n')
}

/** Four letters that a key always has. */
function mark(key: string): string {
  return (fingerprint(key) % 36 ** 4).toString(36).padStart(4, '0')
}
