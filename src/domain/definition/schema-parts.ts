import { z } from 'zod'
import { isISODuration } from '../calendar/iso-duration.ts'
import type { Condition, Test } from '../form/form.ts'
import type { Text } from '../text.ts'

/** Reports a fault that no single field has: where, and what is wrong in every language. */
export type Report = (path: readonly (string | number)[], text: Text) => void

/**
 * Checks what belongs together. It runs even where single fields are wrong, so that one look shows every fault; what
 * it gets may therefore have holes.
 */
export function together<T>(check: (raw: T, report: Report) => void) {
  const refine = (raw: T, context: z.core.$RefinementCtx<T>) =>
    check(raw, (path, text) =>
      context.addIssue({ code: 'custom', path: [...path], params: { text }, message: text.en, input: raw }),
    )
  return z.superRefine<T>(refine, { when: ({ value }) => typeof value === 'object' && value !== null })
}

/** Sentences for a field, chosen by the reader's language when the fault is shown. */
export function expected(text: Text): { error: () => string } {
  return { error: () => JSON.stringify(text) }
}

export const id = z
  .string()
  .regex(
    /^[a-z][a-z0-9_-]*$/,
    expected({
      'zh-CN': '名称只能用小写英文字母、数字、- 和 _，并以字母开头',
      en: 'a name is made of lower-case letters, digits, - and _, and starts with a letter',
    }),
  )
  // Names become keys of objects, which know some words of their own (`constructor`).
  .refine((name) => !(name in {}), expected({ 'zh-CN': '请换一个名称', en: 'please choose another name' }))
  .meta({ description: 'A name for files and results: lower-case letters, digits, - and _.' })

export const text: z.ZodType<Text> = z
  .strictObject({ 'zh-CN': z.string().trim().min(1), en: z.string().trim().min(1) })
  .meta({ description: 'A text in every language.' })

export const time = z
  .string()
  .regex(
    /^([01]\d|2[0-3]):[0-5]\d$/,
    expected({ 'zh-CN': '需要时间，例如 "09:00"', en: 'expected a time such as "09:00"' }),
  )

export const period = z
  .string()
  .refine(
    isISODuration,
    expected({
      'zh-CN': '需要一个时间段，例如 P7D（7 天）、P2W（2 周）、P1M（1 个月）、P1Y（1 年）',
      en: 'expected a period such as P7D (7 days), P2W (2 weeks), P1M (1 month) or P1Y (1 year)',
    }),
  )
  .meta({ description: 'A period: P7D, P2W, P1M, P1Y.' })

const value = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const values = z.union([value.transform((one) => [one]), z.array(value).min(1)])

const test: z.ZodType<Test, unknown> = z.union(
  [
    values.transform((anyOf) => ({ anyOf })),
    z.strictObject({ not: values }).transform(({ not }) => ({ noneOf: not })),
    z.strictObject({ 'at-least': z.number() }).transform((rule) => ({ atLeast: rule['at-least'] })),
    z.strictObject({ 'at-most': z.number() }).transform((rule) => ({ atMost: rule['at-most'] })),
    z.strictObject({ answered: z.boolean() }),
  ],
  expected({
    'zh-CN': '需要一个选项、一组选项 [a, b]，或 {not: a}、{at-least: 4}、{at-most: 4}、{answered: true} 之一',
    en: 'expected an option, a list of options [a, b], or one of {not: a}, {at-least: 4}, {at-most: 4}, {answered: true}',
  }),
)

export const condition: z.ZodType<Condition, unknown> = z.record(z.string(), test).meta({
  description: 'Holds when every line holds: a question (or attribute) and the answers that count.',
})
