import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { BullmqDriver } from '#jobs'
import { systemClock } from '../../src/system-clock.ts'
import { listJob } from '../support/list-job.ts'
import { countIn, needlesOf } from '../support/needles.ts'
import { measured } from '../support/privacy/measured.ts'
import { EVERYTHING, RedisServer } from '../support/redis-server.ts'
import { runVerb } from '../support/run-verb.ts'
import { scratchFolder } from '../support/scratch.ts'
import { last, only, type SimulatorClient, withForm } from '../support/simulator-client.ts'
import { fileCase, openNudge } from '../support/speak-up-steps.ts'
import { startProcess } from '../support/start-process.ts'
import { startSurvey } from '../support/survey-steps.ts'

const HR = 'E003'
const AUTHOR = {
  id: 'staff-7c20e1b9-needle',
  name: '欧阳晓峰丙',
  email: 'needle-7c20e1b9@needle.example',
  mobile: '19977778888999',
}
const TEXTS = {
  case: '食堂七号窗口的灯坏了三天没人管',
  reply: '昨天夜里已经派人去修七号窗口',
  more: '换了新灯可是还在一闪一闪地跳',
  survey: '工位离空调太近吹得肩膀发酸',
}

async function redisServer(): Promise<RedisServer> {
  const redis = await RedisServer.start(EVERYTHING)
  onTestFinished(() => redis.stop())
  return redis
}

/** Which of these stand in what a Redis has written, in any spelling. */
function found(values: Readonly<Record<string, string>>, bytes: Buffer): string[] {
  return needlesOf(values).flatMap((needle) => (countIn(bytes, needle) > 0 ? [needle.name] : []))
}

/** Speaks up, is answered, and asks on. */
async function speak(client: SimulatorClient): Promise<string[]> {
  const { ticket, words } = await fileCase(client, AUTHOR.id, { way: 'tell', text: TEXTS.case })
  const answer = withForm(await client.tap(HR, ticket, '答复'))
  const nudge = only(
    (await client.submit(HR, answer, { text: TEXTS.reply })).filter((message) => message.in !== 'channel:hr'),
    `dm:${AUTHOR.id}`,
  )
  const thread = await openNudge(client, AUTHOR.id, nudge, words)
  await client.submit(AUTHOR.id, thread, { reply: TEXTS.more })
  return words
}

/** Answers a survey in the chat, and is reminded of it. */
async function answerSurvey(client: SimulatorClient): Promise<void> {
  await startSurvey(client, AUTHOR.id)
  await client.say(AUTHOR.id, 'D')
  await client.say(AUTHOR.id, TEXTS.survey)
  const asked = last(await client.messages(`dm:${AUTHOR.id}`), `dm:${AUTHOR.id}`)
  await client.tap(AUTHOR.id, asked, '稍后')
  await client.advance('P7D')
}

describe('what Redis holds, and was ever told', () => {
  test('no text and no identity, neither of a survey nor of a case', async () => {
    const redis = await redisServer()
    const env = { HEARBACK_HOME: join(scratchFolder(), 'data'), REDIS_URL: redis.url, HEARBACK_LOG_LEVEL: 'silent' }
    const csv = join(scratchFolder(), 'people.csv')
    const joined = new Date(Date.now() - 10 * 86_400_000).toISOString().slice(0, 10)
    writeFileSync(csv, ['id,name,email,mobile,joined_on', [...Object.values(AUTHOR), joined].join(',')].join('\n'))
    expect((await runVerb(['import', 'people', csv], env)).code).toBe(0)
    const hearback = await startProcess(env)
    const receipt = await speak(hearback.client)
    await answerSurvey(hearback.client)
    await hearback.end('SIGTERM')

    const bytes = await redis.written()
    // The work went through it, and the scan sees what did.
    expect(bytes.toString('latin1')).toContain('deliver simulator/')
    expect(bytes.toString('latin1')).toContain('"keys":[')
    expect(found({ ...AUTHOR, ...TEXTS, receipt: receipt.join(''), spaced: receipt.join(' ') }, bytes)).toEqual([])
    measured('Bytes of Redis', { 'bytes ever written': bytes.length, hits: 0 })
    await redis.command('SET', 'planted', AUTHOR.id)
    expect(found(AUTHOR, await redis.written())).toContain('id (utf-8)')
  }, 120_000)

  test('nothing of what a fault says', async () => {
    const redis = await redisServer()
    const log = { debug() {}, info() {}, warn() {}, error() {} }
    const driver = new BullmqDriver({ url: redis.url, name: 'faults', clock: systemClock, log })
    const failed = Promise.withResolvers<void>()
    let tries = 0
    const { job } = listJob('fails', ['a1'], async () => {
      if (++tries === 2) failed.resolve()
      throw new Error(`no account for ${AUTHOR.id}: ${TEXTS.case}`)
    })
    driver.start([job], true)
    await expect.poll(() => driver.health().driver, { timeout: 20_000 }).toBe('bullmq')
    await failed.promise
    await expect.poll(async () => (await redis.written()).includes('failedReason'), { timeout: 20_000 }).toBe(true)
    await driver.stop(1000)
    expect(found({ ...AUTHOR, ...TEXTS }, await redis.written())).toEqual([])
  }, 60_000)
})
