import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { PlayedAdapter } from '../support/played-adapter.ts'
import { scratchFolder } from '../support/scratch.ts'
import { startCompany } from '../support/start-company.ts'
import { CONTENT_ANSWERS } from '../support/survey-steps.ts'

class WithFiles extends PlayedAdapter {
  override readonly capabilities = {
    ...new PlayedAdapter().capabilities,
    files: { in: true, out: true, maxBytes: 1e6 },
  }

  /** The newest message for somebody, as soon as there is another than before. */
  async next(account: string, act: () => Promise<unknown>) {
    const before = this.postsFor(account).length
    await act()
    const posts = await this.received(account, before + 1)
    const post = posts.at(-1)
    if (!post) throw new Error('nothing came')
    return post
  }
}

const STAFF = [
  { id: 'E1', name: '王静', joinedOn: '2020-01-01', account: 'U1' },
  { id: 'E2', name: '李敏', joinedOn: '2020-01-01', account: 'U2' },
]

test('the results of a survey come as a file, to those who read them', async () => {
  const programs = scratchFolder()
  writeFileSync(
    join(programs, 'company.yaml'),
    `company: { zh-CN: 晨光, en: Dawnlight }
contact: { zh-CN: 请联系人事部。, en: Please ask HR. }
quiet_hours: { from: "23:00", to: "01:00" }
spread: false
roles: { hr: [E1], coordinator: [E1], outside: [E2], sales_lead: [E1], store_manager: [E1], admin: [E1], sales: [E1] }
`,
  )
  const platform = new WithFiles()
  await startCompany({ people: STAFF, platform, env: { HEARBACK_PROGRAMS: programs } })
  const whom = await platform.next('U1', () => platform.say('U1', '发问卷'))
  const everybody = whom.message.actions?.[0]?.label ?? ''
  const confirm = await platform.next('U1', () => platform.tap('U1', whom, everybody))
  const invitation = await platform.next('U2', () => platform.tap('U1', confirm, '确认发出'))
  const start = invitation.message.actions?.[0]?.label ?? ''
  await platform.next('U2', () => platform.tap('U2', invitation, start))
  for (const answer of [...CONTENT_ANSWERS, '提交']) await platform.next('U2', () => platform.say('U2', answer))

  const results = await platform.next('U1', () => platform.say('U1', '问卷结果'))
  const sent = await platform.next('U1', () => platform.tap('U1', results, '发给我表格文件'))
  const [file] = sent.message.files ?? []
  expect(file?.name).toBe('new-employee-survey-2026-03-10.csv')
  const [header, line] = new TextDecoder().decode(file?.bytes).split('\n')
  expect(header).toMatch(/^person,submitted_at,round,shape,/)
  expect(line).toMatch(/^E2,2026-03-10T02:/)
  // Somebody else who taps the button learns nothing.
  const refused = await platform.tap('U2', results, '发给我表格文件')
  expect(refused.notices?.map(({ text }) => text)).toEqual([expect.stringContaining('只有负责这份问卷的人')])
  expect(platform.postsFor('U2').filter(({ message }) => message.files)).toEqual([])
})
