import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { scratchFolder } from './scratch.ts'

/** Definitions of the sample company, with the boxes' own windows: 10:00, 14:00 and 17:00 on working days. */
export function windowedCompany(change: (yaml: string) => string = (yaml) => yaml): string {
  const folder = scratchFolder()
  const sample = fileURLToPath(new URL('../../adapters/simulator/sample/company.yaml', import.meta.url))
  const yaml = readFileSync(sample, 'utf8').replace(/^release: immediate$/m, '')
  writeFileSync(join(folder, 'company.yaml'), change(yaml))
  return folder
}
