import { loadEnvFile, operatorLocale, readConfig } from '../config.ts'
import { leaveNoDumps } from '../no-dumps.ts'
import { explain } from './explain.ts'
import { print, type Verb } from './verb.ts'

/** Every verb, loaded when it is asked for. */
const VERBS: Readonly<Record<string, () => Promise<Verb>>> = {
  serve: async () => (await import('./serve.ts')).serve,
  migrate: async () => (await import('./migrate.ts')).migrate,
  doctor: async () => (await import('./doctor.ts')).doctor,
  import: async () => (await import('./import.ts')).importVerb,
  export: async () => (await import('./export.ts')).exportVerb,
  backup: async () => (await import('./backup.ts')).backup,
  restore: async () => (await import('./restore.ts')).restore,
  clock: async () => (await import('./clock.ts')).clock,
  keys: async () => (await import('./keys.ts')).keys,
  'relink-test': async () => (await import('./relink-test.ts')).relinkTestVerb,
}

/** Reads the command line, runs the verb, ends the process with its code. Faults are sentences, not stacks. */
export async function runVerb([name = 'serve', ...args]: readonly string[]): Promise<void> {
  const load = VERBS[name]
  if (!load) {
    await printUsage()
    process.exitCode = name === 'help' || name === '--help' || name === '-h' ? 0 : 2
    return
  }
  // What is made here (data, copies, tables) is for this user alone.
  process.umask(0o077)
  leaveNoDumps()
  try {
    loadEnvFile()
    const verb = await load()
    process.exitCode = await verb.run(readConfig(), args)
  } catch (error) {
    process.stderr.write(`${explain(error, operatorLocale())}\n`)
    process.exitCode = 1
  }
}

async function printUsage(): Promise<void> {
  const locale = operatorLocale()
  print(locale === 'zh-CN' ? '用法：node hearback.js [命令]\n' : 'Usage: node hearback.js [verb]\n')
  for (const load of Object.values(VERBS)) {
    const { usage, about } = await load()
    print(`  ${usage.padEnd(36)} ${about[locale]}`)
  }
}
