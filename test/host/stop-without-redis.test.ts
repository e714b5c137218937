import { expect, onTestFinished, test } from 'vitest'
import { RedisServer } from '../support/redis-server.ts'
import { scratchFolder } from '../support/scratch.ts'
import { startProcess } from '../support/start-process.ts'

test('a process whose Redis has gone ends in order when it is asked to', async () => {
  const redis = await RedisServer.start()
  onTestFinished(() => redis.stop())
  const hearback = await startProcess({ HEARBACK_HOME: scratchFolder(), REDIS_URL: redis.url })
  await redis.down()
  const metrics = async () => (await fetch(`${hearback.url}/metrics`)).text()
  await expect.poll(metrics, { timeout: 30_000 }).toContain('hearback_redis_away 1')
  expect(await hearback.end('SIGTERM')).toBe(0)
}, 90_000)
