import { z } from 'zod'
import type { Cadence, Dates, Series, Who } from '../cadence/cadence.ts'
import { checkCadence, type RawCadence } from './check-cadence.ts'
import { condition, expected, id, period, text, together } from './schema-parts.ts'

const who: z.ZodType<Who, unknown> = z.union(
  [
    z.enum(['self', 'owner', 'manager']).transform((kind) => ({ kind })),
    z.strictObject({ role: z.string() }).transform(({ role }) => ({ kind: 'role' as const, role })),
  ],
  expected({
    'zh-CN': '需要 self（本人）、owner（负责人）、manager（直接上级）或 {role: 角色}',
    en: 'expected self, owner, manager or {role: …}',
  }),
)

const rhythm = {
  when: condition.optional(),
  who: who.optional().meta({ description: 'Who is to do it: self, owner, manager or {role: …}.' }),
  how: text.optional().meta({ description: 'What to do, e.g. call.' }),
  within: z.array(period).min(1).optional().meta({ description: 'Periods after the anchor by which it must be done.' }),
  every: period.optional().meta({ description: 'Again and again, counted from the last contact.' }),
  after: z
    .record(id, period)
    .optional()
    .meta({ description: 'Another period when the last contact was of that kind (the record’s question `how`).' }),
}

const series = z.strictObject({ id, ...rhythm })

const DEFAULT_HOW = { 'zh-CN': '联系', en: 'Contact' }

/** The file of a cadence. */
export const cadenceSchema = z
  .strictObject({
    cadence: id,
    title: text,
    subject: z.enum(['person', 'leaver', 'customer']),
    anchor: z.enum(['joined_on', 'left_on', 'last_contact']),
    eligible: condition.optional(),
    ...rhythm,
    series: z.array(series).min(1).optional(),
    lead: z.number().int().min(0).max(60).meta({ description: 'Working days before the deadline for the reminder.' }),
    escalate_after: z.number().int().min(1).max(60).optional(),
    record: z.string().optional().meta({ description: 'The form that records the contact.' }),
    send: z.string().optional().meta({ description: 'The form that is sent, in the place of a reminder.' }),
    when_uncertain: z.enum(['resend', 'hold']).optional().meta({
      description:
        'What becomes of a message whose arrival nobody knows: resend (the default, for what colleagues get) or hold, until somebody has said (for what must not come twice).',
    }),
    talk: text.optional(),
    grades: z
      .array(z.strictObject({ grade: z.string().min(1), visits: z.number().min(0), spend: z.number().min(0) }))
      .optional(),
  })
  .check(together<RawCadence>(checkCadence))
  .transform(
    (raw): Cadence => ({
      id: raw.cadence,
      title: raw.title,
      subject: raw.subject,
      anchor: raw.anchor,
      eligible: raw.eligible ?? {},
      series: raw.series?.map(readSeries) ?? [readSeries({ ...raw, id: raw.cadence })],
      lead: raw.lead,
      escalateAfter: raw.escalate_after ?? 1,
      record: raw.record ?? null,
      send: raw.send ?? null,
      whenUncertain: raw.when_uncertain ?? 'resend',
      talk: raw.talk ?? null,
      grades: raw.grades ?? [],
    }),
  )

function readSeries(raw: z.infer<typeof series>): Series {
  const dates: Dates = raw.every
    ? { kind: 'every', every: raw.every, after: raw.after ?? {} }
    : { kind: 'steps', steps: raw.within ?? [] }
  return { id: raw.id, when: raw.when ?? {}, who: raw.who ?? { kind: 'self' }, how: raw.how ?? DEFAULT_HOW, dates }
}
