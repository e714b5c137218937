/** The languages every text exists in. */
export type Locale = 'zh-CN' | 'en'

/** One text in every language. */
export type Text = Readonly<Record<Locale, string>>
