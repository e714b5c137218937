import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, release, totalmem, type } from 'node:os'
import { fileURLToPath } from 'node:url'

const FILE = fileURLToPath(new URL('RESULTS.md', import.meta.url))
const HEAD =
  '# Results\n\nWritten by the scripts in this folder, never by hand. Carry the ratios, not the absolute figures.\n'

/** Puts a benchmark's section into RESULTS.md, in the place of its last one, with the machine and the commit. */
export function report(name: string, lines: readonly string[]): void {
  const section = [`## ${name}`, '', machine(), '', ...lines, ''].join('\n')
  process.stdout.write(`${section}\n`)
  const before = existsSync(FILE) ? readFileSync(FILE, 'utf8') : HEAD
  const others = before.split(/^(?=## )/m).filter((part) => !part.startsWith(`## ${name}\n`))
  const [head = HEAD, ...sections] = others
  writeFileSync(
    FILE,
    `${[head.trimEnd(), ...[...sections, section].map((part) => part.trimEnd()).sort()].join('\n\n')}\n`,
  )
}

/** A figure that was wanted, and what was seen. */
export interface Figure {
  readonly what: string
  readonly seen: number
  readonly wanted: { readonly least: number } | { readonly most: number }
  readonly digits?: number
}

/** A table of wanted figures; every line says whether its figure was reached. */
export function figureTable(figures: readonly Figure[]): string[] {
  const lines = figures.map(({ what, seen, wanted, digits = 2 }) => {
    const reached = 'least' in wanted ? seen >= wanted.least : seen <= wanted.most
    const text = 'least' in wanted ? `≥ ${wanted.least}` : `≤ ${wanted.most}`
    return `| ${what} | ${seen.toFixed(digits)} | ${text} | ${reached ? 'reached' : 'not reached'} |`
  })
  return ['| figure | seen | wanted | |', '|---|---|---|---|', ...lines]
}

function machine(): string {
  const [cpu] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  const changed = execFileSync('git', ['status', '--porcelain', '--', 'src', 'db', 'flows', 'adapters'], {
    encoding: 'utf8',
  })
  return `Commit ${commit}${changed ? ' with changes' : ''}, Node ${process.version}, ${cpus().length} × ${cpu?.model.trim()}, ${memory} GB, ${type()} ${release()}.`
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN
}
