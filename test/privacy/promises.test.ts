import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const FOLDERS = ['adapters', 'db', 'docs', 'flows', 'src']

/** What nobody can promise in a chat, in either language. */
const NEVER = [
  /100 ?% ?(anonymous|anonymity|匿名)/i,
  /(completely|fully|totally|absolutely|truly) anonymous/i,
  /untraceable|cannot be traced|can't be traced/i,
  /end[- ]to[- ]end[- ]encrypt/i,
  /military[- ]grade/i,
  /百分之?百匿名|百分百匿名|完全匿名|绝对匿名|彻底匿名/,
  /(无法|不可能?被?|不会被)追踪|无迹可寻/,
  /端到端加密|端对端加密/,
]

/** Every text of the repository that somebody reads: words, definitions, pages, guides. */
function texts(): string[] {
  const below = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  )
  const all = [...below, ...readdirSync(ROOT).filter((name) => name.endsWith('.md'))]
  return all.filter((file) => /\.(md|yaml|ts|js|html|css|json)$/.test(file))
}

/** A text that names such words to say that they are not said. */
function quotes(line: string): boolean {
  return /never (say|said|promise)|appear nowhere|nowhere|从不说|不说/.test(line)
}

describe('what is promised', () => {
  test('no text of ours promises what nobody can', () => {
    const files = texts()
    expect(files.length).toBeGreaterThan(200)
    expect(files).toContain('flows/speak-up/words.ts')
    const found = files.flatMap((file) =>
      readFileSync(join(ROOT, file), 'utf8')
        .split('\n')
        .flatMap((line, index) =>
          NEVER.some((one) => one.test(line)) && !quotes(line) ? [`${file}:${index + 1} ${line.trim()}`] : [],
        ),
    )
    expect(found).toEqual([])
  })

  test.each([
    'This box is 100% anonymous.',
    '您的来信百分之百匿名。',
    'End-to-end encrypted.',
    '全程端到端加密',
    'Reports are untraceable',
  ])('the look finds such words, no. %$', (line) => {
    expect(NEVER.some((one) => one.test(line))).toBe(true)
  })

  test('the page for staff says in both languages what cannot be promised, and what is not taken', () => {
    const page = readFileSync(join(ROOT, 'docs/for-staff.md'), 'utf8')
    for (const part of [
      '我们做不到',
      'What we cannot do',
      '回执丢了就找不回来',
      'A lost receipt is lost',
      '不收：里面藏着的作者',
      'Documents (Word, PDF, spreadsheets, archives …) are refused',
    ]) {
      expect(page).toContain(part)
    }
  })
})
