import { expect, test } from 'vitest'
import { startSimulator } from '../support/start-simulator.ts'

test('however different their times, reminders for one person come as one message a day', async () => {
  const { client } = await startSimulator()
  const counts = new Map<string, number>()
  for (let step = 0; step < 160; step++) {
    for (const { in: place, at, text } of await client.next()) {
      if (!/回访|跟进|follow up|visit/i.test(text) || !place.startsWith('dm:')) continue
      const day = `${place} ${at.slice(0, 10)}`
      counts.set(day, (counts.get(day) ?? 0) + 1)
    }
  }
  expect(counts.size).toBeGreaterThan(20)
  expect([...counts].filter(([, count]) => count > 1)).toEqual([])
})
