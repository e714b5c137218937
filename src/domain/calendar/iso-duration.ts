/** The calendar units of an ISO 8601 duration. */
export interface CalendarDuration {
  years?: number
  months?: number
  weeks?: number
  days?: number
}

const SHAPE = /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/

export function isISODuration(text: string): boolean {
  return SHAPE.test(text) && text.length > 2 && !text.endsWith('P')
}

/** Reads `P1M`, `P2W`, `-P20D` … @throws RangeError for anything else */
export function parseISODuration(text: string): CalendarDuration {
  const parts = isISODuration(text) ? SHAPE.exec(text) : null
  if (!parts) throw new RangeError(`not a period of years, months, weeks or days: ${text}`)
  const sign = parts[1] ? -1 : 1
  const duration: CalendarDuration = {}
  const units = ['years', 'months', 'weeks', 'days'] as const
  for (const [index, unit] of units.entries()) {
    const count = parts[index + 2]
    if (count) duration[unit] = sign * Number(count)
  }
  return duration
}
