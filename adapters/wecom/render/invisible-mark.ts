import { fingerprint } from '#adapters/shared'

const DIGITS = ['\u200b', '\u200c', '\u2060', '\ufeff']
const LENGTH = 12
/** Bytes that a mark adds. */
export const MARK_BYTES = LENGTH * 3

/**
 * A mark that nobody sees, the same for every attempt of a message and another for every message. WeCom's own check
 * for repetitions compares contents: with the mark it keeps out a second attempt, and lets through the same words said
 * twice on purpose.
 */
export function invisibleMark(key: string): string {
  const hash = fingerprint(key)
  let mark = ''
  for (let n = 0; n < LENGTH; n++) mark += DIGITS[(hash >>> (2 * n)) & 3]
  return mark
}
