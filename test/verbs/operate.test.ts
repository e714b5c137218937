import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runInNewContext } from 'node:vm'
import BetterSqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { simulatorDatabase } from '../../src/simulator-database.ts'
import { freePort } from '../support/free-port.ts'
import { runVerb } from '../support/run-verb.ts'
import { scratchFolder } from '../support/scratch.ts'
import { last } from '../support/simulator-client.ts'
import { fileCase } from '../support/speak-up-steps.ts'
import { startProcess } from '../support/start-process.ts'

function home() {
  const folder = scratchFolder()
  return { folder, env: { HEARBACK_HOME: join(folder, 'data') } }
}

function databaseOf(env: Record<string, string>): string {
  return simulatorDatabase(readConfig(env).database).slice('sqlite:'.length)
}

describe('serve', () => {
  test('prints one address, is healthy, stops in order with exit code 0', async () => {
    const { env } = home()
    const hearback = await startProcess(env)
    expect(hearback.output.match(/http:\/\/\S+/g)).toEqual([hearback.url])
    expect(await (await fetch(`${hearback.url}/healthz`)).text()).toBe('ok')
    expect(await (await fetch(`${hearback.url}/readyz`)).text()).toBe('ready')
    const metrics = await (await fetch(`${hearback.url}/metrics`)).text()
    expect(metrics).toMatch(/hearback_outbox_messages\{state="pending"\} \d+/)
    expect((await fetch(`${hearback.url}/nowhere`)).status).toBe(404)
    expect(await hearback.end('SIGTERM')).toBe(0)
    expect(readdirSync(join(env.HEARBACK_HOME)).some((name) => name.endsWith('-wal'))).toBe(false)
  })

  test('metrics are for this machine, or for who has the token', async () => {
    const { env } = home()
    const hearback = await startProcess({ ...env, HEARBACK_METRICS_TOKEN: 'a-token-of-some-length' })
    const get = async (headers: Record<string, string>) => (await fetch(`${hearback.url}/metrics`, { headers })).status
    expect(await get({ 'x-forwarded-for': '203.0.113.5' })).toBe(404)
    expect(await get({ 'x-forwarded-for': '203.0.113.5', authorization: 'Bearer wrong-token-wrong-token' })).toBe(404)
    expect(await get({ 'x-forwarded-for': '203.0.113.5', authorization: 'Bearer a-token-of-some-length' })).toBe(200)
  })

  test('a second one on the same data is refused with a sentence; a dead one leaves no lock', async () => {
    const { env } = home()
    const hearback = await startProcess(env)
    const second = await runVerb(['serve'], { ...env, PORT: String(await freePort()) })
    expect(second.code).toBe(1)
    expect(second.err).toContain('Another Hearback is serving')
    await hearback.end('SIGKILL')
    await hearback.start()
    expect(hearback.running).toBe(true)
  })

  test('a port that is taken: a sentence', async () => {
    const one = await startProcess(home().env)
    const { code, err } = await runVerb(['serve'], { ...home().env, PORT: new URL(one.url).port })
    expect(code).toBe(1)
    expect(err).toMatch(/Port \d+ on 127\.0\.0\.1 cannot be used \(EADDRINUSE\)\. Set PORT/)
  })

  test('SIGHUP reads the definitions again; a faulty one is named and changes nothing', async () => {
    const { env, folder } = home()
    const programs = join(folder, 'programs')
    mkdirSync(programs)
    const hearback = await startProcess({ ...env, HEARBACK_PROGRAMS: programs })
    writeFileSync(join(programs, 'bad.yaml'), 'form: Bad Name\n')
    hearback.signal('SIGHUP')
    await hearback.printed('bad.yaml:1:7 form:')
    expect(last(await hearback.client.say('E010', '帮助'), 'dm:E010').card?.title).toContain('帮您')
  })

  test('settings that cannot be used are all named at once', async () => {
    const { code, err } = await runVerb(['serve'], {
      ...home().env,
      PORT: '99999',
      HEARBACK_LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://x',
      PUBLIC_URL: 'nowhere',
    })
    expect(code).toBe(1)
    for (const name of ['PORT', 'HEARBACK_LOG_LEVEL', 'DATABASE_URL', 'PUBLIC_URL'])
      expect(err).toContain(`  ${name}: `)
  })

  test('an old Node gets one sentence and exit code 2', () => {
    const source = readFileSync(fileURLToPath(new URL('../../hearback.js', import.meta.url)), 'utf8').replace(
      /^#!.*/,
      '',
    )
    const runOn = (node: string) => {
      const written: string[] = []
      const exit = (code: number) => {
        throw new Error(`exit ${code}`)
      }
      const process = {
        versions: { node },
        version: `v${node}`,
        stderr: { write: (t: string) => written.push(t) },
        exit,
      }
      try {
        runInNewContext(source.replace('import(', 'started('), { process, started: () => written.push('started') })
      } catch (error) {
        written.push((error as Error).message)
      }
      return written
    }
    expect(runOn('20.20.2')).toEqual([expect.stringContaining('needs Node 22.18 or newer, this is v20.20.2'), 'exit 2'])
    expect(runOn('22.17.1')[1]).toBe('exit 2')
    expect(runOn('22.18.0')).toEqual(['started'])
    expect(runOn('24.21.0')).toEqual(['started'])
  })
})

describe('migrate', () => {
  test('a newer schema is refused with a sentence', async () => {
    const { env } = home()
    await runVerb(['migrate'], env)
    const database = new BetterSqlite(databaseOf(env))
    database.exec("insert into kysely_migration values ('9999-from-the-future', '2030-01-01')")
    database.close()
    for (const verb of ['migrate', 'serve', 'doctor']) {
      const { code, err } = await runVerb([verb], { ...env, PORT: '0' })
      expect(code).toBe(1)
      expect(err).toContain('written by a newer Hearback (it knows 9999-from-the-future)')
    }
  })

  test('says when there is nothing to do', async () => {
    const { env } = home()
    expect((await runVerb(['migrate'], env)).out).toContain('Applied: 0001-start')
    expect((await runVerb(['migrate'], env)).out).toContain('up to date')
  })
})

describe('backup and restore', () => {
  test('a copy made beside the running server brings everything back; keys stay apart', async () => {
    const { env, folder } = home()
    const hearback = await startProcess(env)
    const { words } = await fileCase(hearback.client, 'E010', { way: 'none', text: '备份之前' })
    const copy = join(folder, 'copy')
    expect((await runVerb(['backup', copy], env)).out).toContain('Copied to')
    expect(readdirSync(copy).sort()).toEqual(['backup.json', 'hearback.sqlite'])
    const after = await fileCase(hearback.client, 'E010', { way: 'none', text: '备份之后' })

    expect((await runVerb(['restore', copy], env)).err).toContain('Another Hearback is serving')
    await hearback.end('SIGTERM')
    expect((await runVerb(['restore', copy], env)).out).toContain('Restored from')
    await hearback.start()
    const open = async (receipt: string) => {
      const hint = (await hearback.client.say('E010', '有话直说')).find((message) => message.card?.actions.length)
      if (!hint) throw new Error('no hint')
      const ask = last(await hearback.client.tap('E010', hint, '回执'), 'dm:E010')
      return hearback.client.submit('E010', ask, { receipt }).then(
        (messages) => JSON.stringify(messages),
        (error: Error) => error.message,
      )
    }
    expect(await open(words.join(''))).toContain('备份之前')
    expect(await open(after.words.join(''))).toContain('没有找到')
    expect((await runVerb(['backup', copy], env)).err).toContain('is not empty')
    expect((await runVerb(['restore', folder], env)).err).toContain('holds no backup')
  })
})

describe('doctor', () => {
  test('says what is well and what to do', async () => {
    const { env } = home()
    const before = await runVerb(['doctor'], env)
    expect(before.out).toContain('changes of the schema to make')
    const hearback = await startProcess(env)
    const { code, out } = await runVerb(['doctor'], { ...env, PORT: new URL(hearback.url).port })
    expect(out).toContain('✓ 16 people')
    expect(out).toMatch(/✓ \d+ follow-ups open/)
    expect(out).toContain(`✓ something answers at ${hearback.url}`)
    expect(out).toContain('All is well.')
    expect(code).toBe(0)
    expect((await runVerb(['doctor'], { ...env, LANG: 'zh_CN.UTF-8' })).out).toContain('一切正常')
  })

  test('names roles without people', async () => {
    const { env, folder } = home()
    const programs = join(folder, 'programs')
    mkdirSync(programs)
    const sample = readFileSync(
      fileURLToPath(new URL('../../adapters/simulator/sample/company.yaml', import.meta.url)),
      'utf8',
    )
    writeFileSync(join(programs, 'company.yaml'), sample.replace('[E004]', '[E404]'))
    const hearback = await startProcess({ ...env, HEARBACK_PROGRAMS: programs })
    await hearback.end('SIGTERM')
    const { code, out } = await runVerb(['doctor'], { ...env, HEARBACK_PROGRAMS: programs })
    expect(code).toBe(1)
    expect(out).toContain('✗ Nobody has the role sales_lead')
    expect(out).toContain('✗ company.yaml names E404, who is not on the staff list.')
  })
})

describe('export', () => {
  test('writes a table that a spreadsheet opens, with formulas defused', async () => {
    const { env, folder } = home()
    const hearback = await startProcess(env)
    const whom = last(await hearback.client.say('E003', '发问卷'), 'dm:E003')
    const confirm = last(await hearback.client.tap('E003', whom, '近 30 天'), 'dm:E003')
    const invitation = last(await hearback.client.tap('E003', confirm, '确认发出'), 'dm:E011')
    await hearback.client.tap('E011', invitation, '开始填写')
    for (const text of ['D', '=HYPERLINK("x")', 'A', 'A', 'A', 'A', 'A', 'skip', 'A', 'A', '跳过', '提交']) {
      await hearback.client.say('E011', text)
    }
    const file = join(folder, 'survey.csv')
    expect((await runVerb(['export', 'survey', 'new-employee-survey', file], env)).code).toBe(0)
    const table = readFileSync(file, 'utf8')
    expect(table.startsWith('\ufeffperson,submitted_at,round,shape,environment,environment-improve')).toBe(true)
    expect(table).toContain('E011')
    expect(table).toContain('较差')
    expect(table).toContain(`"'=HYPERLINK(""x"")"`)
    const followUps = join(folder, 'follow-ups.csv')
    expect((await runVerb(['export', 'follow-ups', followUps], env)).code).toBe(0)
    expect(readFileSync(followUps, 'utf8')).toContain('customer:C002')
    expect((await runVerb(['export', 'survey', 'nothing', file], env)).err).toContain('There is no form "nothing"')
    expect(existsSync(file)).toBe(true)
  })
})

test('an unknown verb gets the list', async () => {
  const { code, out } = await runVerb(['dance'], home().env)
  expect(code).toBe(2)
  for (const verb of ['serve', 'migrate', 'doctor', 'import', 'export', 'backup', 'restore', 'keys'])
    expect(out).toContain(`  ${verb}`)
})
