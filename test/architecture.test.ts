import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'oxc-parser'
import { describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** A room: which files are in it, which doors it may open, which packages are its alone. */
interface Room {
  readonly name: string
  readonly holds: (file: string) => boolean
  readonly doors: readonly string[]
  /** Doors it may open for types only. */
  readonly types?: readonly string[]
  readonly packages: readonly string[]
}

const EVERY_DOOR = ['#core', '#domain', '#vault', '#jobs', '#web', '#db', '#flows/*', '#adapters/*']

/** The table of ARCHITECTURE.md. */
const ROOMS: readonly Room[] = [
  { name: 'core', holds: under('src/core/'), doors: [], packages: [] },
  {
    name: 'domain',
    holds: under('src/domain/'),
    doors: [],
    packages: ['date-fns', '@date-fns/tz', 'chinese-days'],
  },
  {
    name: 'vault',
    holds: under('src/vault/'),
    doors: [],
    packages: ['libsodium-wrappers', '@scure/bip39', 'node:crypto'],
  },
  { name: 'jobs', holds: under('src/jobs/'), doors: ['#core', '#domain'], packages: ['bullmq', 'ioredis'] },
  { name: 'web', holds: under('src/web/'), doors: ['#core', '#domain'], packages: [] },
  { name: 'flows', holds: under('flows/'), doors: ['#core', '#domain'], packages: [] },
  {
    name: 'adapters',
    holds: under('adapters/'),
    doors: ['#core', '#adapters/shared'],
    packages: [
      '@slack/bolt',
      '@slack/socket-mode',
      'dingtalk-stream',
      'ws',
      '@wecom/aibot-node-sdk',
      '@wecom/crypto',
      'fast-xml-parser',
    ],
  },
  {
    name: 'db',
    holds: under('db/'),
    doors: ['#core'],
    types: ['#core', '#domain', '#jobs'],
    packages: ['kysely', 'better-sqlite3', 'pg', 'pg-cursor'],
  },
  { name: 'root', holds: under('src/'), doors: EVERY_DOOR, packages: [] },
]

/** Packages that several rooms use, and which. */
const SHARED: Readonly<Record<string, readonly string[]>> = {
  zod: ['domain', 'web', 'root'],
  hono: ['web', 'root'],
  '@hono/node-server': ['root'],
  yaml: ['root'],
  pino: ['root'],
  sharp: ['root'],
  'exif-reader': ['root'],
  'prom-client': ['root'],
  'csv-parse': ['root'],
  'csv-stringify': ['root'],
}

/**
 * What an adapter may have of cryptography beside its platform's library, and where: the code that a platform without one
 * signs with, and a comparison that tells nothing by its time.
 */
const COMPARES = { files: /^adapters\/\w+\/(\w+\/)?verify\.ts$/, names: ['timingSafeEqual', 'createHmac'] }

/** The one file that reads the environment, and the files that may open an identified value. */
const READS_ENVIRONMENT = ['src/config.ts']
const REVEALS = [
  'src/core/identified.ts',
  'src/core/receive.ts',
  'flows/speak-up/named-author.ts',
  'flows/speak-up/sealed-address.ts',
]

interface Import {
  readonly from: string
  readonly typeOnly: boolean
  /** What is taken from there by name; empty where it is everything. */
  readonly names: readonly string[]
}

function under(folder: string) {
  return (file: string) => file.startsWith(folder)
}

function sourceFiles(): string[] {
  return ['src', 'flows', 'adapters', 'db']
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
    )
    .filter((file) => file.endsWith('.ts'))
    .toSorted()
}

function importsOf(file: string): Import[] {
  const { module, errors } = parseSync(file, readFileSync(join(ROOT, file), 'utf8'))
  if (errors.length > 0) throw new Error(`${file} cannot be parsed`)
  const fixed = module.staticImports.map((one) => ({
    from: one.moduleRequest.value,
    typeOnly: one.entries.length > 0 && one.entries.every((entry) => entry.isType),
    names: one.entries.map((entry) => entry.importName.name ?? '*'),
  }))
  const passedOn = module.staticExports.flatMap((one) =>
    one.entries.flatMap((entry) =>
      entry.moduleRequest ? [{ from: entry.moduleRequest.value, typeOnly: entry.isType, names: ['*'] }] : [],
    ),
  )
  const source = readFileSync(join(ROOT, file), 'utf8')
  const later = module.dynamicImports.map((one) => ({
    from: source.slice(one.moduleRequest.start + 1, one.moduleRequest.end - 1),
    typeOnly: false,
    names: ['*'],
  }))
  return [...fixed, ...passedOn, ...later]
}

function roomOf(file: string): Room {
  const room = ROOMS.find((one) => one.holds(file))
  if (!room) throw new Error(`${file} is in no room`)
  return room
}

const FILES = sourceFiles()
const IMPORTS = new Map(FILES.map((file) => [file, importsOf(file)]))

function isBuiltin(name: string): boolean {
  return name.startsWith('node:') || builtinModules.includes(name)
}

function packageOf(name: string): string {
  const parts = name.split('/')
  return name.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '')
}

function matches(door: string, allowed: readonly string[]): boolean {
  return allowed.some((one) => one === door || (one.endsWith('/*') && door.startsWith(one.slice(0, -1))))
}

describe('architecture', () => {
  test('every room has files', () => {
    for (const room of ROOMS) {
      const files = FILES.filter((file) => roomOf(file) === room)
      expect(files.length, room.name).toBeGreaterThan(1)
    }
    expect(FILES.length).toBeGreaterThan(100)
  })

  test('rooms open only the doors they may', () => {
    const wrong: string[] = []
    for (const [file, imports] of IMPORTS) {
      const room = roomOf(file)
      for (const { from, typeOnly } of imports) {
        if (!from.startsWith('#')) continue
        const allowed = typeOnly ? [...room.doors, ...(room.types ?? [])] : room.doors
        if (!matches(from, allowed)) wrong.push(`${file} → ${from}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('no relative import leaves its room, its flow or its adapter', () => {
    const home = (file: string) => {
      const parts = file.split('/')
      if (parts[0] === 'flows' || parts[0] === 'adapters') return `${parts[0]}/${parts[1]}`
      return roomOf(file).name
    }
    const wrong: string[] = []
    for (const [file, imports] of IMPORTS) {
      for (const { from } of imports.filter((one) => one.from.startsWith('.'))) {
        const target = normalize(join(dirname(file), from))
        if (home(target) !== home(file)) wrong.push(`${file} → ${from}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('packages stay in their rooms', () => {
    const owners = new Map(ROOMS.flatMap((room) => room.packages.map((name) => [name, room.name])))
    const wrong: string[] = []
    for (const [file, imports] of IMPORTS) {
      const room = roomOf(file).name
      for (const { from, names } of imports) {
        if (from.startsWith('.') || from.startsWith('#')) continue
        const owner = owners.get(from) ?? owners.get(packageOf(from))
        if (owner === room) continue
        if (from === 'node:crypto' && COMPARES.files.test(file)) {
          const taken = names.filter((name) => !COMPARES.names.includes(name))
          if (taken.length > 0) wrong.push(`${file} → ${taken.join(', ')} of ${from}`)
          continue
        }
        if (owner === undefined && (isBuiltin(from) || SHARED[packageOf(from)]?.includes(room))) continue
        wrong.push(`${file} → ${from}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test('nothing runs in a circle', () => {
    const graph = new Map(
      [...IMPORTS].map(([file, imports]) => [
        file,
        imports.filter((one) => !one.typeOnly).flatMap(({ from }) => resolveImport(file, from)),
      ]),
    )
    const done = new Set<string>()
    const circles: string[] = []
    const walk = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
      if (done.has(file) || path.includes(file)) return
      for (const next of graph.get(file) ?? []) walk(next, [...path, file])
      done.add(file)
    }
    for (const file of FILES) walk(file, [])
    expect(circles).toEqual([])
  })

  test('one file reads the environment', () => {
    const readers = FILES.filter((file) => readFileSync(join(ROOT, file), 'utf8').includes('process.env'))
    expect(readers).toEqual(READS_ENVIRONMENT)
  })

  test('few files open an identified value', () => {
    const openers = FILES.filter((file) =>
      /Identified\.reveal|static reveal/.test(readFileSync(join(ROOT, file), 'utf8')),
    )
    expect(openers).toEqual(REVEALS.toSorted())
  })

  test('time and randomness come through their ports', () => {
    const allowed = ['src/system-clock.ts', 'src/vault/system-random.ts']
    const users = FILES.filter((file) =>
      /Date\.now\(\)|new Date\(\)|performance\.now\(\)|Math\.random\(\)/.test(readFileSync(join(ROOT, file), 'utf8')),
    )
    expect(users.filter((file) => !allowed.includes(file))).toEqual([])
    const draws = /randomBytes|randomInt|randomUUID|randombytes|_keygen|crypto_box_keypair/
    const drawers = FILES.filter((file) => draws.test(readFileSync(join(ROOT, file), 'utf8')))
    expect(drawers).toEqual(['src/vault/key-file.ts', 'src/vault/system-random.ts'])
  })

  test('rooms are small, and named after what they hold', () => {
    const lengths = FILES.map((file) => readFileSync(join(ROOT, file), 'utf8').split('\n').length)
    const long = FILES.filter((_, index) => (lengths[index] ?? 0) > 300)
    expect(long.filter((file) => !file.includes('/migrations/'))).toEqual([])
    expect(FILES.filter((file) => /(^|[-/])(utils|helpers|common|manager|base)\.ts$/.test(file))).toEqual([])
    expect(FILES.filter((file) => !/^[a-z0-9./-]+$/.test(file))).toEqual([])
  })
})

/** The files an import leads to; none for packages. */
function resolveImport(file: string, from: string): string[] {
  if (from.startsWith('.')) return [normalize(join(dirname(file), from))]
  const [, room = '', name = ''] = /^#(\w+)(?:\/(.+))?$/.exec(from) ?? []
  if (room === '') return []
  if (room === 'flows' || room === 'adapters') return [`${room}/${name}/index.ts`]
  return [room === 'db' ? 'db/index.ts' : `src/${room}/index.ts`]
}
