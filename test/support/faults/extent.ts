import type { Engine } from './fault-setup.ts'

interface NamedEngine extends Engine {
  readonly name: string
}

const ENGINES: readonly NamedEngine[] = [
  { name: 'sqlite local', database: 'sqlite', driver: 'local' },
  { name: 'sqlite bullmq', database: 'sqlite', driver: 'bullmq' },
  { name: 'postgres local', database: 'postgres', driver: 'local' },
  { name: 'postgres bullmq', database: 'postgres', driver: 'bullmq' },
]

const seed = process.env.HEARBACK_SOAK_SEED
const only = process.env.HEARBACK_SOAK_ENGINE

/**
 * How far the fault tests go: each fault once for every part it concerns, in small numbers; all of it on every engine
 * in the long run (`npm run soak`).
 */
export const extent =
  seed === undefined
    ? {
        seed: Date.now() % 1_000_000,
        engines: (...names: string[]) => ENGINES.filter(({ name }) => names.includes(name)),
        due: 300,
        kills: 3,
        flushes: 1,
        claims: 3000,
        claimers: 2,
        cuts: 20,
        limited: 150,
        open: 400,
        minutes: 0,
        timeoutMs: 90_000,
      }
    : {
        seed: Number(seed),
        engines: () => ENGINES.filter(({ name }) => only === undefined || name === only),
        due: 3000,
        kills: 12,
        flushes: 3,
        claims: 60_000,
        claimers: 4,
        cuts: 200,
        limited: 1500,
        open: 2000,
        minutes: Number(process.env.HEARBACK_SOAK_MINUTES ?? 30),
        timeoutMs: 600_000,
      }
