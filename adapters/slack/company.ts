import { Recent } from '#adapters/shared'
import { HearbackError } from '#core'
import type { Call } from './client.ts'
import type { Home } from './home.ts'
import { at, textAt } from './read.ts'

/** So many people of other workspaces are remembered. */
const MOST = 5000

/** Whether somebody belongs to the company: to the workspace of the bot, or to the same Enterprise Grid organisation. */
export class Company {
  readonly #call: Call
  /** Members of other workspaces of the organisation, and partners, of whom Slack was asked. */
  readonly #ours = new Recent<boolean>(MOST)
  #home: Promise<Home> | null = null

  constructor(call: Call) {
    this.#call = call
  }

  /** Where the bot lives, asked once. @throws HearbackError when Slack does not say */
  home(): Promise<Home> {
    this.#home ??= this.#ask().catch((error) => {
      this.#home = null
      throw error
    })
    return this.#home
  }

  /**
   * The id under which somebody is known. A user id is unique within an organisation only: somebody of another one, in
   * a shared channel, must never be taken for one of ours, whatever their id.
   */
  async accountOf(user: string, team: string | null): Promise<string> {
    const home = await this.home()
    if (team === null || team === home.team || team === home.enterprise) return user
    return (await this.#isOurs(user, team, home)) ? user : `${team}:${user}`
  }

  /** Another workspace of our own organisation, or a partner's? Only Slack knows. */
  async #isOurs(user: string, team: string, home: Home): Promise<boolean> {
    if (home.enterprise === null) return false
    const key = `${team}:${user}`
    const known = this.#ours.get(key)
    if (known !== undefined) return known
    const result = await this.#call('users.info', { user })
    if (result.kind !== 'ok') throw new HearbackError(result.code, 'Slack does not say whose user this is')
    const found = result.data.user
    const ours =
      at(found, 'is_stranger') !== true && textAt(found, 'enterprise_user', 'enterprise_id') === home.enterprise
    this.#ours.set(key, ours)
    return ours
  }

  async #ask(): Promise<Home> {
    const result = await this.#call('auth.test')
    if (result.kind !== 'ok') throw new HearbackError(result.code, 'Slack does not accept the bot token')
    const team = textAt(result.data, 'team_id')
    const botUser = textAt(result.data, 'user_id')
    if (team === null || botUser === null) throw new HearbackError('no-team', 'Slack does not say who the bot is')
    return { team, botUser, enterprise: textAt(result.data, 'enterprise_id') }
  }
}
