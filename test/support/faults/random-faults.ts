import { seededRandom } from '../seeded-random.ts'
import { blowsFor, type Victim } from './blows.ts'
import type { FaultSetup } from './fault-setup.ts'
import { faultsAtRandom } from './recording-platform.ts'

/** Requests that a platform treats badly in a row. */
const IN_A_ROW = 20

interface Round {
  readonly due: number
  readonly workers: number
  readonly blows: number
  readonly seed: number
}

/**
 * One installation under one series of blows, all of them as the seed says; answers what they were. What a blow breaks is
 * mended before the next one.
 */
export async function randomFaults(setup: FaultSetup, round: Round): Promise<string[]> {
  const { platform } = setup
  const random = seededRandom(round.seed)
  // Requests come as the machine lets them; what becomes of them must not shift which blow falls.
  const usual = faultsAtRandom(seededRandom(round.seed + 1), { refuse: 0.02, lose: 0.01 })
  platform.fate = usual
  const badly: Victim['badly'] = (fate) => {
    let left = IN_A_ROW
    platform.fate = () => (left-- > 0 ? fate : usual())
  }
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T

  const workers = await setup.workers(round.workers)
  const fallen: string[] = []
  let mend: (() => unknown) | undefined
  for (let n = 0; n < round.blows; n++) {
    const mark = Math.ceil(((n + random()) / (round.blows + 1)) * round.due)
    const [name, strike] = one(blowsFor(setup))
    const worker = one(workers)
    await platform.until(() => platform.counts.size >= mark)
    await mend?.()
    fallen.push(name)
    mend = await strike({ setup, workers, worker, badly, random })
  }
  await mend?.()
  await setup.drained()
  for (const worker of workers) await worker.end('SIGTERM')
  return fallen
}
