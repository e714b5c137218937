import type { Capabilities } from '#core'
import type { words } from './words.ts'

/** What the platform keeps, computed from what it can do. */
export function whatIsKept({ keeps, sheet }: Capabilities, text: ReturnType<typeof words>): string[] {
  const form = sheet === null ? text.onPage : keeps.sheet ? text.sheetKept : text.sheetNotKept
  return keeps.typed ? [form, text.typedKept] : [form]
}
