import { expect, test } from 'vitest'
import { Strangers } from '../../src/strangers.ts'
import { systemClock } from '../../src/system-clock.ts'

const account = (userId: string, platform = 'slack') => ({ platform, workspace: 'company', userId })

test('a stranger is told once an hour, each of them; of thousands the longest ago are forgotten', () => {
  let now = 0
  const strangers = new Strangers({ ...systemClock, elapsed: () => now })
  expect([1, 2, 3].map(() => strangers.tell(account('U1')))).toEqual([true, false, false])
  expect(strangers.tell(account('U1', 'wecom'))).toBe(true)
  now += 3_599_999
  expect(strangers.tell(account('U1'))).toBe(false)
  now += 1
  expect(strangers.tell(account('U1'))).toBe(true)
  for (let n = 0; n < 10_001; n++) strangers.tell(account(`V${n}`))
  expect(strangers.tell(account('V10000'))).toBe(false)
  expect(strangers.tell(account('U1'))).toBe(true)
})
