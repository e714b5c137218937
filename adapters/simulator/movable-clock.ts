import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock, Instant } from '#core'
import { replaceFile } from './journal.ts'

/** Company time of the sample company: real time plus what was moved. It only goes forward, and survives a restart. */
export class MovableClock implements Clock {
  readonly #system: Clock
  readonly #path: string
  #offset: number

  /** `start` gives the company time of the first run. */
  constructor(system: Clock, folder: string, start: (realNow: Instant) => Instant) {
    this.#system = system
    mkdirSync(folder, { recursive: true })
    this.#path = join(folder, 'clock.json')
    const saved = existsSync(this.#path) ? Number(JSON.parse(readFileSync(this.#path, 'utf8')).offset) : null
    this.#offset = saved ?? start(system.real()) - system.real()
    if (saved === null) this.#save()
  }

  now(): Instant {
    return this.#system.real() + this.#offset
  }

  real(): Instant {
    return this.#system.real()
  }

  elapsed(): number {
    return this.#system.elapsed()
  }

  /** Moves to a later time. @throws RangeError for an earlier one */
  moveTo(instant: Instant): void {
    if (instant < this.now()) throw new RangeError('company time only goes forward')
    this.#offset = instant - this.#system.real()
    this.#save()
  }

  #save(): void {
    replaceFile(this.#path, JSON.stringify({ offset: this.#offset }))
  }
}
