import type { SendOutcome } from '#core'

type Refusal = Extract<SendOutcome, { kind: 'refused' }>

const MINUTE_MS = 60_000

/** Codes after which the same message can never be sent. */
const NEVER = new Set([
  40006, // size of a file
  40008, // kind of a message
  40009, // size of a file
  40056, // another application
  40058, // a parameter
  42045, // a card
  44004, // nothing in it
  45002, // too long
  81013, // nobody of that name
  86003, // no such group
])
/** Codes that ask for a pause: too much, or something an administrator has to put right first. */
const PAUSES: Readonly<Record<number, number>> = {
  40001: 5 * MINUTE_MS,
  40013: 5 * MINUTE_MS,
  45009: MINUTE_MS,
  45033: 2000,
  48002: 5 * MINUTE_MS,
  60020: MINUTE_MS,
}

/** The platform has refused this; whether it is worth another attempt, and when. */
export function refusalOf(errcode: number): Refusal {
  const pause = PAUSES[errcode]
  return {
    kind: 'refused',
    code: String(errcode),
    permanent: NEVER.has(errcode),
    ...(pause !== undefined && { retryAfterMs: pause }),
  }
}

/** Nothing went out; it is to be tried again. */
export function notNow(code: string): Refusal {
  return { kind: 'refused', code, permanent: false }
}

/** This conversation has had as much as it may. */
export function pauseFor(ms: number): Refusal {
  return { kind: 'refused', code: 'pace', permanent: false, retryAfterMs: ms, pauses: 'recipient' }
}
