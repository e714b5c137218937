import { type Finding, type Locale, loggable } from '#core'
import type { ApiClient } from './api-client.ts'
import { ApiError } from './api-error.ts'
import type { OapiClient } from './oapi-client.ts'
import type { DingtalkSettings } from './settings.ts'
import { type CheckWords, words } from './words.ts'

interface Checked {
  readonly api: ApiClient
  readonly oapi: OapiClient
  readonly settings: DingtalkSettings
  readonly publicUrl: string | null
}

const ok = (text: string): Finding => ({ mark: '✓', text })
const note = (text: string): Finding => ({ mark: '!', text })
const wrong = (text: string): Finding => ({ mark: '✗', text })

/** Whether DingTalk takes the settings, and what is missing for what; opens no connection, so that a running server keeps its own. */
export async function checkDingtalk({ api, oapi, settings, publicUrl }: Checked, locale: Locale): Promise<Finding[]> {
  const text = words(locale)
  const { cardTemplateId, formTemplateId, monthlyCalls } = settings
  const shown = [
    cardTemplateId === null ? note(text.noCards) : ok(text.cards),
    formTemplateId === null ? note(text.noForms) : ok(text.forms),
    publicUrl === null ? wrong(text.noPage) : ok(text.page(publicUrl)),
  ]
  try {
    await api.token()
    return [ok(text.token), ok(text.budget(monthlyCalls)), await contacts(oapi, text), ...shown]
  } catch (error) {
    const { code } = loggable(error)
    return [wrong(error instanceof ApiError ? text.refused(code) : text.unreached(code)), ...shown]
  }
}

/** Whether the staff list can be read; such calls are not counted. */
async function contacts(oapi: OapiClient, text: CheckWords): Promise<Finding> {
  try {
    const below = await oapi.call('/topapi/v2/department/listsub', { dept_id: 1 })
    return ok(text.contacts(Array.isArray(below) ? below.length : 0))
  } catch (error) {
    return wrong(text.noContacts(loggable(error).code))
  }
}
