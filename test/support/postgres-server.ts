import { execFileSync, spawn } from 'node:child_process'
import { appendFileSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from './free-port.ts'

const VERSIONS = '/usr/lib/postgresql'

/** Where the newest PostgreSQL of this machine keeps its programs; null when there is none. */
export function postgresFolder(): string | null {
  if (!existsSync(VERSIONS)) return null
  const newest = readdirSync(VERSIONS)
    .filter((version) => existsSync(join(VERSIONS, version, 'bin/postgres')))
    .toSorted((a, b) => Number(a) - Number(b))
    .at(-1)
  return newest === undefined ? null : join(VERSIONS, newest, 'bin')
}

/** Settings of a server by name. */
type Settings = Readonly<Record<string, string | number>>

export interface PostgresServer {
  /** Of an empty database made for the caller. */
  createDatabase(): Promise<string>
  /** Ends it at once, as a power cut would. */
  down(): Promise<void>
  /** Starts it again on its data. */
  up(): Promise<void>
  /** Changes settings while it runs. */
  set(settings: Settings): Promise<void>
  /** What `pg_dump` writes of a database. */
  dump(url: string): Buffer
  /** Ends it, everything written; the folder of its data, gone with `stop`. */
  close(): Promise<string>
  stop(): Promise<void>
}

/** A private PostgreSQL on a free port; under an unprivileged user where the caller is root, whom it refuses. */
export async function startPostgres(settings: Settings = {}): Promise<PostgresServer> {
  const programs = postgresFolder()
  if (programs === null) throw new Error('there is no PostgreSQL')
  const folder = mkdtempSync(join(tmpdir(), 'hearback-postgres-'))
  const user = unprivileged()
  if (user) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  const owner = user ? { uid: user.uid, gid: user.gid } : {}
  execFileSync(join(programs, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'test', '--no-sync', '-E', 'UTF8'], {
    ...owner,
    cwd: folder,
    stdio: 'ignore',
  })
  const port = await freePort()
  const listens = { port, listen_addresses: '127.0.0.1', unix_socket_directories: folder, max_connections: 200 }
  const lines = Object.entries({ ...listens, ...settings }).map(([name, value]) => `${name} = '${value}'\n`)
  appendFileSync(join(data, 'postgresql.conf'), lines.join(''))
  const start = () =>
    spawn(join(programs, 'postgres'), ['-D', data], {
      ...owner,
      cwd: folder,
      stdio: 'ignore',
    })
  const end = async (signal: NodeJS.Signals) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    server.once('exit', () => resolve())
    if (server.exitCode !== null || server.signalCode !== null) resolve()
    else server.kill(signal)
    await promise
  }
  const down = () => end('SIGQUIT')
  let server = start()
  const url = (database: string) => `postgres://test@127.0.0.1:${port}/${database}`
  await answers(url('postgres'))
  let count = 0

  return {
    async createDatabase() {
      const name = `test_${++count}`
      execFileSync(join(programs, 'createdb'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'test', name])
      return url(name)
    },

    down,

    async up() {
      server = start()
      await answers(url('postgres'))
    },

    async set(changed) {
      const client = new pg.Client({ connectionString: url('postgres') })
      await client.connect()
      for (const [name, value] of Object.entries(changed)) await client.query(`alter system set ${name} = '${value}'`)
      await client.query('select pg_reload_conf()')
      await client.end()
    },

    dump: (of) => execFileSync(join(programs, 'pg_dump'), ['--inserts', of], { maxBuffer: 1024 ** 3 }),

    async close() {
      await end('SIGINT')
      return data
    },

    async stop() {
      await down()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function unprivileged(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null
  const id = (what: string) => Number(execFileSync('id', [what, 'nobody'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** It takes connections a while before it answers on them. */
async function answers(url: string): Promise<void> {
  for (let tried = 0; tried < 200; tried++) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
    client.on('error', () => {})
    const connected = await client.connect().then(
      () => true,
      () => false,
    )
    await client.end().catch(() => {})
    if (connected) return
    await wait(50)
  }
  throw new Error('PostgreSQL does not answer')
}
