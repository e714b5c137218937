import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Capabilities } from '#core'
import { checkPresentation } from '#domain'
import { capabilitiesOf as dingtalkCapabilities } from '../../adapters/dingtalk/capabilities.ts'
import { CAPABILITIES as SLACK } from '../../adapters/slack/capabilities.ts'
import { SHIPPED_DEFINITIONS } from '../../src/flows.ts'
import { ProgramsHolder } from '../../src/programs-holder.ts'
import { SAMPLE_FOLDER } from '../../src/sample-company.ts'
import { examineCompany } from '../support/examine-company.ts'
import { PlayedAdapter } from '../support/played-adapter.ts'
import { scratchFolder } from '../support/scratch.ts'
import { importPeople, startCompany } from '../support/start-company.ts'

/** A platform that can do less. */
class NarrowAdapter extends PlayedAdapter {
  override readonly capabilities: Capabilities

  constructor(less: Partial<Capabilities>) {
    super()
    this.capabilities = { ...PLENTY, ...less }
  }
}

const DINGTALK = dingtalkCapabilities({
  ...{ clientId: 'c', robotCode: 'c', monthlyCalls: 5000, callsPerSecond: 20, apiUrl: null, oapiUrl: null },
  ...{ cardTemplateId: 'card', formTemplateId: 'form', secrets: { clientSecret: 's' } },
})
const PLENTY = new PlayedAdapter().capabilities
const STAFF = ['id,name,department,slack_id', 'E1,王芳,人事部,U1', 'E2,李敏,人事部,U2', 'E3,赵外,外部,U3']

const COMPANY = `
company: { zh-CN: 本公司, en: Our company }
contact: { zh-CN: 请联系人事部。, en: Please ask HR. }
roles: { hr: [E1], coordinator: [E1], outside: [E3], sales_lead: [], store_manager: [], admin: [] }
channels: { hr: 'slack:C-hr' }
`

async function start(less: Partial<Capabilities>) {
  const platform = new NarrowAdapter(less)
  const folder = scratchFolder()
  writeFileSync(join(folder, 'company.yaml'), COMPANY)
  const env = { PUBLIC_URL: 'https://hearback.example', HEARBACK_PROGRAMS: folder }
  const started = await startCompany({ platform, env })
  await importPeople(started.config, STAFF)
  return { ...started, platform }
}

describe('what a platform cannot do', () => {
  test('a hint for one person in a channel goes to them directly, and says what it is about', async () => {
    const hint = async (ephemeral: boolean) => {
      const { platform } = await start({ ephemeral })
      return (await platform.say('U2', '绑定 人事 ABCD-EFGH', 'C-hr')).notices?.[0]?.text
    }
    expect(await hint(true)).toBe('只有管理员能这样做。')
    expect(await hint(false)).toBe('（关于您刚才在群里做的）\n只有管理员能这样做。')
  })

  test('a form with more fields than its forms hold is filled in on its page', async () => {
    const open = async (fields: number) => {
      const { sheet } = PLENTY
      const { platform } = await start({ sheet: sheet && { ...sheet, fields } })
      return platform.say('U2', '有话直说')
    }
    const shown = await open(100)
    expect(shown).toMatchObject({ sheet: {} })
    const elsewhere = await open(2)
    expect(elsewhere.sheet).toBeUndefined()
    expect(JSON.stringify(elsewhere.notices)).toContain('https://hearback.example/f/')
  })

  test('whoever writes a form hears what of it is too long: for one form, one message, one answer', () => {
    const programs = new ProgramsHolder([...SHIPPED_DEFINITIONS, SAMPLE_FOLDER], 'zh-CN').current()
    const { buttons, titleMax, textMax, sheet } = PLENTY
    const notes = (less: object, lessOfSheet: object = {}) =>
      checkPresentation(programs, {
        ...{ platform: 'X', buttons, titleMax, textMax, ...less },
        sheet: sheet && { ...sheet, ...lessOfSheet },
      }).map(({ text }) => text.en)
    expect(notes({})).toEqual([])
    expect(notes({}, { fields: 3 })).toContainEqual(expect.stringMatching(/questions; a form on X holds 3/))
    expect(notes({ textMax: 8 })).toContainEqual(expect.stringMatching(/X takes 8 in a message/))
    expect(notes({}, { labelMax: 8 })).toContainEqual(expect.stringMatching(/X takes 8 in a question of a form/))
    expect(notes({}, { textMax: 100 })).toContainEqual(expect.stringMatching(/a form on X takes 100, longer ones/))
  })

  test('of what is shipped nothing is too long for the forms and messages of any platform', () => {
    const programs = new ProgramsHolder([...SHIPPED_DEFINITIONS, SAMPLE_FOLDER], 'zh-CN').current()
    for (const { titleMax, textMax, sheet } of [SLACK, DINGTALK]) {
      const buttons = { max: 100, labelMax: 1000 }
      expect(checkPresentation(programs, { platform: 'X', buttons, titleMax, textMax, sheet })).toEqual([])
    }
  })

  test('doctor says how a case is answered where there are no threads', async () => {
    const told = async (threads: boolean) => {
      const { config, platform } = await start({ threads })
      return (await examineCompany(config, platform)).out.includes('slack has no threads')
    }
    expect(await told(true)).toBe(false)
    expect(await told(false)).toBe(true)
  })

  test('doctor says whom it cannot write to', async () => {
    const told = async (proactive: boolean) => {
      const { config, platform } = await start({ proactive })
      return (await examineCompany(config, platform)).out.includes('only those who have written to the bot')
    }
    expect(await told(true)).toBe(false)
    expect(await told(false)).toBe(true)
  })
})
