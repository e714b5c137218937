import { postgresServer } from '../open-test-database.ts'
import type { FaultSetup } from './fault-setup.ts'
import { limitFiles } from './limit-files.ts'
import type { WorkerProcess } from './worker-process.ts'

/** Whom a blow hits: the installation, all of its workers, and one of these. */
export interface Victim {
  readonly setup: FaultSetup
  readonly workers: readonly WorkerProcess[]
  readonly worker: WorkerProcess
  /** Treats the next requests so, then the usual way. */
  readonly badly: (fate: { readonly refuse: number } | 'lose-reply') => void
  readonly random: () => number
}

type Mend = () => unknown

/** Strikes; answers what mends it, where it does not mend itself. */
type Blow = (victim: Victim) => Promise<Mend | undefined> | Mend | undefined

const HOUR = 3_600_000

/** What may befall any installation. */
const ANYWHERE: Readonly<Record<string, Blow>> = {
  kill: async ({ worker }) => {
    await worker.restart()
    return undefined
  },

  'kill-all': async ({ workers }) => {
    await Promise.all(workers.map((one) => one.end('SIGKILL')))
    for (const one of workers) await one.restart()
    return undefined
  },

  'stand-still': ({ worker }) => {
    worker.signal('SIGSTOP')
    return () => worker.signal('SIGCONT')
  },

  clock: ({ worker, random }) => {
    const wrong = random() < 0.5 ? 2 * HOUR : -2 * HOUR
    worker.leap(wrong)
    return () => worker.leap(-wrong)
  },

  refuse: ({ badly }) => {
    badly({ refuse: 503 })
    return undefined
  },

  'lose-replies': ({ badly }) => {
    badly('lose-reply')
    return undefined
  },
}

const ON_SQLITE: Readonly<Record<string, Blow>> = {
  'disk-full': ({ worker }) => {
    limitFiles(worker, '4096')
    return () => limitFiles(worker, 'unlimited')
  },
}

const ON_POSTGRES: Readonly<Record<string, Blow>> = {
  // Nothing goes on without it, so it is back at once; whoever was connected has lost what was under way.
  'postgres-killed': async () => {
    const server = await postgresServer()
    await server.down()
    await server.up()
    return undefined
  },
}

const ON_REDIS: Readonly<Record<string, Blow>> = {
  flush: async ({ setup: { redis } }) => {
    await redis?.command('FLUSHALL')
    return undefined
  },

  'redis-away': async ({ setup: { redis } }) => {
    await redis?.down()
    return () => redis?.up()
  },

  'redis-hangs': ({ setup: { redis } }) => {
    redis?.hang()
    return () => redis?.goOn()
  },
}

/** What may befall this installation, by name. */
export function blowsFor({ redis, url }: FaultSetup): readonly (readonly [name: string, strike: Blow])[] {
  return [
    ...Object.entries(ANYWHERE),
    ...Object.entries(url.startsWith('sqlite:') ? ON_SQLITE : ON_POSTGRES),
    ...(redis ? Object.entries(ON_REDIS) : []),
  ]
}
