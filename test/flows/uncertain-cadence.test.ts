import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ownCopy } from '../support/own-definitions.ts'
import { PlayedAdapter } from '../support/played-adapter.ts'
import { startCompany } from '../support/start-company.ts'

const HR = { id: 'E2', name: '李敏', joinedOn: '2020-01-01', account: 'U2' }
/** A week ago: what goes out by itself a week after joining is due this morning. */
const NEWCOMER = { id: 'E1', name: '王芳', joinedOn: '2026-03-03', account: 'U1' }
const COMPANY = `
company: { zh-CN: 甲, en: A }
contact: { zh-CN: 问, en: Ask }
roles: { hr: [E2], sales_lead: [E2], admin: [], coordinator: [], outside: [], store_manager: [] }
channels: {}
`

/** A company whose platform takes the first message, answers nothing, and cannot be asked about it. */
async function company(more: string) {
  const { folder, edit } = ownCopy('follow-up', 'first-week-survey.yaml')
  edit((yaml) => `${yaml.trimEnd()}\n${more}\n`)
  const platform = new PlayedAdapter()
  platform.answersLookUps = false
  platform.script.push('lose-reply')
  writeFileSync(join(folder, 'company.yaml'), COMPANY)
  await startCompany({ people: [HR, NEWCOMER], platform, env: { HEARBACK_PROGRAMS: folder } })
  return platform
}

describe('what a cadence sends, when nobody knows whether it has arrived', () => {
  test('is held where its definition says so, and HR is asked with two buttons', async () => {
    const platform = await company('when_uncertain: hold')
    const [asked] = await platform.received('U2', 1)
    expect(asked?.message.title).toBe('这条消息送到了吗？')
    expect(asked?.message.actions?.map(({ label }) => label)).toEqual(['已收到', '再发一次'])
    expect(platform.postsFor('U1')).toHaveLength(1)
  })

  test('is sent once more where it says nothing', async () => {
    const platform = await company('')
    const [first, again] = await platform.received('U1', 2)
    expect(again?.key).toBe(first?.key)
    expect(platform.postsFor('U2')).toEqual([])
  }, 90_000)
})
