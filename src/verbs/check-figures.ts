import type { Finding } from '#core'
import { CLOCK_DOUBT, CLOCK_LAST_SEEN, type ClockDoubt, restored } from '#domain'
import type { CompanyData } from '../company-data.ts'
import type { Config } from '../config.ts'
import { note, ok, wrong } from '../doctor/finding.ts'
import { readFigures } from '../figures.ts'
import { REDIS_WORDS } from '../redis-words.ts'
import { FIGURE_WORDS, type FigureWords } from './figure-words.ts'

const LATE_MS = 120_000
const STEP_MS = 60_000

/** What is due, late, uncertain or held, and who holds what. */
export async function checkFigures({ locale }: Config, company: CompanyData): Promise<Finding[]> {
  if ((await company.database.pending()).length > 0) return []
  const { counts, backlog, oldestMs, holders } = await readFigures(company)
  const mark = await company.database.transaction(({ settings }) => restored(settings))
  const words = FIGURE_WORDS[locale]
  const lasting = lastingIn(words)
  return [
    oldestMs > LATE_MS ? wrong(words.oldestLate(lasting(oldestMs))) : ok(words.oldest(lasting(oldestMs))),
    ...backlog
      .filter(({ count }) => count > 0)
      .map(({ group, count, ageMs }) => note(words.backlog(words.groups[group], count, lasting(ageMs)))),
    ...(counts.uncertain > 0 ? [note(words.uncertain(counts.uncertain))] : []),
    ...(counts.held > 0 ? [wrong(words.held(counts.held))] : []),
    ...(counts.asked > 0 ? [note(words.asked(counts.asked))] : []),
    ...holders.map(({ name, owner }) => ok(words.holder(name, owner))),
    ...(mark ? [note(words.restored(new Date(mark.at).toISOString()))] : []),
  ]
}

/** The clock, as the server has judged it, and as the database sees it now. */
export async function checkClock({ locale }: Config, { database, clock }: CompanyData): Promise<Finding[]> {
  if ((await database.pending()).length > 0) return []
  const words = FIGURE_WORDS[locale]
  const lasting = lastingIn(words)
  const [doubt, lastSeen] = await database.transaction(async ({ settings }) => [
    await settings.get(CLOCK_DOUBT),
    Number((await settings.get(CLOCK_LAST_SEEN)) ?? 0),
  ])
  const findings: Finding[] = []
  if (doubt !== null) {
    const { why, offMs }: ClockDoubt = JSON.parse(doubt)
    findings.push(wrong(words.doubted(why, lasting(offMs), offMs > 0, new Date(clock.real()).toISOString())))
  } else if (lastSeen - clock.real() > STEP_MS) {
    findings.push(wrong(words.behind(lasting(lastSeen - clock.real()))))
  }
  const offMs = database.now ? clock.real() - (await database.now()) : 0
  if (Math.abs(offMs) > STEP_MS) findings.push(wrong(words.differs(lasting(offMs))))
  return findings.length > 0 ? findings : [ok(words.clock)]
}

/** The engine of the running server, as its own figures tell. */
export async function checkEngine({ host, port, publicUrl, secrets, locale }: Config): Promise<Finding[]> {
  const words = FIGURE_WORDS[locale]
  const headers = secrets.metricsToken === null ? {} : { authorization: `Bearer ${secrets.metricsToken}` }
  const answer = await fetch(`http://${host}:${port}/metrics`, { headers, signal: AbortSignal.timeout(2000) }).catch(
    () => null,
  )
  if (!answer) return []
  if (!answer.ok) return publicUrl === null ? [] : [note(words.token)]
  const text = await answer.text()
  const figure = (name: string) => Number(new RegExp(`^hearback_${name} (\\S+)$`, 'm').exec(text)?.[1] ?? 0)
  const driver = /^hearback_queue_driver\{driver="(\w+)"\} 1$/m.exec(text)?.[1] ?? 'unknown'
  const passMs = figure('queue_pass_age_seconds') * 1000
  const failing = figure('jobs_failing')
  const unfit = figure('redis_unfit') === 1
  return [
    passMs > LATE_MS ? wrong(words.engineStopped(driver, lastingIn(words)(passMs))) : ok(words.engine(driver)),
    ...(unfit ? [wrong(REDIS_WORDS[locale].leftAlone), wrong(REDIS_WORDS[locale].evicts)] : []),
    ...(figure('redis_away') === 1 && !unfit ? [wrong(words.redisAway)] : []),
    ...(failing > 0 ? [note(words.failing(failing))] : []),
  ]
}

function lastingIn(words: FigureWords): (ms: number) => string {
  return (ms) => words.lasting(Math.round(Math.abs(ms) / 1000))
}
