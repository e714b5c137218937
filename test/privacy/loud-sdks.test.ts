import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { extent } from '../support/privacy/extent.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const NODE = 'http,https,http2,net,tls,dns,undici,fetch,websocket'

test('with everything that Node and the SDKs can print, an author is nowhere more often, either', {
  timeout: extent.timeoutMs,
}, async () => {
  // Both are read when a process starts, so it is one of its own.
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST'))
  const env = { ...Object.fromEntries(own), NODE_DEBUG: NODE, DEBUG: '*' }
  const args = ['node_modules/vitest/vitest.mjs', 'run', 'test/privacy/byte-scan-platforms.test.ts', '-t', extent.loud]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT, env, maxBuffer: 1024 ** 3 })
  expect(stdout).toMatch(/^[1-9]\d* passed/m)
})
