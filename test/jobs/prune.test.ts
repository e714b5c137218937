import BetterSqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { simulatorDatabase } from '../../src/simulator-database.ts'
import { fileCase } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'

test('the mark of a form is erased after a day, a seen mark after a month', async () => {
  const { client, config } = await startSimulator()
  await client.say('E010', '帮助')
  await fileCase(client, 'E010', { way: 'none', text: '一次' })
  const marks = () => {
    const database = new BetterSqlite(simulatorDatabase(config.database).slice('sqlite:'.length), { readonly: true })
    const count = (table: string) => database.prepare(`select count(*) from ${table}`).pluck().get()
    const left = { forms: count('form_mark'), seen: count('seen') }
    database.close()
    return left
  }
  expect(marks()).toEqual({ forms: 1, seen: 1 })
  await client.advance('P1D')
  expect(marks()).toEqual({ forms: 1, seen: 1 })
  await client.advance('P1D')
  expect(marks()).toEqual({ forms: 0, seen: 1 })
  await client.advance('P1M')
  expect(marks()).toEqual({ forms: 0, seen: 0 })
})
