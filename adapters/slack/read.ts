/** Something of a payload, of which nothing is known yet. */
export type Payload = Readonly<Record<string, unknown>>

export function asPayload(value: unknown): Payload | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Payload) : null
}

/** What stands at a path; null when there is no such thing. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let found: unknown = value
  for (const step of path) found = asPayload(found)?.[step] ?? null
  return found ?? null
}

/** The text at a path; null when there is none, or an empty one. */
export function textAt(value: unknown, ...path: readonly string[]): string | null {
  const found = at(value, ...path)
  return typeof found === 'string' && found !== '' ? found : null
}

export function listAt(value: unknown, ...path: readonly string[]): readonly Payload[] {
  const found = at(value, ...path)
  return Array.isArray(found) ? found.map(asPayload).filter((one) => one !== null) : []
}
