import { type Flow, type Outcome, sayToThem, type Turn } from '#core'
import { readCode } from '#domain'
import { appointSheet, appointSubmitted, appointTyped, withdrawTyped } from './appointing.ts'
import { bindHere, explainBinding } from './binding.ts'
import { roleName } from './names.ts'
import { overview } from './overview.ts'
import { isAdministrator, type SetupParts, type Stores } from './parts.ts'
import { ADMIN_WORDS, ROLE_PURPOSES, words } from './words.ts'

/** The first run of a real company, in the chat: the first administrator, channels, who has which role. */
export function createSetup(parts: SetupParts): Flow<Stores> {
  const told = async (turn: Turn<Stores>, before?: string): Promise<Outcome> => ({
    say: [sayToThem(turn, await overview(parts, turn, before))],
  })

  /** A one-time code makes the first administrator. It is told to the bot alone. */
  async function become(turn: Turn<Stores>, typed: string): Promise<Outcome> {
    const text = words(turn.member.locale)
    const code = readCode(typed)
    const { setup } = turn.stores
    if (turn.place !== undefined) {
      // Everybody there has read it: it is worth nothing any more.
      if (code !== '') await setup.takeCode(parts.digest(code), 'admin', parts.clock.real())
      return { notices: [{ text: text.directOnly }] }
    }
    if (await isAdministrator(parts, turn)) return told(turn)
    if (code === '') return { notices: [{ text: text.howAdmin }] }
    if (!(await setup.takeCode(parts.digest(code), 'admin', parts.clock.real()))) {
      return { notices: [{ text: text.wrongCode }] }
    }
    await setup.dropCodes('admin')
    await setup.appoint('admin', turn.member.id, turn.member.id, turn.now)
    parts.changed()
    return told(turn, text.welcome)
  }

  async function asAdministrator(turn: Turn<Stores>, work: () => Promise<Outcome>): Promise<Outcome> {
    const text = words(turn.member.locale)
    if (!(await isAdministrator(parts, turn))) return { notices: [{ text: text.adminsOnly }] }
    return turn.place === undefined ? work() : { notices: [{ text: text.directOnly }] }
  }

  return {
    name: 'setup',
    commands: [
      { name: 'admin', words: ADMIN_WORDS, rest: true },
      { name: 'bind', words: ['绑定', '绑定频道', 'bind'], rest: true, anywhere: true },
      { name: 'roles', words: ['角色', '分工', 'roles'] },
      { name: 'appoint', words: ['任命', '指定', 'appoint'], rest: true },
      { name: 'withdraw', words: ['取消任命', 'unappoint'], rest: true },
    ],
    views: {
      'setup.appointed': async ({ role = '' }, { locale }) => ({
        text: words(locale).youAre(roleName(role, locale), ROLE_PURPOSES[role]?.[locale] ?? ''),
      }),
    },

    async menu(turn) {
      if (turn.channel !== null || !(await isAdministrator(parts, turn))) return []
      return [{ id: 'setup.overview', label: words(turn.member.locale).overview, value: '' }]
    },

    async command(turn, command, rest) {
      if (command === 'admin') return become(turn, rest)
      if (command === 'bind' && turn.place !== undefined) return bindHere(parts, turn, turn.place, rest)
      return asAdministrator(turn, async () => {
        switch (command) {
          case 'bind':
            return explainBinding(parts, turn)
          case 'appoint':
            return appointTyped(parts, turn, rest)
          case 'withdraw':
            return withdrawTyped(parts, turn, rest)
          default:
            return told(turn)
        }
      })
    },

    action: (turn, verb, value) =>
      asAdministrator(turn, async () => {
        if (verb === 'bind') return explainBinding(parts, turn)
        return verb === 'pick' ? appointSheet(parts, turn, value) : told(turn)
      }),

    form: (turn, data, values) => asAdministrator(turn, () => appointSubmitted(parts, turn, data, values)),
    sheet: (turn, data) => asAdministrator(turn, () => appointSheet(parts, turn, data.args.role ?? '')),
  }
}
