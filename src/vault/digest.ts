import { createHash, timingSafeEqual } from 'node:crypto'

/** SHA-256 of a text, hex. For contents and for random ids; never for a person's id, which could be found by trying all. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Whether two secrets are equal, in a time that does not tell where they differ. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())
}
