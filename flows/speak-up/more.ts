import type { Sheet, Turn } from '#core'
import type { DeskStep } from '#domain'
import type { SpeakUpParts, Stores } from './parts.ts'
import type { InHand } from './with-case.ts'
import { words } from './words.ts'

/** What is done rarely stands here, so that a ticket shows the next step first. */
export function moreSheet(
  parts: SpeakUpParts,
  turn: Turn<Stores>,
  { file, steps }: InHand,
  id = turn.random.id(),
): Sheet {
  const { locale } = turn.member
  const text = words(locale).desk
  return {
    title: text.moreTitle(parts.vault.tags.show(file.tag, locale)),
    submit: text.moreSubmit,
    steps: [
      {
        fields: [
          {
            name: 'what',
            kind: 'choice',
            label: text.moreWhat,
            required: true,
            options: steps.map((what) => ({ value: what, label: text.steps[what] })),
          },
        ],
      },
    ],
    state: parts.sheets.seal({ flow: 'case', form: 'more', id, args: { case: file.id } }),
  }
}

/** The steps a ticket has buttons for, of those that can be taken: the usual next one first. */
export function stepsShown(steps: readonly DeskStep[], toPass: boolean): DeskStep[] {
  // A coordinator's next step is to pass it on; once that is done, to look on.
  if (steps.includes('pass')) return toPass ? ['pass', 'answer'] : []
  return (['take', 'answer', 'ask', 'close'] as const).filter((what) => steps.includes(what))
}
