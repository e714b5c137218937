import type { CallBudget, Limits, Log, LogFields, OutboxDraft, OutboxRow } from '#core'
import type { Stores } from '#db'
import { deliverJob } from '#jobs'
import { systemRandom } from '#vault'
import { BatchingRecorder } from './batching-recorder.ts'
import { FixedClock } from './fixed-clock.ts'
import { openTestDatabase } from './open-test-database.ts'

/** Where the clock of `delivering` starts: 10:00 in Shanghai on a Tuesday. */
const TUESDAY = Date.parse('2026-03-10T02:00:00Z')

/** An outbox with a sender for each of some platforms, on one clock that the test moves. */
export async function delivering(platforms: Readonly<Record<string, { limits: Limits; batchMax?: number }>>) {
  const clock = new FixedClock(TUESDAY)
  const trust = { clock: true }
  let onClaim = () => {}
  const database = await openTestDatabase('sqlite', { realNow: () => clock.real() })
  const warnings: LogFields[] = []
  const spending: number[] = []
  const log: Log = { debug() {}, info() {}, warn: (_event, fields = {}) => void warnings.push(fields), error() {} }
  const adapters = new Map(
    Object.entries(platforms).map(([name, { batchMax = 1 }]) => [name, new BatchingRecorder(batchMax)]),
  )
  const parts = {
    database,
    clock,
    random: systemRandom,
    log,
    destination: async (_: Stores, { address, to }: OutboxRow) => {
      onClaim()
      const adapter = adapters.get(address?.split('/')[0] ?? '')
      return adapter && to.kind === 'person' ? { adapter, to: { kind: 'user', userId: to.person } as const } : null
    },
    render: async (_: Stores, rows: readonly OutboxRow[]) =>
      rows.map(({ content }) => (content.kind === 'message' ? content.message : null)),
    maySend: () => trust.clock,
    onOutcome: () => {},
    onSpending: (_platform: string, spent: number) => void spending.push(spent),
  }
  const jobs = new Map(
    Object.entries(platforms).map(([name, { limits, batchMax = 1 }]) => [
      name,
      deliverJob<Stores>(parts, { route: `${name}/w`, limits, batchMax }),
    ]),
  )

  return {
    clock,
    /** Whether the clock is trusted, to be changed. */
    trust,
    database,
    warnings,
    spending,
    adapter(name: string): BatchingRecorder {
      const adapter = adapters.get(name)
      if (!adapter) throw new Error(`no platform ${name}`)
      return adapter
    },
    add: (platform: string, ...drafts: OutboxDraft[]) =>
      database.transaction(({ outbox }) =>
        outbox.add(
          drafts.map((draft) => {
            const person = draft.to.kind === 'person' ? draft.to.person : ''
            return { draft, to: { route: `${platform}/w`, address: `${platform}/w/user/${person}` } }
          }),
          clock.now(),
        ),
      ),
    /** Sends whatever may be sent now. */
    async drain(): Promise<void> {
      for (const job of jobs.values()) {
        for (let keys = await job.due(200); keys.length > 0; keys = await job.due(200)) await job.run(keys)
      }
    },
    /** What happens once, in the middle of a claim. */
    duringClaim(happens: () => void): void {
      onClaim = () => {
        onClaim = () => {}
        happens()
      }
    },
    counts: () => database.transaction(({ outbox }) => outbox.counts()),
  }
}

export function draftTo(person: string, text: string, more: Partial<OutboxDraft> = {}): OutboxDraft {
  return {
    key: `${person}-${text}`,
    to: { kind: 'person', person },
    class: 'greeting',
    content: { kind: 'message', message: { text } },
    ...more,
  }
}

export const people = (count: number): string[] => Array.from({ length: count }, (_, n) => `p${n}`)

export const budgetOf = (calls: number, reserve: number): CallBudget => ({ calls, reserve, timeZone: 'Asia/Shanghai' })
