const SEGMENTER = new Intl.Segmenter('zh', { granularity: 'grapheme' })

/**
 * Cuts a text into parts of at most `max` units, at the end of a line where there is one, else at a blank, and never
 * inside an emoji or a letter with its marks. `size` measures as the platform does; UTF-16 units when left out.
 */
export function splitText(text: string, max: number, size: (part: string) => number = (part) => part.length): string[] {
  const parts: string[] = []
  let rest = text
  while (size(rest) > max) {
    const head = longestHead(rest, max, size)
    const cut = niceCut(head)
    parts.push(rest.slice(0, cut).replace(/\n$/, ''))
    rest = rest.slice(cut)
  }
  return rest === '' && parts.length > 0 ? parts : [...parts, rest]
}

/** As much of the beginning as fits; at least one character, whatever its size. */
function longestHead(text: string, max: number, size: (part: string) => number): string {
  let end = 0
  let used = 0
  for (const { segment } of SEGMENTER.segment(text)) {
    used += size(segment)
    if (used > max && end > 0) break
    end += segment.length
  }
  return text.slice(0, end)
}

function niceCut(head: string): number {
  for (const mark of ['\n', ' ']) {
    const at = head.lastIndexOf(mark)
    if (at > head.length / 2) return at + 1
  }
  return head.length
}
