import { createHash, createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Needle } from '../needles.ts'

const ALGORITHMS = ['md5', 'sha1', 'sha256', 'sha512'] as const

/** Every secret that lies in a folder of keys or stands in the environment, as it is and as text. */
export function secretsOf(keys: string, env: Readonly<Record<string, string | undefined>>): Buffer[] {
  const files = readdirSync(keys, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)))
    .filter((bytes) => bytes.length > 0)
  const texts = files.flatMap((bytes) => ['hex', 'base64'].map((as) => Buffer.from(bytes.toString(as as 'hex'))))
  const settings = Object.entries(env).flatMap(([name, value]) =>
    value && /TOKEN|SECRET|KEY|CODE|PASS/.test(name) ? [Buffer.from(value)] : [],
  )
  return [...files, ...texts, ...settings]
}

/** What somebody's values look like when they are hashed together with a secret: whoever has the secret has the staff list in a moment. */
export function hashedUnder(values: Readonly<Record<string, string>>, secrets: readonly Buffer[]): Needle[] {
  return Object.entries(values).flatMap(([field, value]) =>
    secrets.flatMap((secret, index) =>
      ALGORITHMS.flatMap((algorithm) =>
        [
          createHmac(algorithm, secret).update(value).digest(),
          createHash(algorithm).update(secret).update(value).digest(),
          createHash(algorithm).update(value).update(secret).digest(),
        ].flatMap((digest, way) => {
          const name = `${field} (${algorithm} ${way} under secret ${index}`
          return [
            { name: `${name}, raw)`, bytes: digest },
            { name: `${name}, hex)`, bytes: Buffer.from(digest.toString('hex')) },
            { name: `${name}, base64)`, bytes: Buffer.from(digest.toString('base64').replace(/=+$/, '')) },
            { name: `${name}, base64url)`, bytes: Buffer.from(digest.toString('base64url')) },
          ]
        }),
      ),
    ),
  )
}
