export type Fields = Readonly<Record<string, unknown>>

/** An object, or one written as JSON; null for everything else. */
export function fieldsOf(value: unknown): Fields | null {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  if (typeof value !== 'string') return null
  try {
    const read: unknown = JSON.parse(value)
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Fields) : null
  } catch {
    return null
  }
}

/** A text that says something. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
