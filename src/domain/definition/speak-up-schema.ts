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
  answer_within: z.number().int().min(1).max(60).meta({ description: 'Working days.' }),
})

/** The file of the speak-up box. */
export const speakUpSchema = z
  .strictObject({
    speak_up: z.literal('box'),
    promises: z.array(text).min(1),
    limits: z.array(text).min(1),
    topics: z.array(topic).min(1).max(20),
  })
  .transform(
    (raw): SpeakUpBox => ({
      promises: raw.promises,
      limits: raw.limits,
      topics: raw.topics.map(({ answer_within, ...rest }) => ({ ...rest, answerWithin: answer_within })),
    }),
  )
