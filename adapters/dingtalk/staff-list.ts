import { setTimeout as wait } from 'node:timers/promises'
import { type Clock, type Directory, type DirectoryPerson, HearbackError } from '#core'
import { ApiError } from './api-error.ts'
import type { OapiClient } from './oapi-client.ts'
import { type Fields, fieldsOf, textOf } from './read.ts'

/** The company itself. */
const ROOT = 1
const PAGE = 100
/** Calls begun in one second; DingTalk refuses what is above 20 of a kind. */
const PER_SECOND = 15
const ABREAST = 4
/** Codes for too many calls at a time, and how often they are waited out. */
const BUSY = new Set(['90002', '90018', '43'])
const TRIES = 5
/** Nobody of that id. */
const NOBODY = '60121'

/** The staff list: departments from the company down, those in them, and what is known of each. Its calls are not counted. */
export class StaffList implements Directory {
  readonly #oapi: OapiClient
  readonly #clock: Clock
  readonly #secondMs: number
  /** When the newest calls were begun. */
  #begun: number[] = []

  constructor(oapi: OapiClient, clock: Clock, secondMs: number) {
    this.#oapi = oapi
    this.#clock = clock
    this.#secondMs = secondMs
  }

  /** A page a department and hundred people, each person once. @throws HearbackError when the list cannot be had whole */
  async *people(): AsyncIterable<readonly DirectoryPerson[]> {
    const departments = await this.#departments()
    const seen = new Set<string>()
    for (const id of departments.keys()) {
      for await (const userIds of this.#usersOf(id)) {
        const fresh = userIds.filter((userId) => !seen.has(userId))
        for (const userId of fresh) seen.add(userId)
        const page = await this.#details(fresh, departments)
        if (page.length > 0) yield page
      }
    }
  }

  /** With the names of their departments: a call for them, and one for each of these. */
  async person(userid: string): Promise<DirectoryPerson | null> {
    const told = await this.#told(userid)
    if (!told) return null
    const names = new Map<number, string>()
    for (const dept_id of departmentsOf(told)) {
      if (dept_id === ROOT) continue
      const department = fieldsOf(await this.#ask('/topapi/v2/department/get', { dept_id }))
      names.set(dept_id, textOf(department?.name) ?? '')
    }
    return personOf(userid, told, names)
  }

  /** Null for whoever is not in the company (any more). */
  async #told(userid: string): Promise<Fields | null> {
    try {
      return fieldsOf(await this.#ask('/topapi/v2/user/get', { userid }))
    } catch (error) {
      if (error instanceof HearbackError && error.code === codeOf(NOBODY)) return null
      throw error
    }
  }

  /** Names by id, the company's own empty. */
  async #departments(): Promise<ReadonlyMap<number, string>> {
    const names = new Map([[ROOT, '']])
    for (const id of names.keys()) {
      const below = listOf(await this.#ask('/topapi/v2/department/listsub', { dept_id: id }))
      // A map that grows while it is walked through is walked through to its new end.
      for (const { dept_id, name } of below) names.set(Number(dept_id), textOf(name) ?? '')
    }
    return names
  }

  async *#usersOf(dept_id: number): AsyncIterable<string[]> {
    for (let cursor = 0, more = true; more; ) {
      const result = fieldsOf(await this.#ask('/topapi/user/listsimple', { dept_id, cursor, size: PAGE })) ?? {}
      yield listOf(result.list).flatMap(({ userid }) => textOf(userid) ?? [])
      more = result.has_more === true && Number(result.next_cursor) > cursor
      if (result.has_more === true && !more) throw cannot('listsimple', 'no-cursor')
      cursor = Number(result.next_cursor)
    }
  }

  async #details(userIds: readonly string[], departments: ReadonlyMap<number, string>): Promise<DirectoryPerson[]> {
    const page: DirectoryPerson[] = []
    for (let at = 0; at < userIds.length; at += ABREAST) {
      const some = userIds.slice(at, at + ABREAST)
      const told = await Promise.all(some.map((userid) => this.#ask('/topapi/v2/user/get', { userid })))
      for (const [index, userId] of some.entries())
        page.push(personOf(userId, fieldsOf(told[index]) ?? {}, departments))
    }
    return page
  }

  async #ask(path: string, body: Fields): Promise<unknown> {
    for (let tried = 1; ; tried++) {
      await this.#turn()
      try {
        return await this.#oapi.call(path, body)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        const name = path.split('/').at(-1) ?? path
        if (!BUSY.has(error.code) || tried === TRIES) throw cannot(name, error.code)
        await wait(this.#secondMs * tried)
      }
    }
  }

  /** Waits until another call may be begun. */
  async #turn(): Promise<void> {
    for (;;) {
      const now = this.#clock.elapsed()
      this.#begun = this.#begun.filter((at) => now - at < this.#secondMs)
      const [oldest] = this.#begun
      if (oldest === undefined || this.#begun.length < PER_SECOND) {
        this.#begun.push(now)
        return
      }
      await wait(this.#secondMs - (now - oldest))
    }
  }
}

function personOf(userId: string, told: Fields, departments: ReadonlyMap<number, string>): DirectoryPerson {
  const mobile = textOf(told.mobile)
  const country = textOf(told.state_code) ?? '86'
  return {
    userId,
    name: textOf(told.name) ?? userId,
    employeeId: textOf(told.job_number),
    email: textOf(told.org_email) ?? textOf(told.email),
    mobile: mobile === null || country === '86' ? mobile : `+${country}${mobile}`,
    departments: departmentsOf(told).flatMap((id) => departments.get(id) || []),
    managerUserId: textOf(told.manager_userid),
    title: textOf(told.title),
    locale: null,
    timeZone: null,
  }
}

function departmentsOf({ dept_id_list: ids }: Fields): number[] {
  return Array.isArray(ids) ? ids.map(Number) : []
}

function listOf(value: unknown): Fields[] {
  const all: unknown[] = Array.isArray(value) ? value : []
  return all.map(fieldsOf).filter((one) => one !== null)
}

function codeOf(code: string): string {
  return `dingtalk-${code}`
}

function cannot(name: string, code: string): HearbackError {
  return new HearbackError(codeOf(code), `DingTalk does not hand out its staff list (${name}: ${code}).`)
}
