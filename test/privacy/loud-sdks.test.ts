import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
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
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = once(child, 'exit')
  const said = await text(child.stdout)
  expect(await ended, said).toEqual([0, null])
  expect(said).toMatch(/^[1-9]\d* passed/m)
})
