import { Counter, Gauge, Registry } from 'prom-client'
import type { OutboxState } from '#core'

/** What `/metrics` tells. No label names a person, a flow or a step, so that no series tells a case from any other message. */
export class Metrics {
  readonly registry = new Registry()
  readonly settled: Counter<'state'>
  readonly inbound: Counter<'platform'>
  readonly outbox: Gauge<'state'>
  readonly failing: Gauge
  readonly callsSpent: Gauge<'platform'>
  readonly callsBudget: Gauge<'platform'>
  readonly clockTrusted: Gauge

  constructor() {
    const registers = [this.registry]
    this.inbound = new Counter({
      name: 'hearback_inbound_total',
      help: 'Things that came in.',
      labelNames: ['platform'],
      registers,
    })
    this.settled = new Counter({
      name: 'hearback_outbox_settled_total',
      help: 'Attempts to send, by how they ended.',
      labelNames: ['state'],
      registers,
    })
    this.outbox = new Gauge({
      name: 'hearback_outbox_messages',
      help: 'Messages in the outbox by state.',
      labelNames: ['state'],
      registers,
    })
    this.callsSpent = new Gauge({
      name: 'hearback_calls_spent',
      help: 'Calls of the running month, where a platform counts them.',
      labelNames: ['platform'],
      registers,
    })
    this.callsBudget = new Gauge({
      name: 'hearback_calls_budget',
      help: 'Calls a month has, where a platform counts them.',
      labelNames: ['platform'],
      registers,
    })
    this.clockTrusted = new Gauge({
      name: 'hearback_clock_trusted',
      help: '1, or 0 while the clock of this machine is not trusted and nothing is sent.',
      registers,
    })
    this.clockTrusted.set(1)
    this.failing = new Gauge({ name: 'hearback_jobs_failing', help: 'Keys of jobs that wait for a retry.', registers })
  }

  showOutbox(counts: Readonly<Record<OutboxState, number>>): void {
    for (const [state, count] of Object.entries(counts)) this.outbox.set({ state }, count)
  }
}
