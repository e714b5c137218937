import { afterAll, describe, expect, test } from 'vitest'
import { type KnownEntry, newPerson } from '#domain'
import { DATABASES, openTestDatabase, stopPostgres } from '../support/open-test-database.ts'

afterAll(stopPostgres)

const PLACE = { platform: 'wecom', workspace: 'company' }
const entry = (userId: string, more: Partial<KnownEntry> = {}): KnownEntry => ({
  ...PLACE,
  userId,
  state: 'doubtful',
  person: null,
  name: userId,
  department: '',
  candidates: ['P1', 'P2'],
  ...more,
})

describe.each(DATABASES)('accounts of a directory on %s', (kind) => {
  test('are kept per platform, overwritten, and forgotten; what waits is found on every platform', async () => {
    const database = await openTestDatabase(kind)
    const waiting = await database.transaction(async ({ directory }) => {
      await directory.put([entry('u2'), entry('u1'), entry('u3', { state: 'ignored' })])
      await directory.put([entry('u1', { state: 'linked', person: 'P1' })])
      await directory.put([entry('D1', { platform: 'dingtalk', state: 'gone', person: 'P9', candidates: [] })])
      await directory.remove(PLACE, ['u3', 'none'])
      return directory.waiting()
    })
    expect(waiting.map((one) => one.userId)).toEqual(['D1', 'u2'])
    const kept = await database.transaction(({ directory }) => directory.of(PLACE))
    expect(kept).toEqual([entry('u1', { state: 'linked', person: 'P1' }), entry('u2')])
    expect(await database.transaction(({ directory }) => directory.get(PLACE, 'u3'))).toBeNull()
  })

  test('an account that is unlinked leads to nobody, the others stay', async () => {
    const database = await openTestDatabase(kind)
    const account = (platform: string, userId: string) => ({ platform, workspace: 'company', userId, personId: 'P1' })
    const left = await database.transaction(async ({ people }) => {
      await people.put([newPerson({ id: 'P1', name: 'P' })])
      await people.link([account('wecom', 'u1'), account('dingtalk', 'u1'), account('wecom', 'u2')])
      await people.unlink(PLACE, ['u1'])
      return people.accounts()
    })
    expect(left.map((one) => `${one.platform} ${one.userId}`).toSorted()).toEqual(['dingtalk u1', 'wecom u2'])
  })
})
