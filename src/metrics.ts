import { Counter, Gauge, Registry } from 'prom-client'
import type { QueueHealth } from '#jobs'
import type { Figures } from './figures.ts'

/** What became of the others stands in the counter: a message of a sealed recipient is gone when it is sent. */
const UNSETTLED = ['pending', 'claimed', 'uncertain', 'held', 'asked'] as const

/** What `/metrics` tells. No label names a person, a flow or a step, so that no series tells a case from any other message. */
export class Metrics {
  readonly registry = new Registry()
  readonly inbound = this.#counter('inbound_total', 'Things that came in.', 'platform')
  readonly settled = this.#counter('outbox_settled_total', 'Attempts to send, by how they ended.', 'state')
  readonly restarts = this.#counter('queue_restarts_total', 'Times that work had stopped and was begun anew.')
  readonly callsSpent = this.#gauge(
    'calls_spent',
    'Calls of the running month, where a platform counts them.',
    'platform',
  )
  readonly callsBudget = this.#gauge('calls_budget', 'Calls a month has, where a platform counts them.', 'platform')
  readonly #outbox = this.#gauge('outbox_messages', 'Unsettled messages in the outbox by state.', 'state')
  readonly #oldest = this.#gauge('oldest_due_seconds', 'How long the oldest thing that is due has been due.')
  readonly #backlog = this.#gauge('backlog_messages', 'Messages due and unsent: urgent ones, and others.', 'class')
  readonly #backlogAge = this.#gauge('backlog_oldest_seconds', 'How long the oldest of these has been due.', 'class')
  readonly #failing = this.#gauge('jobs_failing', 'Keys of jobs that wait for a retry.')
  readonly #pass = this.#gauge('queue_pass_age_seconds', 'How long ago work was last looked for or done.')
  readonly #driver = this.#gauge('queue_driver', '1 for the engine that does the work.', 'driver')
  readonly #redisAway = this.#gauge('redis_away', '1 while a Redis that should be there is away.')
  readonly #redisUnfit = this.#gauge('redis_unfit', '1 while a Redis is left alone because it may throw jobs away.')
  readonly #leases = this.#gauge('lease_held', '1 for each holder of what only one process may have.', 'name', 'holder')
  readonly #calendar = this.#gauge('calendar_known', '1 where the public holidays of a year are published.', 'year')
  readonly #clockTrusted = this.#gauge('clock_trusted', '1, or 0 while the clock is in doubt and nothing is sent.')
  readonly #clockOff = this.#gauge('clock_off_seconds', 'How far the clock is off while it is in doubt.')

  /** How things stand at this moment. `clockOffMs` is null while the clock is trusted. */
  show(figures: Figures, queue: QueueHealth, clockOffMs: number | null): void {
    for (const state of UNSETTLED) this.#outbox.set({ state }, figures.counts[state])
    this.#oldest.set(figures.oldestMs / 1000)
    for (const { group, count, ageMs } of figures.backlog) {
      this.#backlog.set({ class: group }, count)
      this.#backlogAge.set({ class: group }, ageMs / 1000)
    }
    this.#failing.set(queue.failing)
    this.#pass.set(queue.sincePassMs / 1000)
    this.#driver.reset()
    this.#driver.set({ driver: queue.driver }, 1)
    this.#redisAway.set(queue.redisAway ? 1 : 0)
    this.#redisUnfit.set(queue.redisUnfit ? 1 : 0)
    this.#leases.reset()
    for (const { name, owner } of figures.holders) this.#leases.set({ name, holder: owner }, 1)
    this.#calendar.reset()
    for (const { year, known } of figures.years) this.#calendar.set({ year: String(year) }, known ? 1 : 0)
    this.#clockTrusted.set(clockOffMs === null ? 1 : 0)
    this.#clockOff.set((clockOffMs ?? 0) / 1000)
  }

  #counter<Label extends string>(name: string, help: string, ...labelNames: Label[]): Counter<Label> {
    return new Counter({ name: `hearback_${name}`, help, labelNames, registers: [this.registry] })
  }

  #gauge<Label extends string>(name: string, help: string, ...labelNames: Label[]): Gauge<Label> {
    return new Gauge({ name: `hearback_${name}`, help, labelNames, registers: [this.registry] })
  }
}
