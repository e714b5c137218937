import type { View } from '#core'
import type { SpeakUpParts, Stores } from './parts.ts'
import { readersOf } from './readers.ts'

/**
 * Messages about cases, but for those who must not learn of them by the time they are sent: who is who may have changed
 * since they were written. What is about somebody by then stands in no channel.
 */
export function toReaders(parts: SpeakUpParts, views: Readonly<Record<string, View<Stores>>>) {
  const guarded =
    (view: View<Stores>): View<Stores> =>
    async (args, context) => {
      const file = args.case === undefined ? null : await context.stores.cases.get(args.case)
      if (!file || context.to.kind === 'sealed') return view(args, context)
      const readers = await readersOf(parts, context.stores)
      if (context.to.kind === 'channel') return readers.isAbout(file) ? null : view(args, context)
      const person = await context.stores.people.get(context.to.person)
      return person && readers.excluded(file, person) ? null : view(args, context)
    }
  return Object.fromEntries(Object.entries(views).map(([name, view]) => [name, guarded(view)]))
}
