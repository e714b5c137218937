import type { Locale } from '#core'

/** Said in a group to somebody whom the bot cannot reach alone; in both languages, since theirs is not known there. */
export const PLEASE_WRITE_FIRST =
  '这件事只能单独告诉您。请先打开和我的单聊，发一句“帮助”，再回来操作。\nThis is for you alone. Please open a chat with me and say “help” there first, then come back.'

const zh = {
  bot: (id: string) =>
    `企业微信机器人 ${id}：已配置。同一机器人只能有一个连接，所以这里不去连；连上没有，看 serve 的日志里的 wecom.subscribed。`,
  botState: (state: string) => `企业微信机器人的长连接：${STATES_ZH[state] ?? state}`,
  noBot: '没有配置机器人（WECOM_BOT_ID、WECOM_BOT_SECRET）：群里收不到消息，HR 的来信会逐个发给处理人。',
  noApp: '没有配置自建应用（WECOM_CORP_ID 等）：不能先给人发消息，也读不到通讯录。',
  token: '自建应用：拿到了 access_token。',
  noToken: (code: string) => `自建应用：拿不到 access_token（${code}）。请核对 WECOM_CORP_ID 和 WECOM_AGENT_SECRET。`,
  unreachable: (code: string) => `连不上企业微信的接口（${code}）。请检查网络、代理和 WECOM_API_URL。`,
  ip: (from: string) =>
    `企业微信不接受来自这台机器的调用（60020）。请在应用的“企业可信 IP”里加上${from === '' ? '这台机器的出口 IP' : ` ${from}`}。`,
  ipOk: '企业可信 IP：接口可以调用。',
  call: (code: string) => `接口调用被拒绝（${code}）。`,
  contacts: (count: number) => `通讯录：应用可见 ${count} 个部门。`,
  noContacts: (code: string) => `读不到通讯录（${code}）。请在应用的“可见范围”里加上要用到的部门。`,
  callback: (url: string) => `接收消息：回调地址应为 ${url}。`,
  noCallback:
    '没有配置接收消息（WECOM_TOKEN、WECOM_ENCODING_AES_KEY）：应用发的卡片没有按钮，员工在应用里回复也收不到。',
  callbackNoUrl: '配置了接收消息，但没有 PUBLIC_URL：企业微信找不到这里。',
  noPage: '没有 PUBLIC_URL：需要写字的表单（包括有话直说）在企业微信里只能用网页填，现在打不开。',
  page: (url: string) => `表单网页：${url}/f/…`,
}

type Words = typeof zh

const en: Words = {
  bot: (id) =>
    `WeCom bot ${id} is set up. A bot may have one connection only, so it is not tried from here; whether it stands is in the log of serve: wecom.subscribed.`,
  botState: (state) => `The WeCom bot's long connection: ${STATES_EN[state] ?? state}`,
  noBot:
    'No bot is set up (WECOM_BOT_ID, WECOM_BOT_SECRET): nothing is heard in groups, and HR gets each message one by one instead of in a channel.',
  noApp:
    'No self-built application is set up (WECOM_CORP_ID …): nobody can be written to first, and the contacts cannot be read.',
  token: 'Self-built application: got an access token.',
  noToken: (code) => `Self-built application: no access token (${code}). Check WECOM_CORP_ID and WECOM_AGENT_SECRET.`,
  unreachable: (code) =>
    `WeCom's interfaces cannot be reached (${code}). Check the network, the proxy and WECOM_API_URL.`,
  ip: (from) =>
    `WeCom refuses calls from this machine (60020). Add ${from === '' ? 'the address it is seen under' : from} to the application's trusted IPs.`,
  ipOk: 'Trusted IP: the interfaces can be called.',
  call: (code) => `A call was refused (${code}).`,
  contacts: (count) => `Contacts: the application sees ${count} departments.`,
  noContacts: (code) =>
    `The contacts cannot be read (${code}). Add the departments to the application's visible range.`,
  callback: (url) => `Receiving messages: the callback address is ${url}.`,
  noCallback:
    "Receiving messages is not set up (WECOM_TOKEN, WECOM_ENCODING_AES_KEY): the application's cards have no buttons, and what people answer there is not heard.",
  callbackNoUrl: 'Receiving messages is set up, but PUBLIC_URL is not: WeCom cannot find this program.',
  noPage:
    'No PUBLIC_URL: forms with text (speak-up, too) are filled in on a page in WeCom, and it cannot be opened now.',
  page: (url) => `The page of forms: ${url}/f/…`,
}

const STATES_ZH: Readonly<Record<string, string>> = {
  off: '未启动',
  connecting: '正在连接',
  up: '已连上',
  waiting: '断开，等待重连',
  refused: '密钥不对，请核对 WECOM_BOT_ID 和 WECOM_BOT_SECRET',
  kicked: '被同一机器人的另一个连接挤下线，等待中。请确认没有别的程序在用这个机器人',
}

const STATES_EN: Readonly<Record<string, string>> = {
  off: 'not started',
  connecting: 'connecting',
  up: 'up',
  waiting: 'down, waiting to reconnect',
  refused: 'credentials refused: check WECOM_BOT_ID and WECOM_BOT_SECRET',
  kicked: 'ended by another connection of the same bot, waiting. See that no other program uses this bot',
}

export type CheckWords = Words

export function words(locale: Locale): Words {
  return locale === 'zh-CN' ? zh : en
}
