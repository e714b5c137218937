import { z } from 'zod'
import type { Locale, Text } from '../text.ts'

/** One thing wrong in a definition: where, and what is expected instead. */
export interface DefinitionFault {
  /** Keys and indexes from the top of the file. */
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** Runs a definition through its schema; faults come in the reader's language. */
export function readDefinition<T>(
  schema: z.ZodType<T, unknown>,
  raw: unknown,
  locale: Locale,
): { value: T } | { faults: DefinitionFault[] } {
  const result = schema.safeParse(raw, { reportInput: true })
  if (result.success) return { value: result.data }
  return { faults: result.error.issues.flatMap((issue) => explain(issue, locale)) }
}

function explain(issue: z.core.$ZodIssue, locale: Locale): DefinitionFault[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
  const zh = locale === 'zh-CN'
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      message: zh ? `不认识“${key}”` : `“${key}” is not known here`,
    }))
  }
  const own = ownText(issue)
  if (own) return [{ path, message: own[locale] }]
  const last = path.at(-1)
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    const translation = last === 'zh-CN' || last === 'en'
    if (translation) return [{ path, message: zh ? `缺少译文 ${last}` : `the translation ${last} is missing` }]
    return [{ path, message: zh ? `缺少 ${last}` : `\`${last}\` is missing` }]
  }
  const inLocale = (zh ? z.locales.zhCN() : z.locales.en()).localeError(issue as z.core.$ZodRawIssue)
  return [{ path, message: (typeof inLocale === 'string' ? inLocale : inLocale?.message) ?? issue.message }]
}

/** A sentence of our own: carried as JSON in the message, or in the parameters of a custom issue. */
function ownText(issue: z.core.$ZodIssue): Text | null {
  const inParams = issue.code === 'custom' ? (issue.params?.text as Text | undefined) : undefined
  if (inParams) return inParams
  return issue.message.startsWith('{"zh-CN"') ? (JSON.parse(issue.message) as Text) : null
}
