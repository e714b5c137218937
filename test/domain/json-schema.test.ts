import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { jsonSchemas } from '../../docs/schema/schemas.ts'

test('the JSON Schemas for editors are those of the program (else: npm run schema)', () => {
  const schemas = jsonSchemas()
  expect(Object.keys(schemas)).toEqual(['form.json', 'cadence.json', 'speak-up.json', 'company.json'])
  for (const [name, content] of Object.entries(schemas)) {
    const file = fileURLToPath(new URL(`../../docs/schema/${name}`, import.meta.url))
    expect(readFileSync(file, 'utf8'), name).toBe(content)
  }
})
