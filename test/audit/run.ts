import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startVitest } from 'vitest/node'
import packageFile from '../../package.json' with { type: 'json' }
import { type Measured, type Outcome, report } from './report.ts'

// npm run audit [-- files]: the privacy checks in full numbers; writes docs/audit/<version>.md from what they measured.

const root = fileURLToPath(new URL('../..', import.meta.url))
const config = fileURLToPath(new URL('./audit.config.ts', import.meta.url))
const notes = join(mkdtempSync(join(tmpdir(), 'hearback-audit-')), 'measured.jsonl')
process.env.HEARBACK_AUDIT = notes
const began = new Date()
const files = process.argv.slice(2)
const vitest = await startVitest('test', files, { config, root, run: true, watch: false })
const outcomes: Outcome[] = vitest.state.getTestModules().flatMap((module) =>
  [...module.children.allTests()].map((test) => ({
    file: module.relativeModuleId,
    name: test.fullName,
    state: test.result().state,
  })),
)
await vitest.close()
const lines = existsSync(notes) ? readFileSync(notes, 'utf8').split('\n').filter(Boolean) : []
const page = report({
  version: packageFile.version,
  on: began.toISOString().slice(0, 10),
  minutes: Math.round((Date.now() - began.getTime()) / 60_000),
  machine: `Node ${process.version}, ${process.platform} ${process.arch}, ${cpus().length} cores`,
  measured: lines.map((line) => JSON.parse(line) as Measured),
  outcomes,
})
// A part of the checks is not an audit.
if (files.length > 0) process.stdout.write(page)
else {
  mkdirSync(join(root, 'docs/audit'), { recursive: true })
  writeFileSync(join(root, `docs/audit/${packageFile.version}.md`), page)
}
