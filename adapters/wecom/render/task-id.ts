const MOST = 100

/**
 * The task of a card: made from the message's key, so that a second attempt is refused as a repetition, where the first
 * one arrived. WeCom takes letters, digits, `_`, `-` and `@`, 128 bytes.
 */
export function taskIdOf(key: string, part: number): string {
  const plain = Array.from(Buffer.from(key, 'utf8'), (byte) => {
    const letter = String.fromCharCode(byte)
    return /[A-Za-z0-9-]/.test(letter) ? letter : `_${byte.toString(16).padStart(2, '0')}`
  }).join('')
  const short = plain.length <= MOST ? plain : `${plain.slice(0, MOST / 2)}@${plain.slice(-MOST / 2 + 1)}`
  return part === 0 ? short : `${short}@${part}`
}
