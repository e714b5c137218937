import { HearbackError, type Locale } from '#core'
import { KeyFault } from '#vault'
import { HINTS } from './hints.ts'

/** A fault as an operator can use it: the sentence, and what to check. A fault of our own keeps its stack, for a report. */
export function explain(error: unknown, locale: Locale): string {
  const zh = locale === 'zh-CN'
  if (error instanceof HearbackError || error instanceof KeyFault) return (zh && error.zh) || error.message
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const hint = HINTS[code]
  if (hint) return `${error.message}\n${hint[locale]}`
  const unknown = zh
    ? '出了一个 Hearback 没有说明的错。请报告：'
    : 'Something went wrong that Hearback has no sentence for. Please report it:'
  return `${unknown}\n${error.stack ?? error.message}`
}
