import type { Field, SheetValues } from '#core'
import { fishing, type GiveAway, giveAways } from '#domain'
import type { Stores } from './parts.ts'
import type { words } from './words.ts'

const NAME = 'as_it_is'
const YES = 'yes'

type Words = ReturnType<typeof words>

/** What in a text could tell who wrote it. The whole staff list is looked through, so that nobody need be known. */
export async function tellingWords(stores: Stores, typed: string): Promise<GiveAway[]> {
  return typed === '' ? [] : giveAways(typed, await stores.people.all())
}

/** Points out to an author what could give them away, with the box by which it goes all the same; nothing where nothing does. */
export function authorsLook(text: Words, telling: readonly GiveAway[]): Field[] {
  if (telling.length === 0) return []
  const lines = telling.map(({ kind, found }) => `· “${found}”${text.tells(text.telling[kind])}`)
  return [box([text.lookAgain, ...lines, text.yoursToDecide].join('\n'), text.sendAsItIs)]
}

/** Points out to a handler what asks who the author is; nothing to one who knows. */
export function handlersLook(text: Words, typed: string, known: boolean): Field[] {
  const asking = known ? [] : fishing(typed)
  if (asking.length === 0) return []
  return [box([text.desk.asksWho, ...asking.map((words) => `· “${words}”`)].join('\n'), text.sendAsItIs)]
}

/** What the form still wants before it goes: that somebody has looked; nothing where they have, or need not. */
export function lookFault(text: Words, look: readonly Field[], values: SheetValues): Record<string, string> {
  const looked = look.length === 0 || [values[NAME] ?? []].flat().includes(YES)
  return looked ? {} : { [NAME]: text.lookFirst }
}

function box(label: string, option: string): Field {
  return { name: NAME, kind: 'choices', label, options: [{ value: YES, label: option }], confirms: true }
}
