import type { Message, Say, View } from '#core'
import type { SpeakUpParts, Stores } from './parts.ts'

/** Tells the author of a case, through the sealed return address, that there is something new. */
export function nudge(id: string): Say {
  return {
    to: { kind: 'sealed', case: id },
    class: 'answer',
    content: { kind: 'view', view: 'case.nudge', args: { case: id } },
  }
}

/** Nobody knows here which language the author reads, so the nudge speaks both. */
export function nudgeView(parts: SpeakUpParts): View<Stores> {
  return async ({ case: id = '' }, { stores }) => {
    const sealed = await stores.cases.addressWords(id)
    const file = sealed === null ? null : await stores.cases.get(id)
    const words = sealed !== null && file ? parts.vault.cases.open(file.key, sealed) : undefined
    const args = { case: id, ...(words !== undefined && { words }) }
    const value = parts.sheets.seal({ flow: 'speak-up', form: 'read', id: parts.random.id(), args })
    return { ...NUDGE, actions: [{ id: 'speak-up.read', label: '打开 / Open', value, style: 'primary' }] }
  }
}

const NUDGE: Message = {
  text: '您写给我们的话有了回音。点下面，填回执里的两个字打开。\nThere is an answer to what you wrote. Open it below with two words of your receipt.',
}
