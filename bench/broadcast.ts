import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Addressed, Limit, Limits, Log, OutboxRow } from '#core'
import { openDatabase, type Stores } from '#db'
import { deliverJob, LocalDriver } from '#jobs'
import { systemRandom } from '#vault'
import { leastTime } from '../src/jobs/pace.ts'
import { systemClock } from '../src/system-clock.ts'
import { BenchAdapter } from './broadcast/bench-adapter.ts'
import { report } from './report.ts'

// One message to each of 10,000 people, at platforms that run as processes of their own and refuse what is too much.
// The clock is scaled: a platform's spans are shortened, for the sender and the platform alike.

const PEOPLE = 10_000
const PLATFORM = fileURLToPath(new URL('broadcast/platform.ts', import.meta.url))

interface Case {
  readonly name: string
  readonly says: string
  readonly scale: number
  readonly send: readonly Limit[]
  readonly recipient: readonly Limit[]
  readonly batchMax: number
  readonly callsPerMonth?: number
  /** Whether everybody gets the same words. */
  readonly equal: boolean
}

const MINUTE = 60_000
const CASES: readonly Case[] = [
  {
    name: 'slack-like',
    says: '300 a minute, 1 a second per channel',
    scale: 24,
    send: [{ count: 300, perMs: MINUTE }],
    recipient: [{ count: 1, perMs: 1000 }],
    batchMax: 1,
    equal: true,
  },
  {
    name: 'dingtalk-like',
    says: '20 calls a second, 20 people a call, 5,000 calls a month',
    scale: 1,
    send: [{ count: 20, perMs: 1000 }],
    recipient: [],
    batchMax: 20,
    callsPerMonth: 5000,
    equal: true,
  },
  {
    name: 'wecom-like',
    says: '50 a second, each with words of its own, 30 a minute and 1,000 an hour per person',
    scale: 2,
    send: [{ count: 50, perMs: 1000 }],
    recipient: [
      { count: 30, perMs: MINUTE },
      { count: 1000, perMs: 60 * MINUTE },
    ],
    batchMax: 1000,
    equal: false,
  },
]

const failures = new Map<string, number>()
const count = (event: string) => void failures.set(event, (failures.get(event) ?? 0) + 1)
const log: Log = { debug() {}, info() {}, warn: count, error: count }

async function run(one: Case) {
  const scaled = (spans: readonly Limit[]) => spans.map((span) => ({ ...span, perMs: span.perMs / one.scale }))
  const send = scaled(one.send)
  const recipient = scaled(one.recipient)
  const { batchMax, callsPerMonth = Number.MAX_SAFE_INTEGER } = one
  const child = spawn(process.execPath, [PLATFORM, JSON.stringify({ send, recipient, callsPerMonth, batchMax })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  const limits: Limits = {
    send,
    ...(recipient.length > 0 && { recipient }),
    ...(one.callsPerMonth !== undefined && {
      budget: { calls: one.callsPerMonth, reserve: 500, timeZone: 'Asia/Shanghai' },
    }),
  }
  const adapter = new BenchAdapter(one.name, Number(said), limits, batchMax)
  const folder = mkdtempSync(join(tmpdir(), 'hearback-bench-'))
  const database = openDatabase(`sqlite:${join(folder, 'bench.sqlite')}`)
  await database.migrate()
  const route = `${one.name}/bench`
  const messages = Array.from({ length: PEOPLE }, (_, n): Addressed => {
    const text = one.equal ? 'Please fill in the survey.' : `Please fill in the survey, number ${n}.`
    const content = { kind: 'message', message: { text } } as const
    return {
      draft: { key: `k${n}`, to: { kind: 'person', person: `p${n}` }, class: 'greeting', content, batch: 'b' },
      to: { route, address: `${route}/user/u${n}` },
    }
  })
  await database.transaction(({ outbox }) => outbox.add(messages, systemClock.now()))
  const { promise: over, resolve } = Promise.withResolvers<void>()
  let sent = 0
  const job = deliverJob<Stores>(
    {
      database,
      clock: systemClock,
      random: systemRandom,
      log,
      destination: async (_: Stores, { address }: OutboxRow) => ({
        adapter,
        to: { kind: 'user', userId: address?.split('/').at(-1) ?? '' },
      }),
      render: async (_: Stores, rows: readonly OutboxRow[]) =>
        rows.map(({ content }) => (content.kind === 'message' ? content.message : null)),
      maySend: () => true,
      onOutcome: (state, number) => {
        if (state === 'sent') sent += number
        if (sent === PEOPLE) resolve()
      },
      onSpending: () => {},
    },
    { route, limits, batchMax },
  )
  const driver = new LocalDriver(systemClock, log)
  driver.start([job], true)
  await over
  await driver.stop(5000)
  const stats = (await adapter.post('/stats', {})) as Record<string, number>
  await adapter.stop()
  await database.close()
  rmSync(folder, { recursive: true })
  child.kill('SIGTERM')
  await once(child, 'exit')
  const tookMs = (stats.last ?? 0) - (stats.first ?? 0)
  const leastMs = leastTime(Math.ceil(PEOPLE / (one.equal ? batchMax : 1)), send)
  return { one, stats, tookMs, leastMs }
}

const asked = CASES.filter(({ name }) => process.argv.length < 3 || process.argv.includes(name))
// All at once, as one process of a company with several platforms would.
const rows = (await Promise.all(asked.map(run))).map(({ one, stats, tookMs, leastMs }) => {
  const real = (ms: number) => ((ms * one.scale) / 1000).toFixed(0)
  return `| ${one.name} (${one.says}) | ${one.scale} | ${stats.calls} | ${real(leastMs)} | ${real(tookMs)} | ${(tookMs / leastMs).toFixed(3)} | ${stats.refused} | ${stats.delivered} / ${stats.twice} |`
})
report('broadcast', [
  `${PEOPLE.toLocaleString('en')} people at a platform that enforces its limits, engine on SQLite, all platforms at once. To reach: 1.03 of the least time, no refusals.`,
  'The least time is what the spans allow at all: as many calls at once as a span takes, again after each span. From the first call that arrived to the last.',
  '',
  '| platform | clock × | calls | least s | took s | ratio | refused for excess | delivered / twice |',
  '|---|---|---|---|---|---|---|---|',
  ...rows,
  ...(failures.size > 0 ? ['', `Warnings: ${[...failures].map(([name, n]) => `${name} ${n}`).join(', ')}.`] : []),
])
