import { createConnection } from 'node:net'
import type { Finding } from '#core'
import { layOver, openCompanyData } from '../company-data.ts'
import type { Config } from '../config.ts'
import { checkSetup } from '../doctor/check-setup.ts'
import { note, ok } from '../doctor/finding.ts'
import type { LoadAdapters } from '../platforms.ts'
import { checkDatabase, checkKeys } from './check-data.ts'
import { checkClock, checkEngine, checkFigures } from './check-figures.ts'
import { checkPeople } from './check-people.ts'
import { checkPlatforms } from './check-platforms.ts'
import { checkCalendar, checkCalls, checkWork } from './check-work.ts'
import { DOCTOR_WORDS } from './doctor-words.ts'
import { print, type Verb } from './verb.ts'

export const doctor: Verb = {
  usage: 'doctor',
  about: {
    'zh-CN': '检查设置是否都对，并说明该怎么办。',
    en: 'Looks whether everything is set right, and says what to do.',
  },

  run: (config) => examine(config),
}

/** Looks at everything and prints what it finds; answers the exit code. */
export async function examine(config: Config, load?: LoadAdapters): Promise<number> {
  const words = DOCTOR_WORDS[config.locale]
  const findings: Finding[] = [ok(`Node ${process.version}`)]
  const company = openCompanyData(config)
  try {
    await layOver(company)
    findings.push(
      ...(await checkDatabase(config, company)),
      ...(await checkKeys(config, company)),
      ...(await checkPeople(config, company)),
      ...(await checkSetup(config, company)),
      ...(await checkWork(config, company)),
      ...(await checkFigures(config, company)),
      ...(await checkClock(config, company)),
      ...(await checkCalls(config, company)),
      ...(await checkPlatforms(config, company, load)),
      ...checkCalendar(config, company),
      await checkServer(config),
      ...(await checkEngine(config)),
    )
  } finally {
    await company.database.close()
  }
  for (const { mark, text } of findings) print(`${mark} ${text}`)
  const faults = findings.filter(({ mark }) => mark === '✗').length
  print(faults === 0 ? words.well : words.faults(faults))
  return faults === 0 ? 0 : 1
}

async function checkServer({ host, port, locale }: Config): Promise<Finding> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = createConnection({ host, port, timeout: 1000 })
  socket.once('connect', () => resolve(true))
  socket.once('error', () => resolve(false))
  socket.once('timeout', () => resolve(false))
  const answers = await promise
  socket.destroy()
  const words = DOCTOR_WORDS[locale]
  const url = `http://${host}:${port}`
  return answers ? ok(words.answers(url)) : note(words.silent(url))
}
