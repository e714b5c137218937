import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Page, readMarkdown } from '../support/read-markdown.ts'

const ROOT = join(import.meta.dirname, '../..')
/** Holds both languages itself, as a page that is handed out. */
const BOTH_IN_ONE = ['docs/for-staff.md']
/** Written by `npm run audit`, and not there before that. */
const GENERATED = 'docs/audit'

const GUIDES = globSync(['README*.md', 'docs/**/*.md'], { cwd: ROOT })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !file.startsWith(`${GENERATED}/`))
  .sort()
const ALL = [...GUIDES, 'ARCHITECTURE.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'bench/RESULTS.md']
const ENGLISH = GUIDES.filter((file) => !isChinese(file) && !BOTH_IN_ONE.includes(file))

const pages = new Map<string, Page>()

describe.each(ENGLISH)('%s', (english) => {
  const chinese = siblingOf(english)

  test('is there in Chinese, and each of the two leads to the other', () => {
    expect(GUIDES).toContain(chinese)
    expect(pageOf(english).links).toContain(nameOf(chinese))
    expect(pageOf(chinese).links).toContain(nameOf(english))
  })

  test('says as much in Chinese: headings, rows, items and code', () => {
    expect(pageOf(chinese).shape).toEqual(pageOf(english).shape)
  })
})

test('there is no Chinese page without its English one', () => {
  expect(GUIDES.filter(isChinese)).toEqual(ENGLISH.map(siblingOf).sort())
})

test.each(ALL)('what %s links to is there', (file) => {
  expect(pageOf(file).links.filter((link) => !leadsSomewhere(file, link))).toEqual([])
})

test.each(GUIDES.filter(isChinese))('%s leads to Chinese pages where there are any', (file) => {
  const english = file.replace('.zh-CN.md', '.md')
  const elsewhere = pageOf(file).links.filter((link) => {
    const target = targetOf(file, link).file
    return target !== english && target.endsWith('.md') && GUIDES.includes(siblingOf(target))
  })
  expect(elsewhere).toEqual([])
})

function isChinese(file: string): boolean {
  return file.endsWith('.zh-CN.md')
}

function siblingOf(english: string): string {
  return english.replace(/\.md$/, '.zh-CN.md')
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1)
}

function pageOf(file: string): Page {
  const page = pages.get(file) ?? readMarkdown(readFileSync(join(ROOT, file), 'utf8'))
  pages.set(file, page)
  return page
}

/** The file a link means, from the root of the repository, and the place in it. */
function targetOf(from: string, link: string): { file: string; anchor: string | undefined } {
  const [path = '', anchor] = decodeURIComponent(link).split('#')
  const file = path === '' ? from : join(dirname(from), path).replaceAll('\\', '/')
  return { file, anchor }
}

function leadsSomewhere(from: string, link: string): boolean {
  const { file, anchor } = targetOf(from, link)
  if (file === GENERATED) return true
  if (!existsSync(join(ROOT, file))) return false
  return anchor === undefined || (file.endsWith('.md') && pageOf(file).anchors.has(anchor))
}
