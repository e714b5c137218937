import { readConfig } from '../../src/config.ts'
import { serveUntilStopped } from '../../src/verbs/serve.ts'
import { FarAdapter } from '../support/far-adapter.ts'

/** The program as it is, with a platform that the test plays. */
const { FAR_SIDE = '', FAR_EXCLUSIVE, LEASE_MS } = process.env
process.exitCode = await serveUntilStopped(readConfig(), {
  adapters: async () => [new FarAdapter(FAR_SIDE, FAR_EXCLUSIVE === '1')],
  ...(LEASE_MS && { leaseMs: Number(LEASE_MS) }),
})
