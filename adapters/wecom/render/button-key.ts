/** A button's key says what happens and to what: `<id> <value>`. */
export function writeButtonKey(id: string, value: string): string {
  return `${id} ${value}`
}

/** Null for a key that is not ours. */
export function readButtonKey(key: string): { id: string; value: string } | null {
  const at = key.indexOf(' ')
  if (at <= 0) return null
  return { id: key.slice(0, at), value: key.slice(at + 1) }
}
