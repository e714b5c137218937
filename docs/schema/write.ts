import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { jsonSchemas } from './schemas.ts'

// Run by `npm run schema` after a change of a definition's schema.
for (const [name, content] of Object.entries(jsonSchemas())) {
  writeFileSync(fileURLToPath(new URL(name, import.meta.url)), content)
}
