import { z } from 'zod'
import { chinaHolidays, weekdaysOnly } from '../calendar/china.ts'
import { isPlainDate } from '../calendar/plain-date.ts'
import { WorkingCalendar } from '../calendar/working-calendar.ts'
import { isTimeZone } from '../calendar/zoned.ts'
import { WEEKDAYS } from '../case/on-call.ts'
import type { Company } from '../company/company.ts'
import { expected, id, text, time } from './schema-parts.ts'

const date = z
  .string()
  .refine(isPlainDate, expected({ 'zh-CN': '需要日期，例如 2026-12-25', en: 'expected a date such as 2026-12-25' }))

const role = z.union(
  [
    z.array(z.string()).transform((people) => ({ people, departments: [] as string[] })),
    z.strictObject({ people: z.array(z.string()).default([]), departments: z.array(z.string()).default([]) }),
  ],
  expected({
    'zh-CN': '需要人员编号列表 [E001, E002]，或 {people: […], departments: […]}',
    en: 'expected a list of people [E001, E002], or {people: […], departments: […]}',
  }),
)

/** `company.yaml`. */
export const companySchema = z
  .strictObject({
    company: text.meta({ description: 'The company’s name.' }),
    language: z.enum(['zh-CN', 'en']).default('zh-CN'),
    time_zone: z
      .string()
      .refine(
        isTimeZone,
        expected({ 'zh-CN': '没有这个时区，例如 Asia/Shanghai', en: 'no such time zone; for example Asia/Shanghai' }),
      )
      .default('Asia/Shanghai'),
    calendar: z.enum(['china', 'weekdays']).default('china'),
    days_off: z.array(date).default([]).meta({ description: 'The company’s own days off.' }),
    days_on: z.array(date).default([]).meta({ description: 'Days the company works although the calendar says off.' }),
    quiet_hours: z.strictObject({ from: time, to: time }).default({ from: '19:00', to: '09:00' }),
    spread: z.boolean().default(true).meta({
      description:
        'Whether what goes out in the morning is spread over half an hour, away from the full and the half hour.',
    }),
    contact: text.meta({ description: 'Whom somebody the directory does not know should ask.' }),
    roles: z.record(id, role),
    deputies: z
      .record(z.string(), z.array(z.string()))
      .default({})
      .meta({ description: 'Who stands in for whom: {E002: [E003]} says that E003 stands in for E002.' }),
    release: z.literal('immediate').optional().meta({
      description: 'Everything that people write crosses at once, whatever the boxes say.',
    }),
    return_words: z
      .strictObject({
        count: z.number().int().min(8).max(48).multipleOf(4).default(12).meta({
          description: 'Words on the board at a time, real ones and others; a quarter of them changes each time.',
        }),
        channel: id.default('return_words').meta({
          description: 'The channel in which the board is posted at its hours; not bound: menu and home only.',
        }),
      })
      .default({ count: 12, channel: 'return_words' })
      .meta({
        description:
          'The board of return words, which tells authors without an address of news: {count: 12, channel: announce}.',
      }),
    on_call: z
      .strictObject({
        week: z.partialRecord(z.enum(WEEKDAYS), z.array(z.string())).default({}),
        days: z.record(date, z.array(z.string())).default({}),
      })
      .default({ week: {}, days: {} })
      .meta({ description: 'Who is on duty for urgent topics: {week: {mon: [E002]}, days: {"2026-10-01": [E003]}}.' }),
    channels: z
      .record(
        id,
        z.string().regex(
          /^[a-z]+:.+$/,
          expected({
            'zh-CN': '需要“平台:频道”，例如 simulator:hr、slack:C0123',
            en: 'expected platform:channel, for example simulator:hr or slack:C0123',
          }),
        ),
      )
      .default({}),
  })
  .transform(
    (raw): Company => ({
      name: raw.company,
      language: raw.language,
      timeZone: raw.time_zone,
      calendar: new WorkingCalendar(raw.calendar === 'china' ? chinaHolidays() : weekdaysOnly(), {
        off: raw.days_off,
        on: raw.days_on,
      }),
      quiet: { ...raw.quiet_hours, spread: raw.spread },
      contact: raw.contact,
      roles: raw.roles,
      deputies: raw.deputies,
      onCall: raw.on_call,
      channels: raw.channels,
      immediate: raw.release === 'immediate',
      returnWords: raw.return_words,
    }),
  )
