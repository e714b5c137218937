import type { Limit, Limits } from '#core'

/** How far ahead places are given out, ms: what comes later with more urgency waits no longer than this. */
export const AHEAD_MS = 1000

/** Places further ahead than any is given out were counted by a clock that has been set back since, ms. */
const FUTURE_MS = 5 * AHEAD_MS

/** A span is counted in so many slots; a slot is free again when all of it is a whole span ago. */
const SLOTS = 200

/** Calls do not reach a platform exactly as far apart as they were made. */
const LEEWAY_SHARE = 1 / 500
const MOST_LEEWAY_MS = 30

/** Spans longer than this are not used up at once, or what is urgent would wait for the rest of them. */
const LONG_MS = 2000
const EVENLY_MS = 1000
/** Going by slots makes a span a little longer; spreading must not make it longer still. */
const QUICKER = 0.99

/** So many calls in any span of so much time, and how exactly that is kept. */
export interface Window {
  readonly count: number
  readonly perMs: number
  /** Added to the span, so that calls that were held up on their way are not too many. */
  readonly leewayMs: number
  /** Whether only what can wait keeps to it. */
  readonly bulk: boolean
}

/** What a sender keeps to: what the platform says, and for long spans an even flow of what can wait. */
export function windowsOf(limit: Limits['send']): Window[] {
  const limits: readonly Limit[] = limit === undefined ? [] : 'count' in limit ? [limit] : limit
  return limits.flatMap(({ count, perMs }) => {
    const leewayMs = Math.min(perMs * LEEWAY_SHARE, MOST_LEEWAY_MS)
    const own = { count, perMs, leewayMs, bulk: false }
    if (perMs <= LONG_MS) return [own]
    const some = Math.max(1, Math.round((count * EVENLY_MS) / perMs))
    return [own, { count: some, perMs: ((some * perMs) / count) * QUICKER, leewayMs: 0, bulk: true }]
  })
}

/** As the platform says, with nothing spread: for single recipients, whose conversations come in bursts. */
export function recipientWindows(limit: Limits['recipient']): Window[] {
  return windowsOf(limit).filter((window) => !window.bulk)
}

/** Calls by slot: the number of the slot since 1970 and how many fell into it, oldest first. */
type Mark = [slot: number, calls: number]

/** What limits have been used for lately. */
export class Bucket {
  readonly #windows: readonly Window[]
  readonly #marks: Mark[][]
  readonly #now: number
  #blockedUntil: number
  changed = false

  /** `state`: as `write` made it, null for one never used. Times are ms by one clock. */
  constructor(state: string | null, windows: readonly Window[], now: number) {
    const kept = state === null ? {} : (JSON.parse(state) as { blocked?: number; marks?: Record<string, Mark[]> })
    this.#windows = windows
    this.#now = now
    this.#blockedUntil = kept.blocked ?? 0
    this.#marks = windows.map((window) =>
      (kept.marks?.[window.perMs] ?? []).filter(
        ([slot]) => freeAt(window, slot) > now && slot * slotMs(window) < now + FUTURE_MS,
      ),
    )
  }

  /** When one more call may be made, from now on. */
  next(urgent: boolean): number {
    let at = Math.max(this.#now, this.#blockedUntil)
    for (const [index, window] of this.#windows.entries()) {
      if (!(urgent && window.bulk)) at = Math.max(at, earliest(window, this.#marks[index] ?? []))
    }
    return at
  }

  /** How many more calls may be made until then. */
  roomUntil(until: number, urgent: boolean): number {
    if (this.#blockedUntil > until) return 0
    const rooms = this.#windows.map((window, index) => {
      if (urgent && window.bulk) return Number.POSITIVE_INFINITY
      const used = (this.#marks[index] ?? []).filter(([slot]) => freeAt(window, slot) > until)
      // What is free now and again within the time is used twice.
      const turns = 1 + Math.floor(Math.max(0, until - this.#now) / (window.perMs + window.leewayMs))
      return Math.max(0, window.count * turns - used.reduce((sum, [, calls]) => sum + calls, 0))
    })
    return Math.min(Number.POSITIVE_INFINITY, ...rooms)
  }

  /** A call is made then. */
  take(at: number): void {
    this.changed = true
    for (const [index, window] of this.#windows.entries()) {
      const marks = this.#marks[index] ?? []
      const slot = Math.floor(at / slotMs(window))
      const after = marks.findLastIndex((mark) => mark[0] <= slot)
      const mark = marks[after]
      if (mark?.[0] === slot) mark[1]++
      else marks.splice(after + 1, 0, [slot, 1])
    }
  }

  /** None until then. */
  block(until: number): void {
    this.changed = true
    this.#blockedUntil = Math.max(this.#blockedUntil, until)
  }

  write(): { state: string; until: number } {
    const marks = Object.fromEntries(this.#windows.map((window, index) => [window.perMs, this.#marks[index] ?? []]))
    const ends = this.#windows.map((window, index) => {
      const last = this.#marks[index]?.at(-1)
      return last ? freeAt(window, last[0]) : 0
    })
    const blocked = this.#blockedUntil > this.#now ? { blocked: this.#blockedUntil } : {}
    return { state: JSON.stringify({ ...blocked, marks }), until: Math.max(this.#blockedUntil, ...ends) }
  }
}

function slotMs(window: Window): number {
  return window.perMs / SLOTS
}

function freeAt(window: Window, slot: number): number {
  return (slot + 1) * slotMs(window) + window.perMs + window.leewayMs
}

/** When enough of the calls in a window are long enough ago for one more. */
function earliest(window: Window, marks: readonly Mark[]): number {
  let used = marks.reduce((sum, [, calls]) => sum + calls, 0)
  let at = 0
  for (const [slot, calls] of marks) {
    if (used < window.count) break
    used -= calls
    at = freeAt(window, slot)
  }
  return at
}

/** The least time a platform's limits allow for so many calls, ms: as many at once as they let through, again and again. */
export function leastTime(calls: number, limit: Limits['send']): number {
  const spans = windowsOf(limit).filter((window) => !window.bulk)
  return Math.max(0, ...spans.map(({ count, perMs }) => Math.max(0, Math.ceil(calls / count) - 1) * perMs))
}

/** How long so many calls that can wait will take, ms. */
export function likelyTime(calls: number, limit: Limits['send']): number {
  const times = windowsOf(limit).map((window) => {
    const turns = Math.max(0, Math.ceil(calls / window.count) - 1)
    return turns * (window.perMs + window.leewayMs + (window.bulk ? window.perMs * (1 / QUICKER - 1) : slotMs(window)))
  })
  return Math.max(leastTime(calls, limit), ...times)
}
