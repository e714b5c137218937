import type { Needle } from '../needles.ts'

/** Bytes by which a needle is first looked for. */
const PREFIX = 4

/** How often each needle stands in some bytes, in one pass whatever their number; those that do not are left out. */
export function scan(bytes: Buffer, needles: readonly Needle[]): Record<string, number> {
  const byPrefix = new Map<number, Needle[]>()
  for (const needle of needles) {
    if (needle.bytes.length < PREFIX) throw new Error(`${needle.name} is too short to be looked for`)
    const prefix = needle.bytes.readUInt32BE(0)
    byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), needle])
  }
  const hits: Record<string, number> = {}
  let window = 0
  for (let at = 0; at < bytes.length; at++) {
    window = ((window << 8) | (bytes[at] ?? 0)) >>> 0
    const start = at - PREFIX + 1
    const found = start >= 0 && byPrefix.get(window)
    if (!found) continue
    for (const { name, bytes: needle } of found) {
      if (needle.equals(bytes.subarray(start, start + needle.length))) hits[name] = (hits[name] ?? 0) + 1
    }
  }
  return hits
}
