import { expect, test } from 'vitest'
import { PlayedAdapter } from '../support/played-adapter.ts'
import { importPeople, startCompany } from '../support/start-company.ts'

class SecondAdapter extends PlayedAdapter {
  override readonly platform = 'wecom'
}

test('somebody with accounts on two platforms is one person, and is answered where they ask', async () => {
  const second = new SecondAdapter()
  const { platform, config } = await startCompany({ others: [second] })
  await importPeople(config, ['id,name,slack_id,wecom_id,locale', 'E1,王一,U1,W1,zh-CN'])
  await second.say('W1', '帮助')
  expect(await second.said('W1', 1)).toContain('我能帮您做这些')
  expect(platform.postsFor('U1')).toEqual([])
  await second.say('W1', 'language English')
  await second.received('W1', 2)
  await platform.say('U1', '帮助')
  expect(await platform.said('U1', 1)).toContain('Here is what I can do')
  expect(second.postsFor('W1')).toHaveLength(2)
})
