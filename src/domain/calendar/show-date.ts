import type { Locale } from '../text.ts'
import type { PlainDate } from './plain-date.ts'

const CHINESE = format('zh-CN', { year: 'numeric', month: 'long', day: 'numeric' })
const CHINESE_DAY = format('zh-CN', { weekday: 'short' })
const ENGLISH = format('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })

/** A date as people say it: 2026年12月7日（周一）, Mon, 7 Dec 2026. */
export function showDate(date: PlainDate, locale: Locale): string {
  const day = new Date(`${date}T00:00:00Z`)
  return locale === 'zh-CN' ? `${CHINESE.format(day)}（${CHINESE_DAY.format(day)}）` : ENGLISH.format(day)
}

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
}
