import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { QPS } from './dingtalk/faults.ts'
import { PlayedDingtalk } from './dingtalk/played-dingtalk.ts'
import { CARD_TEMPLATE, FORM_TEMPLATE } from './dingtalk/templates.ts'
import { type Hand, handPage } from './hand-page.ts'
import { PlayedSlack } from './slack/played-slack.ts'
import { APP_TOKEN, BOT_TOKEN } from './slack/slack-emulator.ts'
import { PlayedWecom } from './wecom/played-wecom.ts'
import { APP, BOT } from './wecom/wecom-emulator.ts'

/** Who is there to be played: people of the sample company. */
const PEOPLE = ['E001', 'E002', 'E003', 'E006', 'E010', 'E011']

/** As much of what a platform saw as is shown. */
const LATEST = 50

/** By which DingTalk is written to. */
const SENDS = ['/v1.0/robot/oToMessages/batchSend', '/v1.0/card/instances/createAndDeliver']

/** An emulator that runs, with what a bot has to be told to find it. */
interface Running extends Hand {
  readonly column: string
  readonly settings: Readonly<Record<string, string>>
}

export async function startEmulators(
  port: number,
): Promise<{ url: string; settings: string; stop: () => Promise<void> }> {
  const slack = await PlayedSlack.start('socket', { limits: 1 })
  const wecom = await PlayedWecom.start('both')
  const played = await PlayedDingtalk.start('cards', { secondMs: 1000 })
  const { dingtalk } = played
  const running: Running[] = [
    {
      platform: slack,
      faults: {
        drop: () => slack.slack.hub.drop(),
        redeliver: () => void slack.redeliver(),
        limit: () => slack.slack.faults.plan('chat.postMessage', { kind: 'limited', retryAfter: 5 }),
        kick: () => slack.slack.hub.refresh(),
      },
      saw: () => ({ calls: slack.slack.calls.slice(-LATEST), messages: slack.slack.workspace.messages.slice(-LATEST) }),
      column: 'slack_id',
      settings: { SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_APP_TOKEN: APP_TOKEN, SLACK_API_URL: slack.slack.apiUrl },
    },
    {
      platform: played,
      faults: {
        drop: () => dingtalk.hub.closeAll(),
        redeliver: () => void played.redeliver(),
        limit: () => {
          for (const path of SENDS) dingtalk.faults.plan(path, QPS)
        },
        kick: () => dingtalk.hub.disconnect(),
      },
      saw: () => ({
        calls: dingtalk.calls.slice(-LATEST),
        shown: dingtalk.organisation.shown.slice(-LATEST).map(({ file, card, ...rest }) => ({
          ...rest,
          file: file?.name,
          card: card && { outTrackId: card.outTrackId, public: card.public, private: card.private },
        })),
      }),
      column: 'dingtalk_id',
      settings: {
        DINGTALK_CLIENT_ID: dingtalk.clientId,
        DINGTALK_CLIENT_SECRET: dingtalk.clientSecret,
        DINGTALK_CARD_TEMPLATE_ID: CARD_TEMPLATE.id,
        DINGTALK_FORM_TEMPLATE_ID: FORM_TEMPLATE.id,
        DINGTALK_API_URL: dingtalk.url,
        DINGTALK_OAPI_URL: dingtalk.url,
      },
    },
    {
      platform: wecom,
      faults: {
        drop: () => wecom.emulator.bot.drop(),
        redeliver: () => void wecom.redeliver(),
        limit: () => {
          wecom.emulator.faults.busy = 1
        },
        kick: () => wecom.emulator.bot.evict(),
      },
      saw: () => ({
        shown: wecom.emulator.tenant.shown.slice(-LATEST).map(({ file, ...rest }) => ({ ...rest, file: file?.name })),
        pushed: wecom.emulator.bot.pushed.slice(-LATEST),
      }),
      column: 'wecom_id',
      settings: {
        WECOM_BOT_ID: BOT.id,
        WECOM_BOT_SECRET: BOT.secret,
        WECOM_WS_URL: wecom.emulator.wsUrl,
        WECOM_CORP_ID: APP.corpId,
        WECOM_AGENT_ID: APP.agentId,
        WECOM_AGENT_SECRET: APP.secret,
        WECOM_API_URL: wecom.emulator.apiUrl,
      },
    },
  ]
  const hono = new Hono()
  // One platform at a time: a person with several accounts is answered on the first.
  hono.get('/people.csv', (c) =>
    c.text(staffList(running.filter(({ platform }) => platform.platform === c.req.query('on')))),
  )
  hono.get('/company.yaml', (c) => {
    const found = running.find(({ platform }) => platform.platform === c.req.query('on'))
    return found ? c.text(companyFile(found)) : c.notFound()
  })
  hono.route('/', handPage(running, PEOPLE))
  const { promise, resolve } = Promise.withResolvers<number>()
  const server = serve({ fetch: hono.fetch, hostname: '127.0.0.1', port }, (info) => resolve(info.port))
  const url = `http://127.0.0.1:${await promise}`
  const lines = running.flatMap(({ settings }) => Object.entries(settings).map(([name, value]) => `${name}=${value}`))
  return {
    url,
    settings: lines.join('\n'),
    stop: async () => {
      server.close()
      await Promise.all([slack.stop(), played.stop(), wecom.stop()])
    },
  }
}

/** Who is who, so that everything is open at once. */
function companyFile({ platform }: Running): string {
  const channel = platform.hrChannel === null ? '' : `channels: { hr: "${platform.platform}:${platform.hrChannel}" }\n`
  return `company: { zh-CN: 模拟公司, en: Emulated company }
language: zh-CN
time_zone: Asia/Shanghai
calendar: china
release: immediate
contact: { zh-CN: 请联系人事部。, en: Please ask HR. }
roles: { hr: [E002, E003], coordinator: [E003], outside: [E001], sales_lead: [E006], store_manager: [E006], sales: [E006], admin: [E002] }
${channel}`
}

/** The staff list to import, with everybody's accounts. */
function staffList(running: readonly Running[]): string {
  const header = ['id', 'name', ...running.map(({ column }) => column)]
  const rows = PEOPLE.map((id) => [id, id, ...running.map(({ platform }) => platform.account(id))])
  return [header, ...rows].map((row) => `${row.join(',')}\n`).join('')
}

if (import.meta.main) {
  const { url, settings } = await startEmulators(Number(process.env.PORT ?? 4100))
  process.stdout.write(
    `Settings for the bot, one platform at a time:\n\n${settings}\n\nWho is who there, with HEARBACK_PROGRAMS=./emulated: mkdir -p emulated; curl '${url}/company.yaml?on=slack' > emulated/company.yaml\nIts staff list: curl '${url}/people.csv?on=slack' > people.csv; node hearback.js import people people.csv\nPlay its people: ${url}\n`,
  )
}
