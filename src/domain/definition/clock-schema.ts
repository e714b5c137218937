import { z } from 'zod'
import { isISODuration } from '../calendar/iso-duration.ts'
import { CASE_CLOCKS, type CaseClock } from '../case/clock.ts'
import { expected } from './schema-parts.ts'

const spanFault = expected({
  'zh-CN': '需要工作日数，例如 10，或时间段，例如 P3D（3 天）、P3M（3 个月）',
  en: 'expected a number of working days such as 10, or a period such as P3D (3 days) or P3M (3 months)',
})

/** A number of working days, or a period of the calendar. */
const span = z
  .union([z.number().int().min(1).max(260), z.string().refine(isISODuration)], spanFault)
  .meta({ description: 'Working days (10), or a period of the calendar (P3D, P3M).' })

const reminder = z
  .union(
    [z.number().int().min(0).max(60), z.string().refine((typed) => /^[1-9]\d?%$/.test(typed) || isISODuration(typed))],
    expected({
      'zh-CN': '需要截止前的工作日数，例如 2，或时间段，例如 P15D，或已过时间的比例，例如 80%',
      en: 'expected working days before the deadline such as 2, a period such as P15D, or a share of the time such as 80%',
    }),
  )
  .meta({ description: 'Working days before the deadline (2), a period (P15D), or a share of the time (80%).' })

/** The lines of a topic, or of appeals, that say what is promised: a model, and what differs from it. */
export const clockLines = {
  clock: z
    .enum(Object.keys(CASE_CLOCKS) as [keyof typeof CASE_CLOCKS, ...(keyof typeof CASE_CLOCKS)[]])
    .default('ibm')
    .meta({
      description:
        'ibm: answered by the 10th working day. motorola: within 3 days. eu: acknowledged within 7 days, answered within 3 months. line-24h: answered by the end of the next day.',
    }),
  acknowledge_within: span.optional().meta({ description: 'By when somebody has it in hand.' }),
  answer_within: span.optional().meta({ description: 'By when the author is answered.' }),
  days_off: z.enum(['after', 'before', 'stay']).optional().meta({
    description:
      'Where a deadline in calendar days goes that falls on a day off: the next working day, the last one before, or nowhere.',
  }),
  remind: z.array(reminder).max(5).optional().meta({ description: 'When the handlers are reminded.' }),
  escalate_after: span.optional().meta({ description: 'How long after a missed deadline somebody above is told.' }),
}

export const clockSchema = z.strictObject(clockLines)

export function readClock(raw: z.output<typeof clockSchema>): CaseClock {
  const model: CaseClock = CASE_CLOCKS[raw.clock]
  return {
    acknowledge: raw.acknowledge_within ?? model.acknowledge,
    answer: raw.answer_within ?? model.answer,
    daysOff: raw.days_off ?? model.daysOff,
    remind: raw.remind ?? model.remind,
    escalate: raw.escalate_after ?? model.escalate,
  }
}
