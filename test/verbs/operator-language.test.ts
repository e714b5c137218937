import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runVerb } from '../support/run-verb.ts'
import { startSimulator } from '../support/start-simulator.ts'

const HAN = /\p{Script=Han}/u

test('every verb tells a Chinese operator what it has done in Chinese, and an English one in English', async () => {
  const { config } = await startSimulator()
  const folder = () => join(mkdtempSync(join(tmpdir(), 'hearback-language-')), 'new')
  for (const [LANG, zh] of [
    ['zh_CN.UTF-8', true],
    ['en_US.UTF-8', false],
  ] as const) {
    const env = { HEARBACK_HOME: config.home, LANG }
    for (const args of [['clock'], ['keys'], ['keys', 'backup', folder()], ['backup', folder()], ['migrate']]) {
      const { code, out } = await runVerb(args, env)
      expect(code, args.join(' ')).toBe(0)
      expect(HAN.test(out), `${args.join(' ')}: ${out}`).toBe(zh)
    }
  }
})

test('the list of verbs, and what is wrong with a command, a file or a setting, is told in that language', async () => {
  const env = { HEARBACK_HOME: join(mkdtempSync(join(tmpdir(), 'hearback-language-')), 'home'), LANG: 'zh_CN.UTF-8' }
  const help = await runVerb(['help'], env)
  for (const line of help.out.split('\n').filter((line) => line.startsWith('  '))) expect(line).toMatch(HAN)
  for (const args of [
    ['clock', 'now'],
    ['restore'],
    ['restore', '/nowhere'],
    ['import', 'people'],
    ['import', 'people', '/nowhere.csv'],
    ['keys', 'restore', '/nowhere'],
    ['backup'],
    ['export', 'survey'],
    ['migrate', '--from', 'x'],
    ['relink-test', 'x'],
  ]) {
    const { code, err } = await runVerb(args, env)
    expect(code, args.join(' ')).toBe(1)
    expect(err, args.join(' ')).toMatch(HAN)
  }
  const settings = await runVerb(['doctor'], { ...env, DATABASE_URL: 'mysql://x' })
  expect(settings.err).toContain('这些设置不能用')
  expect(settings.err).toContain('DATABASE_URL：应该是 sqlite:路径 或 postgres://…')
  expect((await runVerb(['doctor'], { ...env, LANG: 'en_US.UTF-8', DATABASE_URL: 'mysql://x' })).err).not.toMatch(HAN)
})
