import type { Form } from './form.ts'
import type { FormStore } from './round.ts'

const KEPT = 100

/** Reads the forms that runs and records are pinned to. A content never changes under its hash, so it is read once. */
export class PinnedForms {
  readonly #kept = new Map<string, Form>()

  /** Null when no content has this hash. */
  async read(store: FormStore, hash: string): Promise<Form | null> {
    const kept = this.#kept.get(hash)
    if (kept) return kept
    const content = await store.pinned(hash)
    if (content === null) return null
    const form = JSON.parse(content) as Form
    if (this.#kept.size >= KEPT) this.#kept.clear()
    this.#kept.set(hash, form)
    return form
  }
}
