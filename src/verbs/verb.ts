import type { Locale } from '#core'
import type { Config } from '../config.ts'

/** One thing the command line can do. */
export interface Verb {
  /** As typed, with its arguments. */
  readonly usage: string
  /** One line for the list. */
  readonly about: Readonly<Record<Locale, string>>
  /** Answers the exit code. */
  run(config: Config, args: readonly string[]): Promise<number>
}

/** What an operator reads. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
