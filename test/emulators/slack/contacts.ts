import type { PlayedContacts, PlayedEmployment } from '../../contracts/adapter/played-platform.ts'
import type { SlackEmulator } from './slack-emulator.ts'
import type { SlackUser } from './workspace.ts'

/** What administrators do with the members of the workspace, and what Slack tells the app of it. */
export class SlackContacts implements PlayedContacts {
  readonly #slack: SlackEmulator
  #count = 0

  constructor(slack: SlackEmulator) {
    this.#slack = slack
  }

  get wholeReadings(): number {
    return this.#slack.callsOf('users.list').filter(({ args }) => !args.cursor).length
  }

  /** Slack knows no departments. */
  readonly tellsDepartments = false

  async join({ name, email }: PlayedEmployment): Promise<string> {
    const id = `U0NEW${++this.#count}`
    const user = this.#slack.workspace.addUser({ id, name: id.toLowerCase(), real_name: name })
    this.#write(id, { ...user, profile: { real_name: name, email } })
    await this.#tell('team_join', id)
    return id
  }

  async change(account: string, { name }: Partial<PlayedEmployment>): Promise<void> {
    const user = this.#user(account)
    const changed = name === undefined ? {} : { real_name: name, profile: { ...user.profile, real_name: name } }
    this.#write(account, { ...user, ...changed })
    await this.#tell('user_change', account)
  }

  /** Something of a member's that is no news for a staff list. */
  async setStatus(account: string, text: string): Promise<void> {
    const user = this.#user(account)
    this.#write(account, { ...user, profile: { ...user.profile, status_text: text } })
    await this.#tell('user_change', account)
  }

  async leave(account: string): Promise<void> {
    this.#write(account, { ...this.#user(account), deleted: true })
    await this.#tell('user_change', account)
  }

  #user(id: string): SlackUser {
    const user = this.#slack.workspace.users.get(id)
    if (!user) throw new Error(`no member ${id}`)
    return user
  }

  #write(id: string, user: SlackUser): void {
    this.#slack.workspace.users.set(id, user)
  }

  async #tell(type: 'team_join' | 'user_change', id: string): Promise<void> {
    const event = { type, user: { ...this.#user(id) }, event_ts: this.#slack.workspace.nextTs() }
    await this.#slack.deliveries.deliver('events_api', this.#slack.eventCallback(event))
  }
}
