import { z } from 'zod'
import type { SpeakUpBox } from '../case/topic.ts'
import { clockLines, clockSchema, readClock } from './clock-schema.ts'
import { expected, id, text, time, together } from './schema-parts.ts'

const topic = z.strictObject({
  id,
  title: text,
  show: z.enum(['full', 'stub']).meta({
    description: 'full: the text stands in the channel; stub: only that there is a case, the text opens on a tap.',
  }),
  handlers: z.string().meta({ description: 'The role that reads and answers.' }),
  channel: z.string().default('').meta({
    description: 'The channel (company.yaml) in which the ticket stands; left out: with each handler.',
  }),
  not_for: z.array(z.string()).default([]).meta({
    description:
      'Roles that must learn nothing of it: their people, whoever stands in for these, and whoever reports to them.',
  }),
  named: z.boolean().default(true).meta({
    description: 'Whether an author may choose to file it with their name.',
  }),
  keep_days: z.number().int().min(30).max(3650).default(90).meta({
    description: 'Days for which a closed case can still be read and opened again; then it is sealed for good.',
  }),
  at_once: z.boolean().default(false).meta({
    description: 'A life may be in danger: it waits for no window, and the author is told that the time will show.',
  }),
  coordinator: z.string().optional().meta({
    description: 'The role that gets the text first, restates it where need be, and passes it to a department.',
  }),
  urgent: z.boolean().default(false).meta({
    description: 'Whoever is on duty (on_call in company.yaml) is told at once, at night and on days off, too.',
  }),
  ...clockLines,
})

const department = z.strictObject({
  id,
  title: text,
  handlers: z.string().meta({ description: 'The role whose people answer there.' }),
  channel: z
    .string()
    .optional()
    .meta({ description: 'The channel in which its tickets stand; else with each of its people.' }),
})

/** The file of the speak-up box. */
export const speakUpSchema = z
  .strictObject({
    speak_up: id.meta({ description: 'The name of the box; “box” is the one that ships.' }),
    title: text,
    words: z
      .array(z.string().trim().min(1))
      .min(1)
      .meta({ description: 'What people type to open it, in every language.' }),
    optional: z.boolean().default(false).meta({
      description: 'Offered only when company.yaml gives the role that answers to somebody.',
    }),
    rewards: z
      .array(z.strictObject({ id, title: text }))
      .max(5)
      .default([])
      .meta({
        description: 'What an adopted suggestion can earn. Whoever has the role `rewards` gives it out against a code.',
      }),
    promises: z.array(text).min(1),
    limits: z.array(text).min(1),
    release: z
      .union(
        [z.literal('immediate').transform(() => []), z.array(time).min(1).max(24)],
        expected({
          'zh-CN': '需要 immediate，或一天里的时间 ["10:00", "17:00"]',
          en: 'expected immediate, or times of day such as ["10:00", "17:00"]',
        }),
      )
      .default(['10:00', '14:00', '17:00'])
      .meta({
        description:
          'At which times of working days messages, replies and answers cross, so that no time shows who wrote; immediate: at once.',
      }),
    new_per_week: z.number().int().min(1).max(100_000).default(3).meta({
      description:
        'First messages of one account in a week, at the most; counted in memory, by a name that lasts a week.',
    }),
    messages_per_day: z.number().int().min(1).max(1000).default(20).meta({
      description: 'Messages of an author to one case in a day, at the most.',
    }),
    topics: z.array(topic).min(1).max(20),
    departments: z
      .array(department)
      .max(50)
      .default([])
      .meta({ description: 'To whom a coordinator can pass a case.' }),
    announce: z.string().default('announce').meta({
      description: 'The channel (company.yaml) in which “you said, we did” is published.',
    }),
    appeals: clockSchema.default({ clock: 'ibm' }).meta({ description: 'What is promised of appeals.' }),
    elsewhere: text.optional().meta({ description: 'Where else somebody can turn whose case is muted.' }),
  })
  .check(
    together(({ topics, departments }, report) => {
      if (!Array.isArray(topics) || (departments?.length ?? 0) > 0) return
      for (const [index, one] of topics.entries()) {
        if (one?.coordinator !== undefined) report(['topics', index, 'coordinator'], NOWHERE)
      }
    }),
  )
  .transform(
    (raw): SpeakUpBox => ({
      id: raw.speak_up,
      title: raw.title,
      words: raw.words,
      optional: raw.optional,
      rewards: raw.rewards,
      promises: raw.promises,
      limits: raw.limits,
      newPerWeek: raw.new_per_week,
      messagesPerDay: raw.messages_per_day,
      windows: raw.release.toSorted(),
      topics: raw.topics.map(
        ({
          id,
          title,
          show,
          handlers,
          channel,
          coordinator,
          not_for,
          named,
          keep_days,
          at_once,
          urgent,
          ...clock
        }) => ({
          id,
          title,
          show,
          handlers,
          channel,
          coordinator: coordinator ?? null,
          notFor: not_for,
          named,
          keepDays: keep_days,
          atOnce: at_once,
          clock: readClock(clock),
          urgent,
        }),
      ),
      departments: raw.departments.map(({ channel, ...rest }) => ({ ...rest, channel: channel ?? null })),
      announce: raw.announce,
      appeals: readClock(raw.appeals),
      elsewhere: raw.elsewhere ?? null,
    }),
  )

const NOWHERE = {
  'zh-CN': '有协调人的主题，需要在 departments 里写明可以转给哪些部门',
  en: 'a topic with a coordinator needs departments to which it can be passed: write them under `departments`',
}
