import { existsSync, statSync } from 'node:fs'
import { createConnection } from 'node:net'
import type { Finding } from '#core'
import { dateAt, membersOf, offeredBoxes } from '#domain'
import { monthlyCalls } from '#jobs'
import { keysBelong } from '../check-keys.ts'
import { type CompanyData, dataUrl, layOver, openCompanyData } from '../company-data.ts'
import type { Config } from '../config.ts'
import { checkSetup } from '../doctor/check-setup.ts'
import { note, ok, wrong } from '../doctor/finding.ts'
import { keyCopies } from '../key-copies.ts'
import type { LoadAdapters } from '../platforms.ts'
import { checkClock, checkEngine, checkFigures } from './check-figures.ts'
import { checkPlatforms } from './check-platforms.ts'
import { print, type Verb } from './verb.ts'

export const doctor: Verb = {
  usage: 'doctor',
  about: 'Looks whether everything is set right, and says what to do.',

  run: (config) => examine(config),
}

/** Looks at everything and prints what it finds; answers the exit code. */
export async function examine(config: Config, load?: LoadAdapters): Promise<number> {
  const zh = config.locale === 'zh-CN'
  const findings: Finding[] = [ok(`Node ${process.version}`)]
  const company = openCompanyData(config)
  try {
    await layOver(company)
    findings.push(
      ...(await checkDatabase(config, company)),
      ...(await checkKeys(config, company)),
      ...(await checkPeople(company)),
      ...(await checkSetup(config, company)),
      ...(await checkWork(company)),
      ...(await checkFigures(config, company)),
      ...(await checkClock(config, company)),
      ...(await checkCalls(company)),
      ...(await checkPlatforms(config, company, load)),
      ...checkCalendar(company),
      await checkServer(config),
      ...(await checkEngine(config)),
    )
  } finally {
    await company.database.close()
  }
  for (const { mark, text } of findings) print(`${mark} ${text}`)
  const faults = findings.filter(({ mark }) => mark === '✗').length
  print(faults === 0 ? (zh ? '一切正常。' : 'All is well.') : zh ? `${faults} 处需要处理。` : `${faults} to put right.`)
  return faults === 0 ? 0 : 1
}

async function checkDatabase(config: Config, { database }: CompanyData): Promise<Finding[]> {
  const pending = await database.pending()
  const where = dataUrl(config).replace(/:[^:@/]*@/, ':…@')
  if (pending.length > 0)
    return [note(`${where}: ${pending.length} changes of the schema to make; "serve" or "migrate" makes them.`)]
  return [ok(where)]
}

async function checkKeys(config: Config, { database }: CompanyData): Promise<Finding[]> {
  const { home, keys } = config
  const belong = (await database.pending()).length > 0 ? null : await keysBelong(database, keys)
  if (belong === false) {
    return [wrong(`${keys}: not the keys this data was written with; put your copy of them back.`)]
  }
  if (!existsSync(keys)) return [note(`${keys}: no keys yet; "serve" makes them.`)]
  const newest = keyCopies(config).newest()
  const copied =
    newest === null
      ? note(
          `${keys}: no copy of the keys can be put back. Whoever loses them loses every open case: "keys backup DIR" once a day, to another disk.`,
        )
      : ok(`${keys}: the newest copy was made on ${newest} (UTC)`)
  const folders = [keys, home].filter(existsSync).map((folder) => {
    const open = (statSync(folder).mode & 0o077) !== 0
    return open ? wrong(`${folder} can be read by others: chmod 700 ${folder}`) : ok(`${folder} (mode 700)`)
  })
  return [...folders, copied]
}

async function checkPeople({ database, programs, clock }: CompanyData): Promise<Finding[]> {
  if ((await database.pending()).length > 0) return []
  const { company, boxes, cadences } = programs.current()
  const people = await database.transaction((stores) => stores.people.all())
  const today = dateAt(clock.now(), company.timeZone)
  const used = new Set([
    ...offeredBoxes({ boxes, company })
      .flatMap(({ topics }) => topics)
      .map((topic) => topic.handlers),
    ...[...cadences.values()].flatMap((cadence) =>
      cadence.series.flatMap(({ who }) => (who.kind === 'role' ? [who.role] : [])),
    ),
    'coordinator',
    'outside',
  ])
  const empty = [...used].filter((role) => membersOf(company, role, people, today).length === 0)
  const named = Object.values(company.roles).flatMap((role) => role.people)
  const unknown = [...new Set(named)].filter((id) => !people.some((person) => person.id === id))
  return [
    people.length === 0 ? note('Nobody on the staff list yet: import people FILE') : ok(`${people.length} people`),
    ...empty.map((role) =>
      wrong(`Nobody has the role ${role}: name somebody in the chat ("appoint ROLE NAME") or in company.yaml.`),
    ),
    ...unknown.map((id) => wrong(`company.yaml names ${id}, who is not on the staff list.`)),
  ]
}

async function checkWork({ database }: CompanyData): Promise<Finding[]> {
  if ((await database.pending()).length > 0) return []
  const { counts, open } = await database.transaction(async (stores) => ({
    counts: await stores.outbox.counts(),
    open: (await stores.occurrences.all()).filter((one) => one.state === 'open'),
  }))
  const guesses = open.filter((one) => one.provisional).length
  const ownerless = open.filter((one) => one.nextFor === '').length
  return [
    ok(`outbox: ${counts.pending} waiting, ${counts.sent} sent`),
    ...(counts.refused > 0
      ? [note(`${counts.refused} messages were refused by the platform; the log names the codes.`)]
      : []),
    ok(`${open.length} follow-ups open`),
    ...(guesses > 0
      ? [note(`${guesses} of them have a date in a year whose public holidays are not published yet.`)]
      : []),
    ...(ownerless > 0
      ? [wrong(`${ownerless} of them have nobody in charge: name hr and sales_lead in company.yaml.`)]
      : []),
  ]
}

/** Where a platform counts calls by the month: a warning when four fifths are gone. */
async function checkCalls({ database, clock, programs }: CompanyData): Promise<Finding[]> {
  if ((await database.pending()).length > 0) return []
  const known = await database.transaction(({ buckets }) => monthlyCalls(buckets))
  const months = [programs.current().company.timeZone, 'Asia/Shanghai'].map((zone) =>
    dateAt(clock.now(), zone).slice(0, 7),
  )
  return known
    .filter(({ month }) => months.includes(month))
    .map(({ route, month, spent, calls }) => {
      const text = `${route}: ${spent} of ${calls} calls of ${month} are spent`
      if (spent < 0.8 * calls) return ok(text)
      return spent < calls
        ? note(`${text}; what can wait goes out next month when they are gone.`)
        : wrong(`${text}: nothing more goes out there this month. Order more calls from the platform.`)
    })
}

function checkCalendar({ programs, clock }: CompanyData): Finding[] {
  const { calendar, timeZone } = programs.current().company
  const year = Number(dateAt(clock.now(), timeZone).slice(0, 4))
  return [year, year + 1].map((one) =>
    calendar.known(`${one}-01-01`)
      ? ok(`working calendar of ${one}`)
      : note(
          `The public holidays of ${one} are not known yet: dates there are Monday-to-Friday guesses, marked so. An update of Hearback brings them.`,
        ),
  )
}

async function checkServer({ host, port }: Config): Promise<Finding> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = createConnection({ host, port, timeout: 1000 })
  socket.once('connect', () => resolve(true))
  socket.once('error', () => resolve(false))
  socket.once('timeout', () => resolve(false))
  const answers = await promise
  socket.destroy()
  return answers
    ? ok(`something answers at http://${host}:${port}`)
    : note(`nothing answers at http://${host}:${port}: is "serve" running?`)
}
