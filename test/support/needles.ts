import { createHash } from 'node:crypto'

/** One way a person could be found in bytes. */
export interface Needle {
  readonly name: string
  readonly bytes: Buffer
}

/** Every spelling of somebody's identifying values, and the plain hashes of them. */
export function needlesOf(values: Readonly<Record<string, string>>): Needle[] {
  return Object.entries(values).flatMap(([field, value]) => [
    ...spellings(value).map(([how, bytes]) => ({ name: `${field} (${how})`, bytes })),
    ...hashes(value).map(([how, bytes]) => ({ name: `${field} (${how})`, bytes })),
  ])
}

function spellings(value: string): [string, Buffer][] {
  const utf8 = Buffer.from(value)
  const json = JSON.stringify(value).slice(1, -1)
  const escaped = [...value].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
  const found: [string, string | Buffer][] = [
    ['utf-8', utf8],
    ['utf-16', Buffer.from(value, 'utf16le')],
    ['hex', utf8.toString('hex')],
    ['HEX', utf8.toString('hex').toUpperCase()],
    ['url', encodeURIComponent(value)],
    ['json', json],
    ['json escapes', escaped],
    ['base64', base64At(utf8, 0)],
    ['base64 +1', base64At(utf8, 1)],
    ['base64 +2', base64At(utf8, 2)],
  ]
  const seen = new Set<string>()
  return found
    .map(([how, bytes]): [string, Buffer] => [how, Buffer.from(bytes)])
    .filter(([, bytes]) => !seen.has(bytes.toString('hex')) && seen.add(bytes.toString('hex')))
}

/** The characters of base64 that are the same whatever stands before and after, at one of the three alignments. */
function base64At(bytes: Buffer, shift: number): string {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
  const start = shift === 0 ? 0 : shift + 1
  const end = Math.floor(((shift + bytes.length) * 8) / 6)
  return whole.slice(start, end)
}

function hashes(value: string): [string, Buffer][] {
  return ['md5', 'sha1', 'sha256', 'sha512'].flatMap((algorithm) => {
    const digest = createHash(algorithm).update(value).digest()
    return [
      [`${algorithm} raw`, digest],
      [`${algorithm} hex`, Buffer.from(digest.toString('hex'))],
      [`${algorithm} base64`, Buffer.from(digest.toString('base64').replace(/=+$/, ''))],
      [`${algorithm} base64url`, Buffer.from(digest.toString('base64url'))],
    ] satisfies [string, Buffer][]
  })
}

/** How often a needle stands in some bytes. */
export function countIn(haystack: Buffer, { bytes }: Needle): number {
  let count = 0
  for (let at = haystack.indexOf(bytes); at >= 0; at = haystack.indexOf(bytes, at + 1)) count++
  return count
}
