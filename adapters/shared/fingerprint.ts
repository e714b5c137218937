/** A number made of a text (FNV-1a, 32 bits): it tells texts apart, and keeps nothing secret. */
export function fingerprint(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text, 'utf8')) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return hash
}
