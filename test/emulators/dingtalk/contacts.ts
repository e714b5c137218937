import type { PlayedContacts, PlayedEmployment } from '../../contracts/adapter/played-platform.ts'
import type { DingtalkEmulator } from './dingtalk-emulator.ts'
import type { StaffMember } from './organisation.ts'

/** What administrators do with the contacts, and what DingTalk tells the application of it over its connection. */
export class DingtalkContacts implements PlayedContacts {
  readonly #dingtalk: DingtalkEmulator
  #count = 0

  constructor(dingtalk: DingtalkEmulator) {
    this.#dingtalk = dingtalk
  }

  get wholeReadings(): number {
    return this.#dingtalk.calls.filter(({ path }) => path === '/topapi/user/listsimple').length
  }

  readonly tellsDepartments = true

  async join({ name, department, mobile }: PlayedEmployment): Promise<string> {
    const userid = `newcomer${++this.#count}`
    this.#dingtalk.organisation.add({ userid, name, mobile, dept_id_list: [await this.#department(department)] })
    await this.tell('user_add_org', { userId: [userid] })
    return userid
  }

  async change(account: string, { name, department, mobile }: Partial<PlayedEmployment>): Promise<void> {
    const member = this.#member(account)
    this.#dingtalk.organisation.add({
      ...member,
      ...(name !== undefined && { name }),
      ...(mobile !== undefined && { mobile }),
      ...(department !== undefined && { dept_id_list: [await this.#department(department)] }),
    })
    await this.tell('user_modify_org', { userId: [account] })
  }

  async leave(account: string): Promise<void> {
    this.#dingtalk.organisation.people.delete(account)
    await this.tell('user_leave_org', { userId: [account] })
  }

  /** Pushes an event of the organisation; it is pushed again until it is acknowledged as taken. */
  async tell(eventType: string, data: object): Promise<void> {
    const { hub, corpId } = this.#dingtalk
    const eventId = `event-${++this.#count}`
    const headers = { eventType, eventId, eventCorpId: corpId, eventBornTime: String(Date.now()) }
    await hub.deliver('EVENT', '*', JSON.stringify({ timeStamp: Date.now(), eventId, ...data }), headers)
  }

  #member(userid: string): StaffMember {
    const member = this.#dingtalk.organisation.people.get(userid)
    if (!member) throw new Error(`no member ${userid}`)
    return member
  }

  async #department(name: string): Promise<number> {
    const { departments } = this.#dingtalk.organisation
    const known = departments.find((one) => one.name === name)
    if (known) return known.dept_id
    const dept_id = 100 + departments.length
    departments.push({ dept_id, name, parent_id: 1 })
    await this.tell('org_dept_create', { deptId: [dept_id] })
    return dept_id
  }
}
