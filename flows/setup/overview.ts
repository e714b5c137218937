import type { Action, Message, Turn } from '#core'
import { canSpeakUp, isEmployed, membersOf, neededChannels, withSetup } from '#domain'
import { channelName, roleName, rolesOfCompany } from './names.ts'
import { type SetupParts, type Stores, today } from './parts.ts'
import { words } from './words.ts'

/** What is set up and what is missing, with a button for each. */
export async function overview(parts: SetupParts, turn: Turn<Stores>, before = ''): Promise<Message> {
  const { locale } = turn.member
  const text = words(locale)
  const programs = parts.programs()
  const company = withSetup(programs.company, await turn.stores.setup.current())
  const day = today(parts, turn)
  const people = (await turn.stores.people.all()).filter((person) => isEmployed(person, day))
  const channels = [...new Set([...neededChannels(programs), ...Object.keys(company.channels)])]
  const roles = rolesOfCompany(programs)
  const holders = (role: string) =>
    membersOf(company, role, people, day)
      .map(({ name }) => name)
      .slice(0, 10)
      .join(locale === 'zh-CN' ? '、' : ', ')
  const lines = [
    ...(before ? [before, ''] : []),
    text.staff(people.length),
    ...channels.map((channel) => text.channel(channelName(channel, locale), channel in company.channels)),
    ...roles.map((role) => text.role(roleName(role, locale), holders(role) || text.nobody)),
    ...(canSpeakUp(company, people, day) ? [] : ['', text.closed]),
  ]
  const pick = (role: string): Action => ({ id: 'setup.pick', label: text.pick(roleName(role, locale)), value: role })
  // What nobody has yet comes first.
  const wanted = [...roles.filter((role) => holders(role) === ''), ...roles.filter((role) => holders(role) !== '')]
  return {
    title: text.overview,
    text: lines.join('\n'),
    actions: [{ id: 'setup.bind', label: text.bind, value: '' }, ...wanted.map(pick)],
  }
}
