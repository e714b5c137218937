import { z } from 'zod'
import type { Form, Item, Option } from '../form/form.ts'
import { checkForm, type RawForm, type RawItem } from './check-form.ts'
import { condition, id, text, together } from './schema-parts.ts'

const option = z
  .strictObject({ id, 'zh-CN': z.string().trim().min(1), en: z.string().trim().min(1) })
  .transform((o): Option => ({ id: o.id, label: { 'zh-CN': o['zh-CN'], en: o.en } }))

const options = z.array(option).min(2).max(26)

const item: z.ZodType<RawItem, unknown> = z.lazy(() =>
  z.strictObject({
    id: id.optional(),
    kind: z
      .enum(['single', 'multi', 'text', 'number', 'date', 'statement'])
      .optional()
      .meta({ description: 'single: one option; multi: several; text; number; date; statement: nothing to answer.' }),
    text: text.optional(),
    options: options.optional(),
    scale: z.string().optional().meta({ description: 'The name of a scale above, in the place of options.' }),
    required: z.boolean().optional().meta({ description: 'Whether it may be skipped. Default: texts may.' }),
    min: z.number().optional(),
    max: z.number().optional(),
    max_length: z.number().int().positive().max(20_000).optional().meta({ description: 'Characters; default 2000.' }),
    when: condition.optional(),
    ask: z.array(item).min(1).optional().meta({ description: 'With `when`: what to ask then.' }),
  }),
)

/** The file of a form. */
export const formSchema = z
  .strictObject({
    form: id,
    title: text,
    invitation: text.optional(),
    thanks: text.optional(),
    privacy: z.literal('named').meta({ description: 'named: those who read the results see who answered.' }),
    readers: z.string().optional().meta({ description: 'The role that sends it and sees the results.' }),
    scales: z.record(id, options).optional(),
    questions: z.array(item).min(1),
  })
  .check(together<RawForm>(checkForm))
  .transform((raw): Form => {
    const read = (one: RawItem): Item[] => {
      if (one.when) return [{ when: one.when, items: (one.ask ?? []).flatMap(read) }]
      const { id, kind, text } = one
      if (!id || !kind || !text) return []
      return [
        {
          id,
          kind,
          text,
          options: one.options ?? raw.scales?.[one.scale ?? ''] ?? [],
          required: one.required ?? (kind !== 'text' && kind !== 'statement'),
          min: one.min ?? null,
          max: one.max ?? null,
          maxLength: one.max_length ?? 2000,
        },
      ]
    }
    return {
      id: raw.form,
      title: raw.title,
      invitation: raw.invitation ?? null,
      thanks: raw.thanks ?? null,
      privacy: raw.privacy,
      readers: raw.readers ?? null,
      items: raw.questions.flatMap(read),
    }
  })
