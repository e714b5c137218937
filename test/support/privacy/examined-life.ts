import { Metrics } from '../../../src/metrics.ts'
import type { PlayedPlatform } from '../../contracts/adapter/played-platform.ts'
import { startBot } from '../../contracts/adapter/start-bot.ts'
import { examine, loud, type Traces } from './examine.ts'
import { employ, PEOPLE, type Who } from './needle-people.ts'
import { speakUpLife } from './speak-up-life.ts'
import { written } from './written.ts'

/** What a life of a case has left behind, on the disk and elsewhere. */
export interface LifeTraces extends Traces {
  readonly log: Buffer
  readonly metrics: Buffer
}

/** Two people are on the staff list; one of them speaks up, is answered, and comes back, while everything is written down as loudly as it can be. */
export async function examinedLife(
  create: () => Promise<PlayedPlatform>,
  author: Who,
  way: 'tell' | 'none',
): Promise<LifeTraces> {
  const platform = await create()
  const { log, lines } = loud()
  const metrics = new Metrics()
  const traces: Traces[] = []
  const printed = await written(async () => {
    const bot = await startBot(platform, { log, metrics })
    await bot.company.database.transaction((stores) => employ(stores, platform, bot.adapter.workspace))
    await speakUpLife(bot, platform, { author: PEOPLE[author].id, way })
    await bot.restart()
    traces.push(await examine(bot))
  })
  const [found] = traces
  if (!found) throw new Error('nothing was examined')
  return {
    ...found,
    log: Buffer.from(`${printed}\n${lines.join('\n')}`),
    metrics: Buffer.from(await metrics.registry.metrics()),
  }
}
