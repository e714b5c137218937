import { language } from './language.js'

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map()

/** @param {string} timeZone @param {Intl.DateTimeFormatOptions} options */
function format(timeZone, options) {
  const key = `${language()} ${timeZone} ${JSON.stringify(options)}`
  const known = formats.get(key) ?? new Intl.DateTimeFormat(language(), { timeZone, ...options })
  formats.set(key, known)
  return known
}

/** 09:13 @param {number | string} at @param {string} timeZone */
export function timeOf(at, timeZone) {
  return format(timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(at))
}

/** 2026年11月24日 星期二 @param {number | string} at @param {string} timeZone */
export function longDate(at, timeZone) {
  return withWeekday(at, timeZone, { year: 'numeric', month: 'long', day: 'numeric' }, 'long')
}

/** 11月24日 周二 @param {number | string} at @param {string} timeZone */
export function shortDate(at, timeZone) {
  return withWeekday(at, timeZone, { month: 'short', day: 'numeric' }, 'short')
}

/**
 * Chinese runs date and weekday together, which nobody reads at a glance.
 * @param {number | string} at
 * @param {string} timeZone
 * @param {Intl.DateTimeFormatOptions} date
 * @param {'long' | 'short'} weekday
 */
function withWeekday(at, timeZone, date, weekday) {
  const instant = new Date(at)
  if (language() === 'en') return format(timeZone, { ...date, weekday }).format(instant)
  return `${format(timeZone, date).format(instant)} ${format(timeZone, { weekday }).format(instant)}`
}

/** 2026-11-24: the date on the company's wall. @param {number | string} at @param {string} timeZone */
export function plainDate(at, timeZone) {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(at))
}
