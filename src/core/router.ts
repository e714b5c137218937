import type { AnonymousFlow, Command, Flow } from './flow.ts'
import { normalise } from './text.ts'

export interface CommandMatch<S> {
  readonly flow: Flow<S>
  readonly command: string
  /** Whether it may be said in a channel that the company has no name for. */
  readonly anywhere: boolean
  /** What followed the words, as typed. */
  readonly rest: string
}

interface Entry<S> {
  readonly flow: Flow<S>
  readonly command: Command
}

/** Which flow a text, a button or a form belongs to. */
export class Router<S> {
  readonly #flows: ReadonlyMap<string, Flow<S>>
  readonly #words = new Map<string, Entry<S>>()
  readonly #anonymous: AnonymousFlow

  constructor(flows: readonly Flow<S>[], anonymous: AnonymousFlow) {
    this.#flows = new Map(flows.map((flow) => [flow.name, flow]))
    this.#anonymous = anonymous
    for (const flow of flows) {
      for (const command of flow.commands ?? []) {
        for (const word of command.words) {
          const key = normalise(word)
          if (this.#words.has(key)) throw new Error(`two commands answer to "${word}"`)
          this.#words.set(key, { flow, command })
        }
      }
    }
  }

  flow(name: string): Flow<S> | null {
    return this.#flows.get(name) ?? null
  }

  flows(): Iterable<Flow<S>> {
    return this.#flows.values()
  }

  /** `flow.verb` of a button, `flow:rest` of a subject. */
  flowOf(id: string): Flow<S> | null {
    return this.flow(id.split(/[.:]/, 1)[0] ?? '')
  }

  /**
   * Whether a text opens the anonymous route: its words alone, or followed by a blank or punctuation. `more` says that
   * something followed, which is not kept.
   */
  speaksUp(text: string): { value: string; more: boolean } | null {
    const typed = normalise(text)
    for (const { word, value } of this.#anonymous.openers()) {
      const key = normalise(word)
      if (typed === key) return { value, more: false }
      if (typed.startsWith(key) && /^[\s\p{P}]/u.test(typed.slice(key.length))) return { value, more: true }
    }
    return null
  }

  /** The button of the anonymous route that a whole text stands for, or null. */
  anonymousVerb(text: string): string | null {
    const typed = normalise(text)
    const found = this.#anonymous.typed.find(({ words }) => words.some((word) => normalise(word) === typed))
    return found?.verb ?? null
  }

  isAnonymous(flow: string): boolean {
    return flow === this.#anonymous.name
  }

  command(text: string): CommandMatch<S> | null {
    const typed = normalise(text)
    const exact = this.#words.get(typed)
    if (exact) return matched(exact, '')
    for (const [word, entry] of this.#words) {
      if (entry.command.rest && typed.startsWith(`${word} `)) {
        return matched(entry, text.trim().split(/\s+/).slice(word.split(' ').length).join(' '))
      }
    }
    return null
  }
}

function matched<S>({ flow, command }: Entry<S>, rest: string): CommandMatch<S> {
  return { flow, command: command.name, anywhere: command.anywhere ?? false, rest }
}
