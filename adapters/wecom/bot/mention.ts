/** What was said to the bot in a group, without the `@name` with which it was called. */
export function withoutMention(text: string): string {
  // WeCom puts a four-per-em space after a name, which may hold blanks itself.
  const marked = /^\s*@[^@\u2005]{1,60}\u2005\s*/.exec(text)
  if (marked) return text.slice(marked[0].length).trim()
  return text
    .replace(/^\s*@\S+(\s+|$)/, '')
    .replace(/\s+@\S+\s*$/, '')
    .trim()
}
