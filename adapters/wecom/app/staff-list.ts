import { type Directory, type DirectoryPerson, HearbackError } from '#core'
import type { ApiClient } from './api-client.ts'

type Json = Readonly<Record<string, unknown>>

interface Member {
  readonly userId: string
  readonly name: string
  readonly departments: readonly number[]
}

/** Interfaces asked at the same time. */
const ABREAST = 4
/** Whoever is deactivated (2) or has left (5). */
const GONE = new Set([2, 5])
/** Nobody of that id. */
const NOBODY = '60111'

/** The staff list: those whom the application may see. Applications of today are told a name and little more. */
export class StaffList implements Directory {
  readonly #client: ApiClient

  constructor(client: ApiClient) {
    this.#client = client
  }

  /** One page a department, each person once. @throws HearbackError when the list cannot be had whole */
  async *people(): AsyncIterable<readonly DirectoryPerson[]> {
    const names = await this.#departments()
    const seen = new Set<string>()
    for (const id of names.keys()) {
      const answer = await this.#ask('user/simplelist', { department_id: String(id) })
      const fresh = records(answer.userlist)
        .map(memberOf)
        .filter(({ userId }) => userId !== '' && !seen.has(userId.toLowerCase()))
      for (const { userId } of fresh) seen.add(userId.toLowerCase())
      const page = await this.#details(fresh, names)
      if (page.length > 0) yield page
    }
  }

  /** By two calls. Whoever the application may not see is refused, not gone: that may be a mistake in its settings. */
  async person(userid: string): Promise<DirectoryPerson | null> {
    const answer = await this.#client.get('user/get', { userid })
    const code = answer.kind === 'answered' ? String(answer.errcode) : answer.code
    if (code === NOBODY) return null
    if (answer.kind !== 'answered' || answer.errcode !== 0) throw cannot('user/get', code)
    const { body } = answer
    if (GONE.has(Number(body.status ?? 1))) return null
    return personOf(memberOf({ userid, ...body }), body, await this.#departments())
  }

  /** Names by id. */
  async #departments(): Promise<ReadonlyMap<number, string>> {
    const departments = records((await this.#ask('department/list')).department)
    return new Map(departments.map(({ id, name }) => [Number(id), typeof name === 'string' ? name : '']))
  }

  async #details(members: readonly Member[], names: ReadonlyMap<number, string>): Promise<DirectoryPerson[]> {
    const page: DirectoryPerson[] = []
    for (let at = 0; at < members.length; at += ABREAST) {
      const some = members.slice(at, at + ABREAST)
      const told = await Promise.all(some.map(({ userId }) => this.#detail(userId)))
      for (const [index, member] of some.entries()) {
        const detail = told[index] ?? {}
        if (!GONE.has(Number(detail.status ?? 1))) page.push(personOf(member, detail, names))
      }
    }
    return page
  }

  /** What more is told of a member; nothing of one whom the application may not look at. */
  async #detail(userid: string): Promise<Json> {
    const answer = await this.#client.get('user/get', { userid })
    if (answer.kind === 'answered') return answer.errcode === 0 ? answer.body : {}
    throw cannot('user/get', answer.code)
  }

  async #ask(name: string, query: Readonly<Record<string, string>> = {}): Promise<Json> {
    const answer = await this.#client.get(name, query)
    if (answer.kind === 'answered' && answer.errcode === 0) return answer.body
    const code = answer.kind === 'answered' ? String(answer.errcode) : answer.code
    throw cannot(name, code)
  }
}

function cannot(name: string, code: string): HearbackError {
  return new HearbackError(`wecom-${code}`, `WeCom does not hand out its staff list (${name}: ${code}).`)
}

function memberOf({ userid, name, department }: Json): Member {
  return {
    userId: typeof userid === 'string' ? userid : '',
    name: typeof name === 'string' ? name : '',
    departments: Array.isArray(department) ? department.map(Number) : [],
  }
}

function personOf(
  { userId, name, departments }: Member,
  detail: Json,
  names: ReadonlyMap<number, string>,
): DirectoryPerson {
  const main = Number(detail.main_department)
  const ordered = departments.includes(main) ? [main, ...departments.filter((id) => id !== main)] : departments
  const [leader] = Array.isArray(detail.direct_leader) ? detail.direct_leader : []
  return {
    userId,
    name,
    employeeId: null,
    email: text(detail.biz_mail) ?? text(detail.email),
    mobile: text(detail.mobile),
    departments: ordered.flatMap((id) => names.get(id) ?? []),
    managerUserId: text(leader),
    title: text(detail.position),
    locale: null,
    timeZone: null,
  }
}

function records(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter((one): one is Json => typeof one === 'object' && one !== null) : []
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
