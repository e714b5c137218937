import type { Random, Reception } from '#core'
import { doneCard, formCard } from './cards/form-card.ts'
import type { HeardTap } from './cards/parse-card.ts'
import { AS_IT_WAS, looksLike, nextTap, type Repaint } from './cards/repaint.ts'

const MOST_KEPT = 2000

/** Takes what somebody did, and answers what came of it once it is committed. */
type TakeTap = (heard: HeardTap) => Promise<Reception>

/**
 * What was done on cards. The same tap delivered again, at the same time or later, is answered with what the first one
 * was answered with: a form that has to be corrected stays open.
 */
export class Taps {
  readonly #random: Random
  readonly #take: TakeTap
  readonly #answers = new Map<string, Promise<Repaint>>()

  constructor(random: Random, take: TakeTap) {
    this.#random = random
    this.#take = take
  }

  answer(heard: HeardTap): Promise<Repaint> {
    const { key } = heard.inbound
    const known = this.#answers.get(key)
    if (known) return known
    const answer = this.#take(heard).then((reception) => this.#repaint(heard, reception))
    this.#keep(key, answer)
    return answer
  }

  #keep(key: string, answer: Promise<Repaint>): void {
    this.#answers.set(key, answer)
    const [oldest] = this.#answers.keys()
    if (this.#answers.size > MOST_KEPT && oldest !== undefined) this.#answers.delete(oldest)
    // What was not taken may be taken when it comes again.
    answer.catch(() => this.#answers.delete(key))
  }

  #repaint({ inbound }: HeardTap, { sheet, errors, repeated }: Reception): Repaint {
    if (inbound.kind === 'action') return nextTap(this.#random.id())
    // Another process, or this one before it was restarted, has answered: whether the form is to be corrected it knows.
    if (repeated) return AS_IT_WAS
    if (!errors) return looksLike(doneCard())
    // Without the form itself only the sentences change.
    if (!sheet) return looksLike({ faults: Object.values(errors).join('  \n') })
    return looksLike(formCard(sheet, this.#random.id(), errors))
  }
}
