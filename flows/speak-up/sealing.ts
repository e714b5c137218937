import type { DueWork } from '#core'
import { type CaseFile, dateAt, morningOf, quarterOf, SCRUB_WANTED, SEAL_SPREAD_DAYS, sealDay } from '#domain'
import { type Bag, holdBag, openBag } from './bag.ts'
import { countOf } from './counting.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { topicOf } from './topics.ts'

/** What is done to a case: its day is set, it is sealed, or what a restored copy has brought back of it is buried. */
type Step = 'plan' | 'seal' | 'bury'

/** Destroys the keys of what is gone. */
const DESTROY = 'destroy'

/** Keys destroyed in one transaction. */
const PAGE = 50

/**
 * Ends cases for good: a while after they are closed, on a day that is spread, everything of them is deleted and their keys are
 * destroyed. What a copy of the data brings back of them later is told by the destroyed keys, and deleted again.
 */
export function sealCases(parts: SpeakUpParts): DueWork<Stores> {
  // A copy of the data is put back while nothing runs: once after the start is enough.
  let looked = false

  return {
    name: 'seal-cases',

    async due(stores, now, limit) {
      const { sealing } = stores
      const today = todayAt(now)
      const buried = looked ? [] : (await sealing.keys()).filter(({ key }) => parts.vault.cases.isDestroyed(key))
      if (buried.length === 0) looked = true
      return [
        ...((await sealing.toDestroy(1)).length > 0 ? [DESTROY] : []),
        ...buried.slice(0, limit).map(({ id }) => keyOf('bury', id)),
        ...(await sealing.unplanned(limit)).map((id) => keyOf('plan', id)),
        ...(await sealable(stores, await sealing.due(today, limit))).map((id) => keyOf('seal', id)),
      ].slice(0, limit)
    },

    async next({ sealing }) {
      const { timeZone, quiet } = parts.programs().company
      const day = await sealing.nextDay()
      const at = day === null ? null : morningOf(day, '', timeZone, quiet)
      // What is kept back for a window is looked at again with it.
      return at !== null && at <= parts.clock.now() ? null : at
    },

    async run(stores, key, now) {
      if (key === DESTROY) await destroy(stores)
      else await end(stores, ...stepOf(key), now)
      return []
    },
  }

  async function end(stores: Stores, step: Step, id: string, now: number): Promise<void> {
    const file = await stores.cases.get(id)
    if (!file) return
    if (step === 'bury') return stores.sealing.forget(id)
    if (file.state !== 'closed') return
    const today = todayAt(now)
    if (step === 'plan') {
      return stores.sealing.plan(
        id,
        sealDay(today, topicOf(parts, file).keepDays, parts.random.below(SEAL_SPREAD_DAYS)),
      )
    }
    if (!(await stores.sealing.isDue(id, today))) return
    const bag = await openBag(parts, stores)
    // A case for which a reply waits is about to be opened again.
    if (waitsFor(bag, file)) return
    // What comes for it from now on finds no case any more, and what came since it was looked at is found.
    await holdBag(parts, stores, bag)
    await stores.cases.save(file, file.revision)
    const appeal = await stores.cases.appealOf(id)
    for (const one of appeal ? [file, appeal] : [file]) await keepCount(stores, one, today)
    await stores.sealing.forget(id)
  }

  async function keepCount(stores: Stores, file: CaseFile, today: string): Promise<void> {
    const count = await countOf(parts, stores, file, today)
    const counted = count !== null && (await stores.statistics.table(quarterOf(file.receivedOn))) === null
    if (counted) await stores.statistics.add(parts.random.id(), count)
  }

  /** Those of them for which no reply waits. */
  async function sealable(stores: Stores, ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return []
    const bag = await openBag(parts, stores)
    const free: string[] = []
    for (const id of ids) {
      const file = await stores.cases.get(id)
      if (file && !waitsFor(bag, file)) free.push(id)
    }
    return free
  }

  /** The cases are gone by now; once their keys are, too, nothing brings them back. */
  async function destroy({ sealing, settings }: Stores): Promise<void> {
    for (const locked of await sealing.toDestroy(PAGE)) {
      parts.vault.cases.destroy(locked)
      await sealing.destroyed(locked)
    }
    await settings.set(SCRUB_WANTED, parts.random.id())
  }

  function todayAt(now: number): string {
    return dateAt(now, parts.programs().company.timeZone)
  }
}

/** Whether a reply waits that goes to this case, to the one it appeals, or to its appeal: all have the same receipt. */
function waitsFor({ replies }: Bag, file: CaseFile): boolean {
  return replies.some((reply) => reply.case === (file.appealOf ?? file.id))
}

function keyOf(step: Step, name: string): string {
  return `${step}.${name}`
}

function stepOf(key: string): [Step, string] {
  const [step = ''] = key.split('.', 1)
  return [step as Step, key.slice(step.length + 1)]
}
