import { expect, test } from 'vitest'
import type { OutboxRow } from '#core'
import type { Stores } from '#db'
import type { Programs } from '#domain'
import { Addresses } from '../../src/addresses.ts'
import { RecordingAdapter } from '../support/recording-adapter.ts'

test('a sealed address that is there is never given up, whatever is missing; one that is destroyed is', async () => {
  const adapter = new RecordingAdapter()
  const { platform, workspace } = adapter
  const account = { platform, workspace, userId: 'U1' }
  const row = { key: 'k', to: { kind: 'sealed', case: 'case-1' }, address: null } as unknown as OutboxRow
  const goesTo = (adapters: readonly RecordingAdapter[], opened: typeof account | null, sealed: string | null) => {
    const parts = { adapters, programs: () => ({}) as Programs, openAddress: () => opened, openSigner: () => null }
    const none = async () => null
    const stores = { cases: { address: async () => sealed, get: none }, authors: { of: none } } as unknown as Stores
    return new Addresses(parts).destination(stores, row)
  }
  expect(await goesTo([adapter], account, 'sealed')).toMatchObject({ to: { kind: 'user', userId: 'U1' } })
  expect(await goesTo([], account, 'sealed')).toBe('away')
  expect(await goesTo([adapter], null, 'sealed')).toBe('away')
  expect(await goesTo([adapter], account, null)).toBeNull()
})
