import { z } from 'zod'
import { expected, missingBeside, type SettingFault, SLACK_DOOR } from './setting-words.ts'

/** The settings of every platform; null for one that is not used. Secrets stand apart, so that the rest can be shown. */
export interface PlatformSettings {
  readonly slack: SlackSettings | null
  readonly dingtalk: DingtalkSettings | null
  readonly wecom: WecomSettings | null
  readonly wechaty: WechatySettings | null
}

interface SlackSettings {
  readonly apiUrl: string | null
  /** With an app token it listens by Socket Mode, else to signed HTTP deliveries. */
  readonly secrets: {
    readonly botToken: string
    readonly appToken: string | null
    readonly signingSecret: string | null
  }
}

interface DingtalkSettings {
  readonly clientId: string
  readonly robotCode: string
  /** Calls that the edition gives the whole organisation in a month. */
  readonly monthlyCalls: number
  /** Calls of one kind in a second. */
  readonly callsPerSecond: number
  readonly cardTemplateId: string | null
  readonly formTemplateId: string | null
  readonly apiUrl: string | null
  readonly oapiUrl: string | null
  readonly secrets: { readonly clientSecret: string }
}

interface WecomSettings {
  /** The bot on the long connection; null where there is none. */
  readonly bot: { readonly id: string; readonly wsUrl: string | null } | null
  /** The self-built application; null where there is none. */
  readonly app: { readonly corpId: string; readonly agentId: string; readonly apiUrl: string | null } | null
  readonly secrets: {
    readonly botSecret: string | null
    readonly agentSecret: string | null
    /** For callbacks of the application; null where they are not set up. */
    readonly callback: { readonly token: string; readonly encodingAesKey: string } | null
  }
}

interface WechatySettings {
  readonly endpoint: string | null
  readonly secrets: { readonly token: string }
}

/** What DingTalk's standard edition gives an organisation in a month, and an application in a second. */
const STANDARD_CALLS = 5000
const STANDARD_CALLS_PER_SECOND = 20

const url = z.url(expected('url')).optional()
const word = z.string().optional()

/** The environment's part of it. */
export const platformVariables = {
  SLACK_BOT_TOKEN: word,
  SLACK_APP_TOKEN: word,
  SLACK_SIGNING_SECRET: word,
  SLACK_API_URL: url,
  DINGTALK_CLIENT_ID: word,
  DINGTALK_CLIENT_SECRET: word,
  DINGTALK_ROBOT_CODE: word,
  DINGTALK_MONTHLY_CALLS: z
    .string()
    .regex(/^\d{3,9}$/, expected('monthlyCalls'))
    .optional(),
  DINGTALK_CALLS_PER_SECOND: z
    .string()
    .regex(/^([4-9]|\d{2,3})$/, expected('callsPerSecond'))
    .optional(),
  DINGTALK_CARD_TEMPLATE_ID: word,
  DINGTALK_FORM_TEMPLATE_ID: word,
  DINGTALK_API_URL: url,
  DINGTALK_OAPI_URL: url,
  WECOM_BOT_ID: word,
  WECOM_BOT_SECRET: word,
  WECOM_WS_URL: url,
  WECOM_CORP_ID: word,
  WECOM_AGENT_ID: word,
  WECOM_AGENT_SECRET: word,
  WECOM_TOKEN: word,
  WECOM_ENCODING_AES_KEY: z.string().length(43, expected('aesKey')).optional(),
  WECOM_API_URL: url,
  WECHATY_TOKEN: word,
  WECHATY_ENDPOINT: word,
}

type Variables = { readonly [Name in keyof typeof platformVariables]?: string | undefined }
type Name = keyof Variables

/** Names that mean nothing without others: when one of the first is set, all of the second must be. */
const TOGETHER: readonly (readonly [anyOf: readonly Name[], allOf: readonly Name[]])[] = [
  [['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'], ['SLACK_BOT_TOKEN']],
  [
    ['DINGTALK_CLIENT_ID', 'DINGTALK_CLIENT_SECRET'],
    ['DINGTALK_CLIENT_ID', 'DINGTALK_CLIENT_SECRET'],
  ],
  [
    ['WECOM_BOT_ID', 'WECOM_BOT_SECRET'],
    ['WECOM_BOT_ID', 'WECOM_BOT_SECRET'],
  ],
  [
    ['WECOM_CORP_ID', 'WECOM_AGENT_ID', 'WECOM_AGENT_SECRET', 'WECOM_TOKEN', 'WECOM_ENCODING_AES_KEY'],
    ['WECOM_CORP_ID', 'WECOM_AGENT_ID', 'WECOM_AGENT_SECRET'],
  ],
  [
    ['WECOM_TOKEN', 'WECOM_ENCODING_AES_KEY'],
    ['WECOM_TOKEN', 'WECOM_ENCODING_AES_KEY'],
  ],
]

/** What of the platforms' settings is half done. */
export function platformFaults(set: Variables): SettingFault[] {
  const half = TOGETHER.flatMap(([anyOf, allOf]) => {
    const given = anyOf.find((name) => set[name] !== undefined)
    if (given === undefined) return []
    return allOf.filter((name) => set[name] === undefined).map((name) => missingBeside(name, given))
  })
  const silent = set.SLACK_BOT_TOKEN && !set.SLACK_APP_TOKEN && !set.SLACK_SIGNING_SECRET
  return [...half, ...(silent ? [SLACK_DOOR] : [])]
}

/** To be asked when there are no faults. */
export function readPlatforms(set: Variables): PlatformSettings {
  return { slack: slack(set), dingtalk: dingtalk(set), wecom: wecom(set), wechaty: wechaty(set) }
}

/** Whether any platform is used: the program then serves the company's own data. */
export function usesPlatform(platforms: PlatformSettings): boolean {
  return Object.values(platforms).some((settings) => settings !== null)
}

function slack(set: Variables): SlackSettings | null {
  if (!set.SLACK_BOT_TOKEN) return null
  return {
    apiUrl: set.SLACK_API_URL ?? null,
    secrets: {
      botToken: set.SLACK_BOT_TOKEN,
      appToken: set.SLACK_APP_TOKEN ?? null,
      signingSecret: set.SLACK_SIGNING_SECRET ?? null,
    },
  }
}

function dingtalk(set: Variables): DingtalkSettings | null {
  if (!set.DINGTALK_CLIENT_ID || !set.DINGTALK_CLIENT_SECRET) return null
  return {
    clientId: set.DINGTALK_CLIENT_ID,
    // A robot made with its application has the application's id.
    robotCode: set.DINGTALK_ROBOT_CODE ?? set.DINGTALK_CLIENT_ID,
    monthlyCalls: Number(set.DINGTALK_MONTHLY_CALLS ?? STANDARD_CALLS),
    callsPerSecond: Number(set.DINGTALK_CALLS_PER_SECOND ?? STANDARD_CALLS_PER_SECOND),
    cardTemplateId: set.DINGTALK_CARD_TEMPLATE_ID ?? null,
    formTemplateId: set.DINGTALK_FORM_TEMPLATE_ID ?? null,
    apiUrl: set.DINGTALK_API_URL ?? null,
    oapiUrl: set.DINGTALK_OAPI_URL ?? null,
    secrets: { clientSecret: set.DINGTALK_CLIENT_SECRET },
  }
}

function wecom(set: Variables): WecomSettings | null {
  const bot = set.WECOM_BOT_ID ? { id: set.WECOM_BOT_ID, wsUrl: set.WECOM_WS_URL ?? null } : null
  const app =
    set.WECOM_CORP_ID && set.WECOM_AGENT_ID
      ? { corpId: set.WECOM_CORP_ID, agentId: set.WECOM_AGENT_ID, apiUrl: set.WECOM_API_URL ?? null }
      : null
  if (!bot && !app) return null
  const callback =
    set.WECOM_TOKEN && set.WECOM_ENCODING_AES_KEY
      ? { token: set.WECOM_TOKEN, encodingAesKey: set.WECOM_ENCODING_AES_KEY }
      : null
  const secrets = { botSecret: set.WECOM_BOT_SECRET ?? null, agentSecret: set.WECOM_AGENT_SECRET ?? null, callback }
  return { bot, app, secrets }
}

function wechaty(set: Variables): WechatySettings | null {
  if (!set.WECHATY_TOKEN) return null
  return { endpoint: set.WECHATY_ENDPOINT ?? null, secrets: { token: set.WECHATY_TOKEN } }
}
