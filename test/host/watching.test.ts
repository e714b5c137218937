import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { OutboxDraft } from '#core'
import { openDatabase } from '#db'
import { simulatorDatabase } from '../../src/simulator-database.ts'
import { runVerb } from '../support/run-verb.ts'
import { startSimulator } from '../support/start-simulator.ts'

const read = (name: string) => readFileSync(fileURLToPath(new URL(`../../docs/${name}`, import.meta.url)), 'utf8')

const named = (text: string) => [...new Set(text.match(/hearback_[a-z_]+/g))].toSorted()

async function figures(): Promise<{ text: string; names: string[] }> {
  const { app } = await startSimulator()
  const text = await (await fetch(`${app.url}/metrics`)).text()
  return { text, names: [...text.matchAll(/^# TYPE (\S+) /gm)].map((match) => match[1] ?? '').toSorted() }
}

/** What /metrics and doctor tell of the outbox while a message waits that cannot go out. */
async function toldWhileWaiting(draft: Partial<OutboxDraft>, sinceMs = 120_000): Promise<string[]> {
  const { app, config, client } = await startSimulator()
  const now = Date.parse((await client.clock()).now)
  const database = openDatabase(simulatorDatabase(config.database))
  const message: OutboxDraft = {
    key: 'waits',
    to: { kind: 'channel', channel: 'gone' },
    class: 'answer',
    content: { kind: 'message', message: { text: '…' } },
    ...draft,
  }
  const to = { route: 'gone/company', address: 'gone/company/channel/C' }
  await database.transaction(({ outbox }) => outbox.add([{ draft: message, to }], now - sinceMs))
  await database.close()
  const metrics = await (await fetch(`${app.url}/metrics`)).text()
  const { out } = await runVerb(['doctor'], { HEARBACK_HOME: config.home })
  const ofOutbox = /^hearback_(outbox|backlog)_messages|due and unsent/
  return [...metrics.split('\n'), ...out.split('\n')]
    .filter((line) => ofOutbox.test(line))
    .map((line) => line.replace(/, the oldest for .*/, ''))
}

interface Panel {
  readonly id: number
  readonly title: string
  readonly type: string
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly targets: readonly { readonly expr: string }[]
}

describe('what Prometheus and Grafana are given', () => {
  test('the dashboard shows every figure there is, and none that is not', async () => {
    const { names } = await figures()
    const dashboard = JSON.parse(read('grafana/hearback.json')) as { panels: Panel[]; schemaVersion: number }
    expect(named(JSON.stringify(dashboard))).toEqual(names)
    expect(dashboard.schemaVersion).toBeGreaterThan(30)
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length)
    for (const { title, type, gridPos, targets } of dashboard.panels) {
      expect(
        title && /^(stat|timeseries)$/.test(type) && targets.length > 0 && gridPos.x + gridPos.w <= 24,
        title,
      ).toBe(true)
    }
  })

  test('every alert asks for figures that exist, has a severity, a sentence, and a line in the guide', async () => {
    const { names } = await figures()
    const { groups } = parse(read('alerts.yaml')) as {
      groups: { rules: { alert: string; expr: string; labels: object; annotations: { summary: string } }[] }[]
    }
    const rules = groups.flatMap((group) => group.rules)
    expect(rules.length).toBeGreaterThan(10)
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
    for (const { alert, expr, labels, annotations } of rules) {
      expect(names, alert).toEqual(expect.arrayContaining(named(expr)))
      expect(labels).toHaveProperty('severity')
      expect(annotations.summary).toBeTruthy()
      expect(read('watching.md')).toContain(`\`${alert}\``)
    }
    expect(named(read('watching.md'))).toEqual(names)
  })

  test('the figures say what is so, and no label says more than it may', async () => {
    const { text } = await figures()
    expect(text).toMatch(/^hearback_oldest_due_seconds 0$/m)
    expect(text).toMatch(/^hearback_clock_trusted 1$/m)
    expect(text).toMatch(/^hearback_queue_driver\{driver="local"\} 1$/m)
    expect(text).toMatch(/^hearback_calendar_known\{year="2026"\} 1$/m)
    expect(text).toMatch(/^hearback_calendar_known\{year="2027"\} 0$/m)
    expect(text).toMatch(/^hearback_backlog_messages\{class="urgent"\} 0$/m)
    const labels = new Set([...text.matchAll(/[{,]([a-z]+)="/g)].map((match) => match[1]))
    const allowed = ['state', 'class', 'platform', 'driver', 'year', 'name', 'holder']
    expect([...labels].filter((label) => !allowed.includes(label ?? ''))).toEqual([])
  })

  test('a case that waits looks like any other message that waits', async () => {
    const ordinary = await toldWhileWaiting({})
    expect(ordinary).toContain('hearback_backlog_messages{class="urgent"} 1')
    expect(ordinary.join('\n')).toMatch(/urgent: 1 due and unsent/)
    expect(await toldWhileWaiting({ class: 'deadline', subject: 'case:1', whenUncertain: 'repeat' })).toEqual(ordinary)
    const sealed = { to: { kind: 'sealed', case: 'case-1' } } as const
    expect(await toldWhileWaiting(sealed)).toEqual(ordinary)
  })

  test('one that goes out at once is in no figure, however often somebody looks', async () => {
    const moment = (await toldWhileWaiting({ class: 'deadline', whenUncertain: 'repeat' }, 1000)).join('\n')
    expect(moment).toContain('hearback_outbox_messages{state="pending"} 0')
    expect(moment).toContain('hearback_backlog_messages{class="urgent"} 0')
  })
})
