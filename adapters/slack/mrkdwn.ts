/**
 * The three characters that mean something to Slack's parser. With them escaped nothing in a text is a mention, a
 * link or a channel-wide alarm.
 */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** What somebody typed, out of what Slack made of it: links, mentions and escapes become what they look like. */
export function typedText(text: string): string {
  return text
    .replace(/<([^<>]*)>/g, (_, inner: string) => shownAs(inner))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

function shownAs(inner: string): string {
  const bar = inner.indexOf('|')
  const target = bar < 0 ? inner : inner.slice(0, bar)
  const label = bar < 0 ? '' : inner.slice(bar + 1)
  switch (target[0]) {
    case '@':
      return label === '' ? target : `@${label}`
    case '#':
      return label === '' ? target : `#${label}`
    case '!':
      return label === '' ? `@${target.slice(1)}` : label
    default:
      return label === '' ? target.replace(/^mailto:/, '') : label
  }
}
