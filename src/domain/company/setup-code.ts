/** Without letters and digits that are taken for one another. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const LENGTH = 8

/** How long a one-time code can be used, ms. */
export const CODE_LASTS_MS = 3_600_000

/** A code of 39 random bits, as it is shown: `K7QM-3XPD`. `below`: a random whole number below its argument. */
export function mintCode(below: (limit: number) => number): string {
  const letters = Array.from({ length: LENGTH }, () => LETTERS[below(LETTERS.length)])
  return `${letters.slice(0, LENGTH / 2).join('')}-${letters.slice(LENGTH / 2).join('')}`
}

/** A code as somebody typed it: full-width or small letters, with or without the hyphen. */
export function readCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
}
