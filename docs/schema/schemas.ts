import { z } from 'zod'
import { cadenceSchema, companySchema, formSchema, speakUpSchema } from '#domain'

const SCHEMAS = { form: formSchema, cadence: cadenceSchema, 'speak-up': speakUpSchema, company: companySchema }

/** The files that give editors completion and squiggles for definitions, by name. */
export function jsonSchemas(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(SCHEMAS).map(([name, schema]) => {
      const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
      return [`${name}.json`, `${JSON.stringify({ title: `Hearback ${name}`, ...json }, null, 2)}\n`]
    }),
  )
}
