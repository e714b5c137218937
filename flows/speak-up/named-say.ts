import type { Say } from '#core'
import type { CaseFile } from '#domain'

/**
 * A message to whoever signed a case: what handlers wrote (`entries`, counted from 1), or that it was handed over. The row
 * names the case and not the person, who is looked up when it is sent: such rows are kept longer than a case, and in every
 * copy of the data.
 */
export function told(file: Pick<CaseFile, 'id' | 'appealOf'>, entries: readonly number[]): Say {
  return {
    to: { kind: 'sealed', case: file.appealOf ?? file.id },
    class: 'answer',
    content: { kind: 'view', view: 'signed.told', args: { case: file.id, entries: entries.join(',') } },
  }
}
