import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { emptyDatabaseUrl, stopPostgres } from '../support/open-test-database.ts'
import { runVerb } from '../support/run-verb.ts'

afterAll(stopPostgres)

test('a PostgreSQL that logs what statements are given is named, and what to do; one that does not is not', async () => {
  const url = (await emptyDatabaseUrl('postgres')).replace(/\?.*/, '')
  const home = join(mkdtempSync(join(tmpdir(), 'hearback-doctor-')), 'home')
  const doctor = async () => (await runVerb(['doctor'], { HEARBACK_HOME: home, DATABASE_URL: url, PORT: '1' })).out
  expect(await doctor()).not.toContain('PostgreSQL writes into its own log')

  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const database = client.escapeIdentifier(client.database ?? '')
  await client.query(`alter database ${database} set log_min_duration_statement = 0`)
  expect(await doctor()).toMatch(/^✗ PostgreSQL writes into its own log .*\(log_min_duration_statement = 0\)/m)

  // Without the values, a statement tells of nobody.
  await client.query(`alter database ${database} set log_parameter_max_length = 0`)
  expect(await doctor()).not.toContain('PostgreSQL writes into its own log')
  await client.query(`alter database ${database} set log_parameter_max_length_on_error = -1`)
  expect(await doctor()).toContain('log_parameter_max_length_on_error = -1')
  await client.end()
})
