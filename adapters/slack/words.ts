import type { Locale } from '#core'

const zh = {
  botTokenShape: 'SLACK_BOT_TOKEN 应以 xoxb- 开头：请到应用的“OAuth & Permissions”页复制 Bot User OAuth Token。',
  appTokenShape:
    'SLACK_APP_TOKEN 应以 xapp- 开头：请到应用的“Basic Information”页，在 App-Level Tokens 下生成，权限选 connections:write。',
  unreachable: (code: string) =>
    `连不上 Slack（${code}）。请检查这台机器能否访问 slack.com，或 SLACK_API_URL 是否写对。`,
  botToken: (code: string) => `Slack 不接受 SLACK_BOT_TOKEN（${code}）。请重新安装应用，再复制新的令牌。`,
  reached: (team: string) => `Slack：已连上工作区 ${team}`,
  scopes: (missing: string) =>
    `Slack 应用缺少权限：${missing}。请按 docs/slack/manifest.yaml 更新应用清单，然后重新安装应用。`,
  scopesRight: 'Slack：权限齐全',
  appToken: (code: string) =>
    `Slack 不接受 SLACK_APP_TOKEN（${code}）。请确认它属于同一个应用、有 connections:write 权限，并且应用已打开 Socket Mode。`,
  socketRight: 'Slack：Socket Mode 可用，不需要公网地址',
  http: (url: string) => `Slack：通过 HTTP 接收。请确认应用里的请求地址都是 ${url}`,
  httpNoUrl: 'Slack 通过 HTTP 接收，但没有设置 PUBLIC_URL。请设置，或改用 Socket Mode（SLACK_APP_TOKEN）。',
}

type Words = typeof zh

const en: Words = {
  botTokenShape: 'SLACK_BOT_TOKEN should begin with xoxb-: copy the Bot User OAuth Token from “OAuth & Permissions”.',
  appTokenShape:
    'SLACK_APP_TOKEN should begin with xapp-: make one under “Basic Information”, App-Level Tokens, with connections:write.',
  unreachable: (code) =>
    `Slack cannot be reached (${code}). Check that this machine can open slack.com, and that SLACK_API_URL is right.`,
  botToken: (code) => `Slack does not accept SLACK_BOT_TOKEN (${code}). Reinstall the app and copy the new token.`,
  reached: (team) => `Slack: connected to the workspace ${team}`,
  scopes: (missing) =>
    `The Slack app lacks scopes: ${missing}. Update its manifest from docs/slack/manifest.yaml, then reinstall the app.`,
  scopesRight: 'Slack: all scopes are there',
  appToken: (code) =>
    `Slack does not accept SLACK_APP_TOKEN (${code}). It must belong to the same app and have connections:write, and Socket Mode must be on.`,
  socketRight: 'Slack: Socket Mode works; no public address is needed',
  http: (url) => `Slack: listens over HTTP. The app’s request URLs should all be ${url}`,
  httpNoUrl: 'Slack is to deliver over HTTP, but PUBLIC_URL is not set. Set it, or use Socket Mode (SLACK_APP_TOKEN).',
}

const WORDS: Readonly<Record<Locale, Words>> = { 'zh-CN': zh, en }

export function words(locale: Locale): Words {
  return WORDS[locale]
}
