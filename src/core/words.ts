/** The languages every text that a person reads exists in. */
export const LOCALES = ['zh-CN', 'en'] as const

export type Locale = (typeof LOCALES)[number]

/** One text in every language. */
export type Text = Readonly<Record<Locale, string>>

/** The nearest language we speak to what a directory or a person names (`zh`, `zh_TW`, `en-GB` …), or null. */
export function toLocale(name: string | null | undefined): Locale | null {
  const language = name?.trim().toLowerCase().replace('_', '-')
  if (!language) return null
  if (language.startsWith('zh') || language === '中文') return 'zh-CN'
  if (language.startsWith('en') || language === '英文') return 'en'
  return null
}
