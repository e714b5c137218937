import type { PlayedContacts, PlayedEmployment } from '../../contracts/adapter/played-platform.ts'
import type { StaffMember } from './tenant.ts'
import type { WecomEmulator } from './wecom-emulator.ts'
import { cdata } from './wecom-person.ts'

/** What administrators do with the contacts, and what WeCom tells the address for events of it. */
export class WecomContacts implements PlayedContacts {
  readonly #wecom: WecomEmulator
  #count = 0

  constructor(wecom: WecomEmulator) {
    this.#wecom = wecom
  }

  get wholeReadings(): number {
    return this.#wecom.requested.filter((path) => path === '/cgi-bin/user/simplelist').length
  }

  readonly tellsDepartments = true

  async join({ name, department, mobile }: PlayedEmployment): Promise<string> {
    const userid = `Newcomer${++this.#count}`
    this.#wecom.tenant.add({ userid, name, mobile, department: [await this.#department(department)] })
    await this.tell('create_user', { UserID: userid })
    return userid
  }

  async change(account: string, { name, department, mobile }: Partial<PlayedEmployment>): Promise<void> {
    this.#wecom.tenant.add({
      ...this.#member(account),
      ...(name !== undefined && { name }),
      ...(mobile !== undefined && { mobile }),
      ...(department !== undefined && { department: [await this.#department(department)] }),
    })
    await this.tell('update_user', { UserID: account })
  }

  async leave(account: string): Promise<void> {
    this.#wecom.tenant.people.delete(account.toLowerCase())
    await this.tell('delete_user', { UserID: account })
  }

  /** Calls the address until it is taken; true when it was. */
  tell(changeType: string, fields: Readonly<Record<string, string>>): Promise<boolean> {
    const inside = Object.entries({ Event: 'change_contact', ChangeType: changeType, ...fields })
    const xml = inside.map(([name, value]) => `<${name}>${cdata(value)}</${name}>`).join('')
    return this.#wecom.callback.send(this.#wecom.callbackXml('sys', 'event', xml))
  }

  #member(userid: string): StaffMember {
    const member = this.#wecom.tenant.find(userid)
    if (!member) throw new Error(`no member ${userid}`)
    return member
  }

  async #department(name: string): Promise<number> {
    const { departments } = this.#wecom.tenant
    const known = departments.find((one) => one.name === name)
    if (known) return known.id
    const id = 100 + departments.length
    departments.push({ id, name, parentid: 1 })
    await this.tell('create_party', { Id: String(id), Name: name, ParentId: '1' })
    return id
  }
}
