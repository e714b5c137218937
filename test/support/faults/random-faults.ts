import { seededRandom } from '../seeded-random.ts'
import type { FaultSetup } from './fault-setup.ts'
import { limitFiles } from './limit-files.ts'
import { faultsAtRandom } from './recording-platform.ts'
import type { WorkerProcess } from './worker-process.ts'

/** What may befall an installation; what it breaks is mended before the next one. */
const BLOWS = ['kill', 'kill-all', 'stand-still', 'flush', 'redis-away', 'refuse', 'lose-replies', 'disk-full'] as const
type Blow = (typeof BLOWS)[number]

/** Requests that a platform treats badly in a row. */
const IN_A_ROW = 20

interface Round {
  readonly due: number
  readonly workers: number
  readonly blows: number
  readonly seed: number
}

/** One installation under one series of blows, all of them as the seed says; answers what they were. */
export async function randomFaults(setup: FaultSetup, round: Round): Promise<Blow[]> {
  const { platform, redis } = setup
  const random = seededRandom(round.seed)
  const usual = faultsAtRandom(random, { refuse: 0.02, lose: 0.01 })
  platform.fate = usual
  const workers = await setup.workers(round.workers)
  const blows: Blow[] = []
  let mend: () => Promise<void> = async () => {}

  /** Treats the next requests so, then the usual way. */
  const badly = (fate: ReturnType<typeof usual>) => {
    let left = IN_A_ROW
    platform.fate = () => (left-- > 0 ? fate : usual())
  }
  const strike = async (blow: Blow, worker: WorkerProcess): Promise<() => Promise<void>> => {
    switch (blow) {
      case 'kill':
        await worker.restart()
        break
      case 'kill-all':
        await Promise.all(workers.map((one) => one.end('SIGKILL')))
        for (const one of workers) await one.restart()
        break
      case 'stand-still':
        worker.signal('SIGSTOP')
        return async () => worker.signal('SIGCONT')
      case 'flush':
        await redis?.command('FLUSHALL')
        break
      case 'redis-away':
        await redis?.down()
        return async () => redis?.up()
      case 'refuse':
        badly({ refuse: 503 })
        break
      case 'lose-replies':
        badly('lose-reply')
        break
      case 'disk-full':
        if (setup.url.startsWith('sqlite:')) limitFiles(worker, '4096')
        return async () => limitFiles(worker, 'unlimited')
    }
    return async () => {}
  }

  for (let n = 0; n < round.blows; n++) {
    const mark = Math.ceil(((n + random()) / (round.blows + 1)) * round.due)
    const blow = BLOWS[Math.floor(random() * BLOWS.length)] ?? 'kill'
    const worker = workers[Math.floor(random() * workers.length)]
    await platform.until(() => platform.counts.size >= mark)
    await mend()
    blows.push(blow)
    if (worker) mend = await strike(blow, worker)
  }
  await mend()
  await setup.drained()
  for (const worker of workers) await worker.end('SIGTERM')
  return blows
}
