import {
  type Action,
  type AnonymousFlow,
  type CoreStores,
  type FallbackFlow,
  type Flow,
  type Locale,
  type Message,
  normalise,
  type Outcome,
  type Section,
  sayHere,
  type Turn,
  toLocale,
} from '#core'
import type { DomainStores } from '#domain'
import { words } from './words.ts'

type Stores = CoreStores & DomainStores

interface HelpParts {
  /** The flows whose offers make the menu. */
  readonly flows: () => readonly Flow<Stores>[]
  readonly anonymous: AnonymousFlow
}

/** The menu, the choice of language, and an answer to everything that no other flow understands. */
export function createHelp({ flows, anonymous }: HelpParts): FallbackFlow<Stores> {
  async function menu(turn: Turn<Stores>): Promise<Message> {
    const { locale } = turn.member
    const text = words(locale)
    const actions: Action[] = turn.channel === null ? [...anonymous.menu(locale)] : []
    const lines = [text.hint]
    for (const flow of flows()) {
      actions.push(...((await flow.menu?.(turn)) ?? []))
      const line = turn.channel === null ? await flow.forEverybody?.(turn) : null
      if (line) lines.push(line)
    }
    if (turn.channel === null) actions.push({ id: 'help.language', label: text.language, value: '' })
    return { title: text.menu, text: lines.join('\n\n'), actions }
  }

  const choose = async (turn: Turn<Stores>, locale: Locale): Promise<Outcome> => {
    await turn.stores.people.chooseLocale(turn.member.id, locale)
    return reply(turn, { text: words(locale).languageSet })
  }

  const askLanguage = (turn: Turn<Stores>): Outcome =>
    reply(turn, {
      text: words(turn.member.locale).askLanguage,
      actions: [
        { id: 'help.speak', label: '中文', value: 'zh-CN' },
        { id: 'help.speak', label: 'English', value: 'en' },
      ],
    })

  return {
    name: 'help',
    commands: [{ name: 'language', words: ['语言', 'language'], rest: true }],

    async command(turn, _command, rest) {
      const locale = toLocale(normalise(rest))
      return locale ? choose(turn, locale) : askLanguage(turn)
    },

    async action(turn, verb, value) {
      const locale = toLocale(value)
      return verb === 'speak' && locale ? choose(turn, locale) : askLanguage(turn)
    },

    atHome: async (turn) => {
      const { title, text, actions } = await menu(turn)
      const sections: Section[] = []
      for (const flow of flows()) sections.push(...((await flow.home?.(turn)) ?? []))
      return { title, text, actions, sections }
    },
    handedIn: (locale) => ({ text: words(locale).handedIn }),
    elsewhere: (locale, title, url) => {
      const text = words(locale)
      if (url === null) return { text: text.noPage }
      return { title, text: text.onPage, actions: [{ id: 'sheet.page', label: text.openPage, value: '', url }] }
    },
    help: async (turn) => reply(turn, await menu(turn)),
    unknown: async (turn) => reply(turn, { text: words(turn.member.locale).unknown }),
    unsupported: async (turn) => reply(turn, { text: words(turn.member.locale).unsupported }),
    nothingOpen: async (turn) => reply(turn, { text: words(turn.member.locale).nothingOpen }),
    expired: async (turn) => ({ notices: [{ text: words(turn.member.locale).expired }] }),
  }
}

function reply(turn: Turn<Stores>, message: Message): Outcome {
  return { say: [sayHere(turn, message)] }
}
