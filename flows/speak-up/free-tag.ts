import { ConflictError } from '#core'
import type { Tag } from '#domain'
import type { SpeakUpParts, Stores } from './parts.ts'

/** A tag that no other case bears. */
export async function freeTag(parts: SpeakUpParts, stores: Stores): Promise<Tag> {
  for (let tried = 0; tried < 50; tried++) {
    const tag = parts.vault.tags.mint()
    if (!(await stores.cases.byTag(tag))) return tag
  }
  throw new ConflictError('the tag')
}
