import type { Conversation } from '#core'
import { START, type Walk } from '#domain'

/** What a run of a form keeps between two messages. */
export interface RunState {
  readonly walk: Walk
  /** Options tapped so far of a question that takes several. */
  readonly picked: readonly string[]
  /** Answers to the current question that could not be read. */
  readonly misses: number
  /** Outbox key of the newest prompt, to close it when it is answered. */
  readonly prompt: string | null
}

export const FRESH: RunState = { walk: START, picked: [], misses: 0, prompt: null }

export function readState(run: Conversation): RunState {
  return JSON.parse(run.state) as RunState
}

/** A button's value: which run, which question, at which revision, and what. */
export interface Tap {
  readonly run: string
  readonly question: string
  readonly revision: number
  readonly choice: string
}

export function tapValue(tap: Tap): string {
  return [tap.run, tap.question, tap.revision, tap.choice].join('|')
}

export function readTap(value: string): Tap {
  const [run = '', question = '', revision = '', choice = ''] = value.split('|')
  return { run, question, revision: Number(revision), choice }
}
