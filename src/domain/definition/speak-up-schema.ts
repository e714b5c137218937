import { z } from 'zod'
import type { SpeakUpBox } from '../case/topic.ts'
import { id, text } from './schema-parts.ts'

const topic = z.strictObject({
  id,
  title: text,
  show: z.enum(['full', 'stub']).meta({
    description: 'full: the text stands in the channel; stub: only that there is a case, the text opens on a tap.',
  }),
  handlers: z.string().meta({ description: 'The role that reads and answers.' }),
  channel: z.string().meta({ description: 'The channel (company.yaml) in which the ticket stands.' }),
  not_for: z.array(z.string()).default([]).meta({
    description:
      'Roles that must learn nothing of it: their people, whoever stands in for these, and whoever reports to them.',
  }),
  keep_days: z.number().int().min(30).max(3650).default(90).meta({
    description: 'Days for which a closed case can still be read and opened again; then it is sealed for good.',
  }),
  answer_within: z.number().int().min(1).max(60).meta({ description: 'Working days.' }),
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
    promises: z.array(text).min(1),
    limits: z.array(text).min(1),
    topics: z.array(topic).min(1).max(20),
  })
  .transform(
    (raw): SpeakUpBox => ({
      id: raw.speak_up,
      title: raw.title,
      words: raw.words,
      promises: raw.promises,
      limits: raw.limits,
      topics: raw.topics.map(({ answer_within, not_for, keep_days, ...rest }) => ({
        ...rest,
        answerWithin: answer_within,
        notFor: not_for,
        keepDays: keep_days,
      })),
    }),
  )
