import type { Locale } from '#core'

const zh = {
  token: '钉钉：应用凭证有效。',
  budget: (calls: number) => `钉钉：每月调用额度按 ${calls} 次计算（DINGTALK_MONTHLY_CALLS）。`,
  contacts: (count: number) => `钉钉通讯录：能读，公司下面有 ${count} 个部门。`,
  noContacts: (code: string) =>
    `读不到钉钉通讯录（${code}）。请给应用开通通讯录的读权限，权限范围选全部员工，再发布一个版本；或者用 import people 导入名单。`,
  cards:
    '钉钉：有卡片模板，消息可以带按钮（DINGTALK_CARD_TEMPLATE_ID）。模板是否已发布、能否被这个应用使用，只有发一次才知道。',
  noCards: '钉钉：没有卡片模板（DINGTALK_CARD_TEMPLATE_ID）：选项用编号回复。模板在 docs/dingtalk/card.json。',
  forms: '钉钉：有表单模板，表单以卡片填写（DINGTALK_FORM_TEMPLATE_ID）；匿名的“有话直说”始终在网页上填写。',
  noForms: '钉钉：没有表单模板（DINGTALK_FORM_TEMPLATE_ID）：表单在网页上填写。模板在 docs/dingtalk/form.json。',
  page: (url: string) => `表单网页：${url}/f/…`,
  noPage: '没有 PUBLIC_URL：“有话直说”和没有卡片的表单只能用网页填，现在打不开。',
  refused: (code: string) =>
    `钉钉不接受应用凭证（${code}）。请核对 DINGTALK_CLIENT_ID 和 DINGTALK_CLIENT_SECRET，应用须已发布。`,
  unreached: (code: string) => `连不上钉钉（${code}）。请检查网络、代理和 DINGTALK_API_URL。`,
}

type Words = typeof zh
export type CheckWords = Words

const en: Words = {
  token: 'DingTalk: the credentials of the application are taken.',
  budget: (calls) => `DingTalk: counting on ${calls} calls a month (DINGTALK_MONTHLY_CALLS).`,
  contacts: (count) => `DingTalk contacts: can be read; ${count} departments stand right under the company.`,
  noContacts: (code) =>
    `The DingTalk contacts cannot be read (${code}). Give the application the permissions to read them, with all staff as their scope, and publish a version; or bring the list with import people.`,
  cards:
    'DingTalk: there is a card template, messages can have buttons (DINGTALK_CARD_TEMPLATE_ID). Whether it is published and may be used by this application is known only when a card is sent.',
  noCards:
    'DingTalk: no card template (DINGTALK_CARD_TEMPLATE_ID): choices are answered by their number. There is one in docs/dingtalk/card.json.',
  forms:
    'DingTalk: there is a form template, forms are filled in on cards (DINGTALK_FORM_TEMPLATE_ID); speaking up is always done on its page.',
  noForms:
    'DingTalk: no form template (DINGTALK_FORM_TEMPLATE_ID): forms are pages. There is one in docs/dingtalk/form.json.',
  page: (url) => `The page of forms: ${url}/f/…`,
  noPage: 'No PUBLIC_URL: speaking up, and forms without a card, are pages, and they cannot be opened now.',
  refused: (code) =>
    `DingTalk does not take the credentials (${code}). Check DINGTALK_CLIENT_ID and DINGTALK_CLIENT_SECRET; the application has to be published.`,
  unreached: (code) => `DingTalk cannot be reached (${code}). Check the network, the proxy and DINGTALK_API_URL.`,
}

const WORDS: Readonly<Record<Locale, Words>> = { 'zh-CN': zh, en }

export function words(locale: Locale): Words {
  return WORDS[locale]
}
