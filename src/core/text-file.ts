import type { Capabilities } from './capabilities.ts'
import type { Clock } from './clock.ts'
import { inTime, LATE } from './in-time.ts'
import type { Inbound, InboundFile } from './inbound.ts'

/** More than anybody types; every question asks for less. */
const MOST_BYTES = 64 * 1024
/** The platform waits for the acknowledgement meanwhile. */
const WITHIN_MS = 2000

const DAY_MS = 24 * 3_600_000
/** Where each file costs a call of the month, so many of one person's are read in a day. */
const MOST_PAID_A_DAY = 10

/**
 * A text that came as a file is taken as if it had been typed: Slack makes a file of what is pasted and long. Whatever
 * else is sent, and what cannot be read in time, stays what it is.
 */
export function readingTextFiles({ files, limits }: Pick<Capabilities, 'files' | 'limits'>, clock: Clock) {
  /** How many were read, by person: in memory alone, and of a day. */
  const paid = new Map<string, number>()
  let until = 0

  return async (inbound: Inbound, member: string): Promise<Inbound> => {
    if (inbound.kind !== 'files' || inbound.place.kind !== 'direct' || !files.in) return inbound
    const [file, another] = inbound.files
    if (!file || another || inbound.text.trim() !== '' || !isText(file) || !mayRead(member)) return inbound
    const bytes = await inTime(file.read(Math.min(MOST_BYTES, files.maxBytes)), WITHIN_MS).catch(() => null)
    if (bytes === null || bytes === LATE) return inbound
    const text = decoded(bytes)
    const { key, from, place } = inbound
    return text === null ? inbound : { kind: 'text', key, from, place, text }
  }

  function mayRead(member: string): boolean {
    if (!limits.budget) return true
    const now = clock.elapsed()
    if (now >= until) {
      paid.clear()
      until = now + DAY_MS
    }
    const count = (paid.get(member) ?? 0) + 1
    paid.set(member, count)
    return count <= MOST_PAID_A_DAY
  }
}

function isText({ name, type }: InboundFile): boolean {
  return type.startsWith('text/plain') || /\.txt$/i.test(name)
}

/** As editors write it here: in UTF-8, or in the older code of Chinese systems; null for what is no text at all. */
function decoded(bytes: Uint8Array): string | null {
  for (const code of ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(code, { fatal: true }).decode(bytes).trim()
      return text === '' || text.includes('\0') ? null : text
    } catch {
      // Not written so.
    }
  }
  return null
}
