import { type Finding, type Locale, loggable } from '#core'
import type { ApiClient } from './api-client.ts'
import { ApiError } from './api-error.ts'
import type { DingtalkSettings } from './settings.ts'

/** Whether DingTalk takes the settings; opens no connection, so that a running server keeps its own. */
export async function checkDingtalk(api: ApiClient, settings: DingtalkSettings, locale: Locale): Promise<Finding[]> {
  const text = WORDS[locale]
  const templates = settings.cardTemplateId ?? settings.formTemplateId
  const unused: Finding[] = templates === null ? [] : [{ mark: '!', text: text.templates }]
  try {
    await api.token()
    return [{ mark: '✓', text: text.token }, { mark: '✓', text: text.budget(settings.monthlyCalls) }, ...unused]
  } catch (error) {
    const { code } = loggable(error)
    const said = error instanceof ApiError ? text.refused(code) : text.unreached(code)
    return [{ mark: '✗', text: said }, ...unused]
  }
}

const WORDS = {
  'zh-CN': {
    token: '钉钉：应用凭证有效。',
    budget: (calls: number) => `钉钉：每月调用额度按 ${calls} 次计算（DINGTALK_MONTHLY_CALLS）。`,
    templates: '钉钉：这个版本还不使用卡片模板；选项用编号回复，私密表单在网页上填写。',
    refused: (code: string) =>
      `钉钉不接受应用凭证（${code}）。请核对 DINGTALK_CLIENT_ID 和 DINGTALK_CLIENT_SECRET，应用须已发布。`,
    unreached: (code: string) => `连不上钉钉（${code}）。请检查网络、代理和 DINGTALK_API_URL。`,
  },
  en: {
    token: 'DingTalk: the credentials of the application are taken.',
    budget: (calls: number) => `DingTalk: counting on ${calls} calls a month (DINGTALK_MONTHLY_CALLS).`,
    templates:
      'DingTalk: this version does not use card templates yet; choices are answered by their number, private forms are pages.',
    refused: (code: string) =>
      `DingTalk does not take the credentials (${code}). Check DINGTALK_CLIENT_ID and DINGTALK_CLIENT_SECRET; the application has to be published.`,
    unreached: (code: string) =>
      `DingTalk cannot be reached (${code}). Check the network, the proxy and DINGTALK_API_URL.`,
  },
} as const
