import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { HearbackError, type Locale, toLocale } from '#core'
import {
  type PlatformSettings,
  platformFaults,
  platformVariables,
  readPlatforms,
  usesPlatform,
} from './platform-settings.ts'
import { expected, ROLES_NEED_PLATFORM, ROLES_NEED_POSTGRES, type SettingFault, schemaFault } from './setting-words.ts'

/** Every setting, read once. Secrets stand apart, so that the rest can be shown. */
export interface Config {
  readonly home: string
  readonly keys: string
  /** The company's own definitions; null for the shipped ones alone. */
  readonly programs: string | null
  readonly database: string
  readonly host: string
  readonly port: number
  readonly publicUrl: string | null
  readonly logLevel: string
  /** How Node itself was started: its own flags, from the command and the environment. */
  readonly nodeOptions: readonly string[]
  /** The language of sentences for the operator. */
  readonly locale: Locale
  readonly platforms: PlatformSettings
  /** Whether the sample company is there to be played with: alone while no platform is used, or beside the real one. */
  readonly simulator: boolean
  /** Redis for the queue; null for the local driver. */
  readonly redis: string | null
  /** Whether a Redis that may throw jobs away is taken all the same. */
  readonly allowEviction: boolean
  readonly roles: ReadonlySet<Role>
  readonly secrets: { readonly metricsToken: string | null }
}

/** What a process does: talk to the platforms, do what is due, show pages. */
type Role = (typeof ROLES)[number]

const ROLES = ['gateway', 'worker', 'web'] as const

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const

const schema = z.object({
  HEARBACK_HOME: z.string().default('./data'),
  HEARBACK_KEYS: z.string().optional(),
  HEARBACK_PROGRAMS: z.string().optional(),
  HEARBACK_LOG_LEVEL: z.enum(LEVELS, expected('level')).default('info'),
  HEARBACK_METRICS_TOKEN: z.string().min(16, expected('longer')).optional(),
  DATABASE_URL: z
    .string()
    .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)/, expected('database'))
    .optional(),
  HEARBACK_ROLES: z
    .string()
    .transform((text) => text.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(ROLES, expected('roles'))).min(1))
    .optional(),
  HEARBACK_ALLOW_EVICTION: z.enum(['0', '1'], expected('flag')).optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/.+/, expected('redis'))
    .optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce
    .number(expected('port'))
    .int(expected('port'))
    .min(0, expected('port'))
    .max(65_535, expected('port'))
    .default(3000),
  PUBLIC_URL: z.url(expected('publicUrl')).optional(),
  HEARBACK_SIMULATOR: z.enum(['0', '1'], expected('flag')).optional(),
  ...platformVariables,
})

/** Reads `.env` of the working folder, where there is one, into the environment; what is set already stays. */
export function loadEnvFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env')
}

/** The language of whoever types the command; known also where the settings are faulty. */
export function operatorLocale(env: NodeJS.ProcessEnv = process.env): Locale {
  return toLocale(env.LC_ALL || env.LC_MESSAGES || env.LANG) ?? 'en'
}

/**
 * The settings of the environment. The only place that reads it.
 * @throws HearbackError that names every faulty one
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const result = schema.safeParse(given)
  const faults = [
    ...(result.error?.issues ?? []).map((issue) => schemaFault(issue.path.join('.'), issue.message)),
    ...platformFaults(given),
    ...(result.success ? roleFaults(result.data) : []),
  ]
  if (!result.success || faults.length > 0) {
    throw new HearbackError('config', `Settings that cannot be used:\n${listed(faults, 'en')}`, {
      zh: `这些设置不能用：\n${listed(faults, 'zh-CN')}`,
    })
  }
  const set = result.data
  const home = resolve(set.HEARBACK_HOME)
  const platforms = readPlatforms(set)
  return {
    home,
    keys: resolve(set.HEARBACK_KEYS ?? `${home}-keys`),
    programs: set.HEARBACK_PROGRAMS === undefined ? null : resolve(set.HEARBACK_PROGRAMS),
    database: set.DATABASE_URL ?? `sqlite:${home}/hearback.sqlite`,
    host: set.HOST,
    port: set.PORT,
    publicUrl: set.PUBLIC_URL ?? null,
    logLevel: set.HEARBACK_LOG_LEVEL,
    nodeOptions: [...process.execArgv, ...(env.NODE_OPTIONS ?? '').split(/\s+/).filter((option) => option !== '')],
    locale: operatorLocale(env),
    platforms,
    simulator: set.HEARBACK_SIMULATOR === '1' || !usesPlatform(platforms),
    redis: set.REDIS_URL ?? null,
    allowEviction: set.HEARBACK_ALLOW_EVICTION === '1',
    roles: new Set(set.HEARBACK_ROLES ?? ROLES),
    secrets: { metricsToken: set.HEARBACK_METRICS_TOKEN ?? null },
  }
}

function listed(faults: readonly SettingFault[], locale: Locale): string {
  const colon = locale === 'zh-CN' ? '：' : ': '
  return [...new Set(faults.map(({ name, text }) => `  ${name}${colon}${text[locale]}`))].join('\n')
}

/** Roles can be spread over processes that share a database, and only where no simulator has to be kept in one of them. */
function roleFaults(set: z.infer<typeof schema>): SettingFault[] {
  if (new Set(set.HEARBACK_ROLES ?? ROLES).size === ROLES.length) return []
  return [
    ...(set.DATABASE_URL?.startsWith('postgres') ? [] : [ROLES_NEED_POSTGRES]),
    ...(set.HEARBACK_SIMULATOR === '1' || !usesPlatform(readPlatforms(set)) ? [ROLES_NEED_PLATFORM] : []),
  ]
}
