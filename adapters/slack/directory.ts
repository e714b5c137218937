import { type Directory, type DirectoryPerson, HearbackError } from '#core'
import type { Call } from './client.ts'
import type { Company } from './company.ts'
import type { Home } from './home.ts'
import { asPayload, listAt, type Payload, textAt } from './read.ts'

/** Slack asks for no more than 200 a page. */
const PAGE = 200
/** Slackbot is no bot by its own account. */
const SLACKBOT = 'USLACKBOT'
/** What Slack says of an account that it has not. */
const NOBODY = 'user_not_found'

/**
 * The people of the workspace. What members may write about themselves says nothing about who they are or what they may do:
 * the phone number of a profile and the user groups (anybody may make one) are left out.
 */
export function createDirectory(call: Call, company: Company): Directory {
  return {
    async *people() {
      const home = await company.home()
      for await (const members of pages(call, 'users.list', 'members', {})) {
        yield members.flatMap((member) => personOf(member, home) ?? [])
      }
    },

    async person(user) {
      const result = await call('users.info', { user, include_locale: true })
      if (result.kind === 'refused' && result.code === NOBODY) return null
      if (result.kind !== 'ok') throw new HearbackError(result.code, 'Slack did not answer users.info')
      const member = asPayload(result.data.user)
      return member && personOf(member, await company.home())
    },
  }
}

/** Null for bots, guests, partners and whoever has left. */
export function personOf(member: Payload, home: Home): DirectoryPerson | null {
  const userId = textAt(member, 'id')
  const flags = ['deleted', 'is_bot', 'is_workflow_bot', 'is_restricted', 'is_ultra_restricted', 'is_stranger']
  if (userId === null || userId === SLACKBOT || flags.some((flag) => member[flag] === true)) return null
  const enterprise = textAt(member, 'enterprise_user', 'enterprise_id')
  const team = textAt(member, 'team_id')
  if (team !== null && team !== home.team && (enterprise === null || enterprise !== home.enterprise)) return null
  return {
    userId,
    name: textAt(member, 'profile', 'real_name') ?? textAt(member, 'real_name') ?? textAt(member, 'name') ?? userId,
    employeeId: null,
    email: textAt(member, 'profile', 'email'),
    mobile: null,
    departments: [],
    managerUserId: null,
    title: textAt(member, 'profile', 'title'),
    locale: textAt(member, 'locale'),
    timeZone: textAt(member, 'tz'),
  }
}

async function* pages(
  call: Call,
  method: string,
  list: string,
  args: Readonly<Record<string, unknown>>,
): AsyncGenerator<readonly Payload[]> {
  let cursor = ''
  do {
    const result = await asked(call, method, { ...args, include_locale: true, limit: PAGE, ...(cursor && { cursor }) })
    yield listAt(result, list)
    cursor = textAt(result, 'response_metadata', 'next_cursor') ?? ''
  } while (cursor !== '')
}

/** @throws HearbackError: half a staff list would make leavers of the other half */
async function asked(call: Call, method: string, args: Readonly<Record<string, unknown>>): Promise<Payload> {
  const result = await call(method, args)
  if (result.kind !== 'ok') throw new HearbackError(result.code, `Slack did not answer ${method}`)
  return result.data
}
