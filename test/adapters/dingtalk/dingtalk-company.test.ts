import { expect, onTestFinished, test } from 'vitest'
import type { Log } from '#core'
import { openDatabase } from '#db'
import { monthlyCalls } from '#jobs'
import { startApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config.ts'
import { systemClock } from '../../../src/system-clock.ts'
import { DingtalkEmulator } from '../../emulators/dingtalk/dingtalk-emulator.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { importPeople } from '../../support/start-company.ts'

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

test('a company on DingTalk: the menu by its numbers, hints by the way back, redelivery without effect', async () => {
  const emulator = await DingtalkEmulator.start()
  emulator.organisation.add({ userid: 'U1' })
  const config = readConfig({
    HEARBACK_HOME: scratchFolder(),
    PORT: '0',
    HEARBACK_LOG_LEVEL: 'silent',
    DINGTALK_CLIENT_ID: emulator.clientId,
    DINGTALK_CLIENT_SECRET: emulator.clientSecret,
    DINGTALK_API_URL: emulator.url,
  })
  const app = await startApp(config, { log: silent, clock: systemClock })
  let running = true
  const stop = async () => {
    if (running) await app.stop()
    running = false
  }
  onTestFinished(async () => {
    await stop()
    await emulator.stop()
  })
  await importPeople(config, ['id,name,department,dingtalk_id', 'E1,王芳,人事部,U1'])
  const { hub } = emulator
  const seen = () => emulator.seen
  const help = emulator.said('U1', '帮助')
  hub.push(help)
  await hub.until(() => seen().length === 1)
  const menu = seen()[0]?.text ?? ''
  expect(menu).toContain('请回复数字选择')
  const again = hub.push(help)
  await hub.until(() => hub.acknowledged.includes(again))

  const [, number = ''] = /(\d+) {2}语言/.exec(menu) ?? []
  hub.push(emulator.said('U1', number))
  await hub.until(() => seen().length === 2)
  expect(seen()[1]?.text).toMatch(/中文[\s\S]*English/)

  hub.push(emulator.said('U1', '有话直说'))
  await hub.until(() => seen().length === 3)
  expect(seen()[2]?.text).toContain('还没有开放')
  expect(seen().every(({ to }) => to === 'U1')).toBe(true)

  // All of it went by the conversation's own way back: no call was made, and none is left counted.
  expect(emulator.limits.left).toBe(5000)
  await stop()
  const database = openDatabase(config.database, { readonly: true })
  const months = await database.transaction(({ buckets }) => monthlyCalls(buckets))
  await database.close()
  expect(months).toMatchObject([{ route: 'dingtalk/company', spent: 0, calls: 5000 }])
})
