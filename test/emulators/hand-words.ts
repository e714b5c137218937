import type { FaultName } from './hand-page.ts'

interface HandWords {
  readonly title: string
  readonly platforms: string
  readonly people: string
  readonly places: string
  readonly direct: string
  readonly channel: string
  readonly say: string
  readonly send: string
  readonly submit: string
  readonly form: string
  readonly empty: string
  readonly saw: string
  readonly faults: Readonly<Record<FaultName, string>>
}

const zh: HandWords = {
  title: '模拟平台',
  platforms: '平台',
  people: '扮演谁',
  places: '在哪里',
  direct: '和机器人单聊',
  channel: '人事群（发言会 @ 机器人）',
  say: '说点什么',
  send: '发送',
  submit: '提交表单',
  form: '有一张表单打开了，点这里填写',
  empty: '还没有消息。',
  saw: '平台看到了什么（JSON）',
  faults: { drop: '断开连接', redeliver: '全部重发一遍', limit: '下一次调用限流', kick: '踢下线' },
}

const en: HandWords = {
  title: 'Emulated platforms',
  platforms: 'Platform',
  people: 'You are',
  places: 'Where',
  direct: 'alone with the bot',
  channel: 'HR’s channel (calls the bot)',
  say: 'Say something',
  send: 'Send',
  submit: 'Submit the form',
  form: 'A form has opened: fill it in here',
  empty: 'No messages yet.',
  saw: 'What the platform saw (JSON)',
  faults: { drop: 'Drop the connection', redeliver: 'Deliver all again', limit: 'Limit the next call', kick: 'Kick' },
}

/** The page's words, in what the browser asks for. */
export function handWords(accepted: string | undefined): { readonly lang: string; readonly words: HandWords } {
  return /^\s*zh/i.test(accepted ?? '') ? { lang: 'zh-CN', words: zh } : { lang: 'en', words: en }
}
