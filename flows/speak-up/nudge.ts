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
  return async ({ case: id = '' }) => {
    const value = parts.sheets.seal({ flow: 'speak-up', form: 'read', id: parts.random.id(), args: { case: id } })
    return { ...NUDGE, actions: [{ id: 'speak-up.read', label: '打开 / Open', value, style: 'primary' }] }
  }
}

const NUDGE: Message = {
  text: '您写给我们的话有了回音。点下面打开，只有您能看到。\nThere is an answer to what you wrote. Open it below; only you can see it.',
}
