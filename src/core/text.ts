/**
 * What somebody typed, made comparable: full-width letters, digits and punctuation become half-width (Unicode
 * NFKC), blanks collapse, case is folded, a leading slash and closing punctuation go.
 */
export function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u200b-\u200d\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
    .replace(/^\//, '')
    .replace(/(?<=.)[。.!?,、;:~]+$/u, '')
    .trim()
}

/** Cuts a text to at most `length` characters (code points, so that no emoji is halved), with an ellipsis. */
export function shorten(text: string, length: number): string {
  const points = Array.from(text)
  return points.length <= length ? text : `${points.slice(0, length - 1).join('')}…`
}

/** The number of characters as people count them: code points. */
export function textLength(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}
