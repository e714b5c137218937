import type { Field, Locale } from '#core'
import type { CaseEntry, CaseFile, Person, RewardNote } from '#domain'
import type { SpeakUpParts, Stores } from './parts.ts'
import { todayOf } from './today.ts'
import { boxOf } from './topics.ts'
import { words } from './words.ts'

/** Asks, where the box has rewards, what the closed case earns. */
export function rewardFields(parts: SpeakUpParts, file: CaseFile, locale: Locale): Field[] {
  const { rewards } = boxOf(parts, file)
  if (rewards.length === 0) return []
  const text = words(locale).reward
  const options = rewards.map(({ id, title }) => ({ value: id, label: title[locale] }))
  return [{ name: 'reward', kind: 'choice', label: text.ask, hint: text.hint, required: false, options }]
}

/** Writes down what was earned, with a code for the author; the place that gives it out knows the code's lookup alone. */
export async function reward(
  parts: SpeakUpParts,
  stores: Stores,
  file: CaseFile,
  person: Person,
  id: string,
): Promise<boolean> {
  if (!boxOf(parts, file).rewards.some((one) => one.id === id)) return false
  const code = parts.vault.receipts.mint()
  const note: RewardNote = { reward: id, code }
  const body = parts.vault.cases.seal(file.key, JSON.stringify(note))
  await stores.cases.addEntry(file.id, { side: 'handler', kind: 'reward', body, by: person.id, on: todayOf(parts) })
  await stores.rewards.add(parts.vault.receipts.lookup(code), id)
  return true
}

/** What the author reads: the reward, and the code to collect it with. */
export function rewardForAuthor(parts: SpeakUpParts, file: CaseFile, entry: CaseEntry, locale: Locale): string {
  const { title, code } = opened(parts, file, entry, locale)
  const shown = parts.vault.receipts.words(code, locale).map((word, index) => `${index + 1} ${word}`)
  return words(locale).reward.earned(title, shown.join(locale === 'zh-CN' ? '　' : '   '))
}

/** What handlers read: the reward alone. */
export function rewardAtDesk(parts: SpeakUpParts, file: CaseFile, entry: CaseEntry, locale: Locale): string {
  return opened(parts, file, entry, locale).title
}

function opened(parts: SpeakUpParts, file: CaseFile, { body }: CaseEntry, locale: Locale) {
  const { reward: id, code } = JSON.parse(parts.vault.cases.open(file.key, body)) as RewardNote
  const title = boxOf(parts, file).rewards.find((one) => one.id === id)?.title[locale] ?? id
  return { title, code }
}
