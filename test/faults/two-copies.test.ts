import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { extent } from '../support/faults/extent.ts'
import { FaultSetup } from '../support/faults/fault-setup.ts'
import { stopPostgres } from '../support/open-test-database.ts'
import { RedisServer } from '../support/redis-server.ts'

afterAll(stopPostgres)

const CLAIMER = fileURLToPath(new URL('../entries/claimer.ts', import.meta.url))

describe('two copies of everything on one store', { timeout: extent.timeoutMs }, () => {
  test.each(extent.engines('sqlite local', 'postgres local').filter(({ driver }) => driver === 'local'))(
    'X5 $database: nothing is claimed twice',
    async (engine) => {
      const setup = await FaultSetup.open(engine)
      await setup.addPeople(extent.claims)
      await setup.addMessages(extent.claims, { notBefore: 0 })
      const claimers = Array.from({ length: extent.claimers }, () => new Claimer(setup.url))
      await Promise.all(claimers.map((claimer) => claimer.until('ready')))
      // All ask for the same first page at once; nobody goes on before everybody has had that turn.
      await Promise.all(claimers.map((claimer) => claimer.goOn('begun')))
      await Promise.all(claimers.map((claimer) => claimer.goOn('done')))
      const claimed = claimers.map(({ keys }) => keys)
      expect(claimed.flat()).toHaveLength(extent.claims)
      expect(new Set(claimed.flat()).size).toBe(extent.claims)
    },
  )

  test.each(extent.engines('sqlite local', 'postgres local', 'postgres bullmq'))(
    'X5 $name: every reminder is made once and sent once',
    async (engine) => {
      const setup = await FaultSetup.open(engine)
      await setup.workers(2)
      // Both stand ready when everything falls due at once.
      await setup.addReminders(extent.due)
      await setup.plan(extent.due)
      await sentOnce(setup)
    },
  )

  test.each(extent.engines('postgres bullmq').filter(({ driver }) => driver === 'bullmq'))(
    'X6 $name: nor do two with a Redis each send anything twice',
    async (engine) => {
      const setup = await FaultSetup.open(engine)
      await setup.addReminders(extent.due)
      const second = await RedisServer.start()
      onTestFinished(() => second.stop())
      await setup.workers(1)
      const other = setup.worker({ REDIS_URL: second.url })
      expect(await other.start()).toBe(true)
      await sentOnce(setup)
      expect(await second.command('KEYS', '*')).toContain('hearback')
    },
  )
})

async function sentOnce(setup: FaultSetup): Promise<void> {
  const { platform } = setup
  await platform.delivered(extent.due)
  await setup.drained()
  expect(platform.doubled).toBe(0)
  expect(platform.asked).toHaveLength(extent.due)
  expect(platform.counts.size).toBe(extent.due)
}

/** One of several processes that want the same. */
class Claimer {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>
  readonly #lines: AsyncIterator<string>
  /** What it has claimed so far. */
  readonly keys: string[] = []

  constructor(url: string) {
    const env = { DATABASE_URL: url }
    this.#child = spawn(process.execPath, [CLAIMER], { env, stdio: ['pipe', 'pipe', 'inherit'] })
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]()
  }

  /** Lets it take its next turn, until it says that word. */
  async goOn(word: string): Promise<void> {
    this.#child.stdin.write('\n')
    await this.until(word)
  }

  async until(word: string): Promise<void> {
    for (;;) {
      const { value, done } = await this.#lines.next()
      if (done) throw new Error(`the claimer ended before it said "${word}"`)
      if (value === word) return
      this.keys.push(value)
    }
  }
}
