/** What a page is built of, apart from its words: the same in every language. */
interface PageShape {
  /** Headings by their level, `h1` to `h6`. */
  readonly headings: Readonly<Record<string, number>>
  readonly tableRows: number
  readonly listItems: number
  /** Code as it runs: without comments, and of what a program prints only the marks, since it speaks the reader's language. */
  readonly code: readonly string[]
}

export interface Page {
  readonly shape: PageShape
  /** Where the headings can be linked to, as GitHub names them. */
  readonly anchors: ReadonlySet<string>
  /** Links and pictures that stay in the repository, as they are written. */
  readonly links: readonly string[]
}

const FENCE = /^\s*```(.*)$/

/** Reads a page of Markdown as far as these guides use it. */
export function readMarkdown(source: string): Page {
  const { prose, code } = withoutCode(source)
  const headings = prose.flatMap((line) => {
    const [, marks, title] = /^(#{1,6}) (.+)$/.exec(line) ?? []
    return marks !== undefined && title !== undefined ? [{ level: `h${marks.length}`, title }] : []
  })
  return {
    shape: {
      headings: countBy(headings.map(({ level }) => level)),
      tableRows: prose.filter((line) => /^\s*\|/.test(line)).length,
      listItems: prose.filter((line) => /^\s*(-|\d+\.) /.test(line)).length,
      code,
    },
    anchors: anchorsOf(headings.map(({ title }) => title)),
    links: linksOf(prose.join('\n')),
  }
}

function withoutCode(source: string): { prose: string[]; code: string[] } {
  const prose: string[] = []
  const code: string[] = []
  let block: { readonly language: string; readonly lines: string[] } | null = null
  for (const line of source.split('\n')) {
    const language = FENCE.exec(line)?.[1]
    if (language === undefined) (block?.lines ?? prose).push(line)
    else if (block === null) block = { language, lines: [] }
    else {
      code.push([block.language, ...block.lines.map(block.language === '' ? markOf : withoutComment)].join('\n'))
      block = null
    }
  }
  if (block !== null) throw new Error(`A block of code is not closed: ${block.lines[0]}`)
  return { prose, code: code.map((text) => text.replace(/\n+/g, '\n')) }
}

const withoutComment = (line: string): string => line.replace(/(^|\s+)#.*$/, '').trimEnd()

/** A line of `doctor` is told by its mark; what else is printed is the same everywhere. */
const markOf = (line: string): string => (/^[✓!✗] /.test(line) ? line.slice(0, 1) : line)

/** Like GitHub: letters of any script, digits, `_` and `-` stay; a title that comes again is counted. */
function anchorsOf(titles: readonly string[]): Set<string> {
  const seen = new Map<string, number>()
  return new Set(
    titles.map((title) => {
      const slug = title
        .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .toLowerCase()
        .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
        .replaceAll(' ', '-')
      const before = seen.get(slug) ?? 0
      seen.set(slug, before + 1)
      return before === 0 ? slug : `${slug}-${before}`
    }),
  )
}

function linksOf(prose: string): string[] {
  const plain = prose.replace(/`[^`\n]*`/g, '')
  const targets = [...plain.matchAll(/\]\(([^)\s]+)\)|\ssrc="([^"]+)"/g)].map(([, link, image]) => link ?? image ?? '')
  return targets.filter((target) => !/^[a-z]+:/i.test(target))
}

function countBy(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1
  return counts
}
