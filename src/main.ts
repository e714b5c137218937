import { enableCompileCache } from 'node:module'

// Before anything else is imported: the stripped and compiled sources are kept for the next start.
enableCompileCache()
const { runVerb } = await import('./verbs/run-verb.ts')
await runVerb(process.argv.slice(2))
