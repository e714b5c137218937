import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startVitest, type TestModule } from 'vitest/node'
import packageFile from '../../package.json' with { type: 'json' }
import { type Measured, type Outcome, report } from './report.ts'

// npm run audit [-- files]: the privacy checks in full numbers; writes docs/audit/<version>.md from what they measured,
// also where some of them failed, and then ends with 1.

const root = fileURLToPath(new URL('../..', import.meta.url))
const config = fileURLToPath(new URL('./audit.config.ts', import.meta.url))
const notes = join(mkdtempSync(join(tmpdir(), 'hearback-audit-')), 'measured.jsonl')
process.env.HEARBACK_AUDIT = notes
const began = new Date()
const files = process.argv.slice(2)
const outcomes = await check().catch((error: unknown) => [failed('the run itself', String(error))])
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
process.exitCode = outcomes.length > 0 && outcomes.every(({ state }) => state === 'passed') ? 0 : 1

/** Runs the checks; what could not be run counts as failed. */
async function check(): Promise<Outcome[]> {
  const vitest = await startVitest('test', files, { config, root, run: true, watch: false })
  const found = vitest.state.getTestModules().flatMap(outcomesOf)
  const unhandled = vitest.state.getUnhandledErrors().map((error) => failed('beside the checks', messageOf(error)))
  await vitest.close()
  return [...found, ...unhandled]
}

function outcomesOf(module: TestModule): Outcome[] {
  const file = module.relativeModuleId
  const tests = [...module.children.allTests()].map((test) => ({
    file,
    name: test.fullName,
    state: test.result().state,
    seconds: Math.round((test.diagnostic()?.duration ?? 0) / 1000),
  }))
  return [...tests, ...module.errors().map((error) => failed(file, messageOf(error)))]
}

function failed(file: string, name: string): Outcome {
  return { file, name, state: 'failed', seconds: 0 }
}

function messageOf(error: unknown): string {
  const text = error && typeof error === 'object' && 'message' in error ? error.message : error
  return String(text).split('\n')[0] ?? ''
}
