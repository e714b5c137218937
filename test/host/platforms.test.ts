import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { SimulatorClient } from '../support/simulator-client.ts'
import { importPeople, PLATFORM_ENV, startCompany } from '../support/start-company.ts'
import { startSimulator } from '../support/start-simulator.ts'

const STAFF = ['id,name,department,slack_id', 'E1,王芳,人事部,U1']

describe('a real company', () => {
  test('starts empty, with no sample person and no simulator', async () => {
    const { app, home, platform } = await startCompany()
    expect(existsSync(join(home, 'hearback.sqlite'))).toBe(true)
    expect(existsSync(join(home, 'hearback-simulator.sqlite'))).toBe(false)
    expect(existsSync(join(home, 'simulator'))).toBe(false)
    expect((await fetch(`${app.url}/simulator/api/people`)).status).toBe(404)
    const { notices } = await platform.say('U1', '帮助')
    expect(notices?.map(({ text }) => text)).toEqual(['请联系人事部。\nPlease ask HR.'])
  })

  test('somebody on the imported list is known by their account, a stranger leaves no row', async () => {
    const { config, home, platform, stop } = await startCompany()
    expect(await importPeople(config, STAFF)).toBe(0)
    await platform.say('U1', '帮助')
    expect(await platform.said('U1', 1)).toContain('我能帮您做这些')
    await platform.say('STRANGER', '帮助')
    await platform.say('STRANGER', '一句话', 'C1')
    await stop()
    expect(platform.postsFor('STRANGER')).toEqual([])
    expect(readFileSync(join(home, 'hearback.sqlite')).includes('STRANGER')).toBe(false)
  })

  test('with HEARBACK_SIMULATOR=1 both are there, and neither knows of the other', async () => {
    const { app, config, platform } = await startCompany({ env: { HEARBACK_SIMULATOR: '1' } })
    await importPeople(config, STAFF)
    const client = new SimulatorClient(app.url)
    expect((await client.people()).map(({ name }) => name)).not.toContain('王芳')
    expect((await client.say('E010', '帮助'))[0]?.card?.title).toContain('帮您')
    await platform.say('U1', '帮助')
    await platform.received('U1', 1)
    expect(platform.arrived).toHaveLength(1)
  })
})

describe('webhooks', () => {
  test('reach the adapter whole, with a limit on their size', async () => {
    const { app, platform } = await startCompany()
    const bodies: string[] = []
    Object.assign(platform, {
      async webhook(request: Request) {
        bodies.push(`${request.method} ${new URL(request.url).search} ${await request.text()}`)
        return new Response('taken', { status: 202 })
      },
    })
    const post = (body: string) => fetch(`${app.url}/webhooks/slack?a=1`, { method: 'POST', body })
    const taken = await post('payload={"a":1}')
    expect([taken.status, await taken.text()]).toEqual([202, 'taken'])
    expect((await fetch(`${app.url}/webhooks/slack`)).status).toBe(202)
    expect((await post('x'.repeat(1024 * 1024 + 1))).status).toBe(413)
    expect(bodies).toEqual(['POST ?a=1 payload={"a":1}', 'GET  '])
    expect((await fetch(`${app.url}/webhooks/dingtalk`, { method: 'POST' })).status).toBe(404)
  })

  test('are nowhere while no platform is used', async () => {
    const { app } = await startSimulator()
    expect((await fetch(`${app.url}/webhooks/simulator`, { method: 'POST' })).status).toBe(404)
  })
})

describe('settings of platforms', () => {
  const faults = (env: Record<string, string>) => {
    try {
      readConfig(env)
      return ''
    } catch (error) {
      return (error as Error).message
    }
  }

  test('what is half done is named, all at once, without its value', () => {
    const said = faults({ SLACK_BOT_TOKEN: 'xoxb-secret', DINGTALK_CLIENT_ID: 'ding1', WECOM_TOKEN: 'secret-token' })
    expect(said).toContain('SLACK_APP_TOKEN: missing')
    expect(said).toContain('DINGTALK_CLIENT_SECRET: missing, since DINGTALK_CLIENT_ID is set')
    expect(said).toContain('WECOM_CORP_ID: missing, since WECOM_TOKEN is set')
    expect(said).toContain('WECOM_ENCODING_AES_KEY: missing, since WECOM_TOKEN is set')
    expect(said).not.toMatch(/secret-token|xoxb/)
  })

  test('roles are spread on PostgreSQL only, and never with the simulator', () => {
    const postgres = 'postgres://db/hearback'
    expect(faults({ ...PLATFORM_ENV, HEARBACK_ROLES: 'worker' })).toContain('on PostgreSQL only')
    expect(faults({ DATABASE_URL: postgres, HEARBACK_ROLES: 'worker' })).toContain('the simulator needs all roles')
    expect(faults({ ...PLATFORM_ENV, DATABASE_URL: postgres, HEARBACK_ROLES: 'worker' })).toBe('')
    expect(faults({ HEARBACK_ROLES: 'web,worker,gateway' })).toBe('')
  })
})
