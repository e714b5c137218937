import { join } from 'node:path'
import type { Log } from '#core'
import type { BotUnderTest } from '../../contracts/adapter/start-bot.ts'
import { readFolder } from '../read-folder.ts'
import { type Dump, dumpDatabase } from './dump-database.ts'
import { withInflated } from './inflated.ts'
import { secretsOf } from './secrets.ts'

/** Tables that hold something of a case, of the queue, or of what comes in: no author may stand in them. */
const NAMELESS = /^(case_|form_mark|outbox|seen|conversation|choice|bucket|waiting|window|return_word|setting)/

/** What a bot has written to the disk. */
export interface Traces {
  /** Every file of the data folder and of the keys, with what is compressed in them. */
  readonly everything: Buffer
  readonly nameless: Buffer
  readonly secrets: readonly Buffer[]
  readonly dump: Dump
}

/** A log that keeps every line, of every level. */
export function loud(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = []
  const line = (event: string, fields?: unknown) => lines.push(`${event} ${JSON.stringify(fields ?? {})}`)
  return { log: { debug: line, info: line, warn: line, error: line }, lines }
}

export async function examine(
  { home }: BotUnderTest,
  databaseUrl = `sqlite:${join(home, 'test.sqlite')}`,
): Promise<Traces> {
  const dump = await dumpDatabase(databaseUrl)
  const nameless = Object.entries(dump).filter(([table]) => NAMELESS.test(table))
  return {
    everything: withInflated(readFolder(home)),
    nameless: Buffer.from(nameless.map(([table, rows]) => `${table}\n${rows.join('\n')}`).join('\n')),
    secrets: secretsOf(join(home, 'keys'), process.env),
    dump,
  }
}
