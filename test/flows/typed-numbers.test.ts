import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Capabilities, Reception } from '#core'
import { scratchFolder } from '../support/scratch.ts'
import { importPeople, startCompany } from '../support/start-company.ts'

const PEOPLE = ['id,name,department,locale,slack_id', 'E1,王一,生产部,zh-CN,U1', 'E2,Ann,Sales,en,U2']

/** A company on a platform that shows text and nothing else. */
async function textOnly(env: Readonly<Record<string, string>> = {}) {
  const capabilities = { buttons: { max: 0, labelMax: 0, valueMax: 0 }, select: null, sheet: null, update: false }
  const company = await startCompany({ env })
  Object.assign(company.platform, {
    capabilities: { ...company.platform.capabilities, ...capabilities } as Capabilities,
  })
  await importPeople(company.config, PEOPLE)
  return company
}

test('a menu is chosen from by number, as people type it, in their language', async () => {
  const { platform } = await textOnly()
  await platform.say('U1', '帮助')
  const menu = await platform.said('U1', 1)
  expect(menu).toContain('请回复数字选择：')
  const n = /(\d)\s+语言 \/ Language/.exec(menu)?.[1] ?? ''
  await platform.say('U1', `第${n}个。`)
  const asked = await platform.said('U1', 2)
  expect(asked).toMatch(/1\s+中文\n2\s+English/)
  await platform.say('U1', '２')
  expect(await platform.said('U1', 3)).toContain('I will speak English')
  await platform.say('U1', 'help')
  expect(await platform.said('U1', 4)).toContain('Reply with a number to choose:')
})

test('a number without a list, or past its end, is just a text', async () => {
  const { platform } = await textOnly()
  await platform.say('U2', '3')
  expect(await platform.said('U2', 1)).toContain('I did not understand')
  await platform.say('U2', 'help')
  await platform.received('U2', 2)
  await platform.say('U2', '77')
  expect(await platform.said('U2', 3)).toContain('I did not understand')
})

const COMPANY = `
company: { zh-CN: 本公司, en: Our company }
contact: { zh-CN: 请联系人事部。, en: Please ask HR. }
roles: { hr: [E2], coordinator: [E2], outside: [E1], sales_lead: [], store_manager: [], admin: [] }
channels: {}
`

function programs(): string {
  const folder = scratchFolder()
  writeFileSync(join(folder, 'company.yaml'), COMPANY)
  return folder
}

test('a private form is a page, which belongs to nobody; without an address for it, a sentence says what is missing', async () => {
  const HEARBACK_PROGRAMS = programs()
  const without = await textOnly({ HEARBACK_PROGRAMS })
  expect(said(await without.platform.say('U1', '有话直说'))).toContain('PUBLIC_URL')
  await without.stop()

  const { platform, app } = await textOnly({ HEARBACK_PROGRAMS, PUBLIC_URL: 'https://hearback.example' })
  const reception = await platform.say('U1', '有话直说')
  expect(reception.sheet).toBeUndefined()
  const [, path = ''] = /https:\/\/hearback\.example(\/f\/\S+)/.exec(said(reception)) ?? []
  const page = await (await fetch(app.url + path)).text()
  expect(page).toContain('<form')
  expect(page).toContain('value="tell"')
  expect(said(reception)).toContain('我有回执，看答复 （回复这几个字即可）')
  expect(said(await platform.say('U1', '我有回执'))).toContain('https://hearback.example/f/')
})

/** Everything said at once to one person. */
function said({ notices = [] }: Reception): string {
  return notices.map((notice) => notice.text).join('\n')
}
