import { plainId } from '#adapters/shared'

const MOST = 100

/**
 * The task of a card: made from the message's key, so that a second attempt is refused as a repetition, where the first
 * one arrived. WeCom takes letters, digits, `_`, `-` and `@`, 128 bytes.
 */
export function taskIdOf(key: string, part: number): string {
  const short = plainId(key, MOST)
  return part === 0 ? short : `${short}@${part}`
}
