import { inert } from '#core'
import type { CaseEntry, CaseFile } from '#domain'
import type { SpeakUpParts } from './parts.ts'

/** What one side wrote, as the other side may read it: nothing in it opens, loads or tells that it was read. */
export function entryText({ vault }: Pick<SpeakUpParts, 'vault'>, file: CaseFile, { body }: CaseEntry): string {
  return inert(vault.cases.open(file.key, body))
}
