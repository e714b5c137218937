import type { Locale } from '../text.ts'
import type { Person } from './person.ts'

/** The language of a person: chosen in the chat, else the directory's, else the company's. */
export function localeOf(person: Person, chosen: string | null, company: Locale): Locale {
  for (const name of [chosen, person.locale]) {
    const language = name?.toLowerCase() ?? ''
    if (language.startsWith('zh')) return 'zh-CN'
    if (language.startsWith('en')) return 'en'
  }
  return company
}
