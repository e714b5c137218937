import type { Locale } from '#core'
import type { CaseFile, ReturnWord } from '#domain'
import type { SpeakUpParts, Stores } from './parts.ts'
import { words } from './words.ts'

/** What is said of it beside the receipt, once. */
export function tellReturnWord(parts: SpeakUpParts, receipt: string, locale: Locale): string {
  const { company } = parts.programs()
  const posted = company.returnWords.channel in company.channels
  const word = parts.vault.tags.show(parts.vault.receipts.returnWord(receipt), locale)
  return words(locale).returnWords.yours(word, posted)
}

/** Sealed as the texts are: whoever reads the table cannot tell which words on the board are somebody's. */
export async function keepReturnWord(
  { vault }: SpeakUpParts,
  { returnWords }: Stores,
  { id, key }: Pick<CaseFile, 'id' | 'key'>,
  word: ReturnWord | undefined,
): Promise<void> {
  if (word) await returnWords.add(id, vault.cases.seal(key, JSON.stringify(word)))
}
