/**
 * A key in letters, digits, `_`, `-` and `@` only, at most `most` of them: the same key always gives the same, so that a
 * platform knows a second attempt.
 */
export function plainId(key: string, most: number): string {
  const plain = Array.from(Buffer.from(key, 'utf8'), (byte) => {
    const letter = String.fromCharCode(byte)
    return /[A-Za-z0-9-]/.test(letter) ? letter : `_${byte.toString(16).padStart(2, '0')}`
  }).join('')
  return plain.length <= most ? plain : `${plain.slice(0, most / 2)}@${plain.slice(-most / 2 + 1)}`
}
