import type { Finding } from '#core'
import { CLOCK_DOUBT, CLOCK_LAST_SEEN, type ClockDoubt, restored } from '#domain'
import type { CompanyData } from '../company-data.ts'
import type { Config } from '../config.ts'
import { readFigures } from '../figures.ts'

const LATE_MS = 120_000
const STEP_MS = 60_000

const ok = (text: string): Finding => ({ mark: '✓', text })
const note = (text: string): Finding => ({ mark: '!', text })
const wrong = (text: string): Finding => ({ mark: '✗', text })

/** What is due, late, uncertain or held, and who holds what. */
export async function checkFigures(company: CompanyData): Promise<Finding[]> {
  if ((await company.database.pending()).length > 0) return []
  const { counts, backlog, oldestMs, holders } = await readFigures(company)
  const mark = await company.database.transaction(({ settings }) => restored(settings))
  const late = `the oldest thing that is due has been due for ${lasting(oldestMs)}`
  return [
    oldestMs > LATE_MS ? wrong(`${late}: is a worker running?`) : ok(late),
    ...backlog
      .filter(({ count }) => count > 0)
      .map(({ group, count, ageMs }) => note(`${group}: ${count} due and unsent, the oldest for ${lasting(ageMs)}`)),
    ...(counts.uncertain > 0 ? [note(`${counts.uncertain} messages whose arrival is being found out`)] : []),
    ...(counts.held > 0
      ? [
          wrong(
            `${counts.held} messages wait for somebody to say what becomes of them, and nobody can be asked: name hr or admin in company.yaml, people with an account.`,
          ),
        ]
      : []),
    ...(counts.asked > 0
      ? [note(`${counts.asked} messages that operators have been asked about and have not decided yet`)]
      : []),
    ...holders.map(({ name, owner }) => ok(`${name} is held by ${owner}`)),
    ...(mark
      ? [
          note(
            `a backup was put back at ${new Date(mark.at).toISOString()}; what was due before is asked about before it is sent`,
          ),
        ]
      : []),
  ]
}

/** The clock, as the server has judged it, and as the database sees it now. */
export async function checkClock({ database, clock }: CompanyData): Promise<Finding[]> {
  if ((await database.pending()).length > 0) return []
  const [doubt, lastSeen] = await database.transaction(async ({ settings }) => [
    await settings.get(CLOCK_DOUBT),
    Number((await settings.get(CLOCK_LAST_SEEN)) ?? 0),
  ])
  const findings: Finding[] = []
  if (doubt !== null) {
    const { why, offMs }: ClockDoubt = JSON.parse(doubt)
    findings.push(
      wrong(
        `the server does not trust its clock (${why}, ${lasting(Math.abs(offMs))} ${offMs > 0 ? 'ahead' : 'behind'}) and sends nothing. Put the time right (NTP); if ${new Date(clock.real()).toISOString()} is right, say so: "clock confirm".`,
      ),
    )
  } else if (lastSeen - clock.real() > STEP_MS) {
    findings.push(
      wrong(`this machine's clock stands ${lasting(lastSeen - clock.real())} before the time it showed last`),
    )
  }
  const offMs = database.now ? clock.real() - (await database.now()) : 0
  if (Math.abs(offMs) > STEP_MS)
    findings.push(wrong(`this machine's clock and the database's differ by ${lasting(offMs)}`))
  return findings.length > 0 ? findings : [ok('the clock')]
}

/** The engine of the running server, as its own figures tell. */
export async function checkEngine({ host, port, publicUrl, secrets }: Config): Promise<Finding[]> {
  const headers = secrets.metricsToken === null ? {} : { authorization: `Bearer ${secrets.metricsToken}` }
  const answer = await fetch(`http://${host}:${port}/metrics`, { headers, signal: AbortSignal.timeout(2000) }).catch(
    () => null,
  )
  if (!answer) return []
  if (!answer.ok) {
    return publicUrl === null ? [] : [note('/metrics needs HEARBACK_METRICS_TOKEN: the engine cannot be looked at.')]
  }
  const text = await answer.text()
  const figure = (name: string) => Number(new RegExp(`^hearback_${name} (\\S+)$`, 'm').exec(text)?.[1] ?? 0)
  const driver = /^hearback_queue_driver\{driver="(\w+)"\} 1$/m.exec(text)?.[1] ?? 'unknown'
  const passSeconds = figure('queue_pass_age_seconds')
  const failing = figure('jobs_failing')
  return [
    passSeconds * 1000 > LATE_MS
      ? wrong(`engine ${driver}: it has not moved for ${lasting(passSeconds * 1000)}`)
      : ok(`engine ${driver}`),
    ...(figure('redis_away') === 1 ? [wrong('Redis is away: the work goes on, by looking into the database.')] : []),
    ...(failing > 0
      ? [note(`${failing} pieces of work have failed and wait to be tried again; the log names the codes.`)]
      : []),
  ]
}

function lasting(ms: number): string {
  const seconds = Math.round(Math.abs(ms) / 1000)
  if (seconds < 120) return `${seconds} s`
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`
}
