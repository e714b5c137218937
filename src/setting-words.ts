import type { Locale } from '#core'

type Said = Readonly<Record<Locale, string>>

/** A setting that cannot be used as it is, and what it should be. */
export interface SettingFault {
  readonly name: string
  readonly text: Said
}

/** What a value should be; the schema names the sentence. */
const EXPECTED = {
  level: {
    en: 'expected one of trace, debug, info, warn, error, silent',
    'zh-CN': '应该是 trace、debug、info、warn、error、silent 之一',
  },
  longer: { en: 'expected at least 16 characters', 'zh-CN': '至少要 16 个字符' },
  database: { en: 'expected sqlite:PATH or postgres://…', 'zh-CN': '应该是 sqlite:路径 或 postgres://…' },
  roles: { en: 'expected any of gateway, worker, web', 'zh-CN': '应该是 gateway、worker、web 中的一个或几个' },
  flag: { en: 'expected 0 or 1', 'zh-CN': '应该是 0 或 1' },
  redis: { en: 'expected redis://… or rediss://…', 'zh-CN': '应该是 redis://… 或 rediss://…' },
  port: { en: 'expected a port number up to 65535', 'zh-CN': '应该是不超过 65535 的端口号' },
  publicUrl: {
    en: 'expected an address such as https://hearback.example.com',
    'zh-CN': '应该是网址，例如 https://hearback.example.com',
  },
  url: {
    en: 'expected an address such as https://proxy.example.com',
    'zh-CN': '应该是网址，例如 https://proxy.example.com',
  },
  monthlyCalls: { en: 'expected a number of calls, 100 or more', 'zh-CN': '应该是调用次数，100 或更多' },
  callsPerSecond: { en: 'expected a number of calls, 4 or more', 'zh-CN': '应该是调用次数，4 或更多' },
  aesKey: { en: 'expected the 43 characters that WeCom shows', 'zh-CN': '应该是企业微信显示的 43 个字符' },
} satisfies Record<string, Said>

export type Expected = keyof typeof EXPECTED

/** Names the sentence, where the schema's own would be English. */
export const expected = (what: Expected): Expected => what

/** What the schema found wrong. */
export function schemaFault(name: string, message: string): SettingFault {
  return { name, text: message in EXPECTED ? EXPECTED[message as Expected] : { en: message, 'zh-CN': message } }
}

export function missingBeside(name: string, given: string): SettingFault {
  return { name, text: { en: `missing, since ${given} is set`, 'zh-CN': `设了 ${given}，就必须设它` } }
}

export const SLACK_DOOR: SettingFault = {
  name: 'SLACK_APP_TOKEN',
  text: {
    en: 'missing; set it (Socket Mode), or SLACK_SIGNING_SECRET (HTTP)',
    'zh-CN': '没有设；请设它（Socket Mode），或设 SLACK_SIGNING_SECRET（HTTP）',
  },
}

export const ROLES_NEED_POSTGRES: SettingFault = {
  name: 'HEARBACK_ROLES',
  text: {
    en: 'roles are spread over processes on PostgreSQL only; set DATABASE_URL, or leave HEARBACK_ROLES unset',
    'zh-CN': '只有用 PostgreSQL 才能把角色分到几个进程；请设 DATABASE_URL，或不设 HEARBACK_ROLES',
  },
}

export const ROLES_NEED_PLATFORM: SettingFault = {
  name: 'HEARBACK_ROLES',
  text: {
    en: 'the simulator needs all roles in one process; connect a platform and leave HEARBACK_SIMULATOR unset, or leave HEARBACK_ROLES unset',
    'zh-CN': '模拟器要求所有角色在同一个进程里；请接上平台并且不设 HEARBACK_SIMULATOR，或不设 HEARBACK_ROLES',
  },
}
