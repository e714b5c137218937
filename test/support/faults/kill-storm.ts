import { seededRandom } from '../seeded-random.ts'
import type { FaultSetup } from './fault-setup.ts'
import { faultsAtRandom } from './recording-platform.ts'

interface KillStorm {
  /** Messages that are to be delivered. */
  readonly due: number
  readonly workers: number
  readonly kills: number
  /** How often Redis loses everything. */
  readonly flushes?: number
  readonly seed: number
  /** Messages, each a batch of its own, of which is looked who has them in hand. */
  readonly keys?: readonly string[]
}

/** What was seen; `inHand`: keys of messages in the hands of a worker when one was killed, of those that are a batch of their own. */
interface StormSeen {
  readonly inHand: ReadonlySet<string>
}

/**
 * Workers are killed and started again while messages go out, at a platform that refuses some and loses some replies.
 * Each blow falls when a further part has been delivered, so that all of them fall while there is work.
 */
export async function killStorm(setup: FaultSetup, storm: KillStorm): Promise<StormSeen> {
  const { platform, redis } = setup
  const random = seededRandom(storm.seed)
  platform.fate = faultsAtRandom(random, { refuse: 0.02, lose: 0.01 })
  const workers = await setup.workers(storm.workers)
  const inHand = new Set<string>()
  const flushEvery = storm.flushes ? Math.ceil(storm.kills / storm.flushes) : Number.POSITIVE_INFINITY
  for (let kill = 0; kill < storm.kills; kill++) {
    const mark = Math.ceil(((kill + random()) / (storm.kills + 1)) * storm.due)
    await platform.until(() => platform.counts.size >= mark)
    if (kill % flushEvery === 0) await redis?.command('FLUSHALL')
    const worker = workers[Math.floor(random() * workers.length)]
    await worker?.end('SIGKILL')
    for (const key of await setup.claimed(storm.keys ?? [])) inHand.add(key)
    if (!(await worker?.start())) throw new Error(`did not start again:\n${worker?.output}`)
  }
  await setup.drained()
  for (const worker of workers) await worker.end('SIGTERM')
  return { inHand }
}
