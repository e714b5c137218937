/**
 * @typedef {import('./api.js').Message} Message
 * @typedef {import('./api.js').Values} Values
 * @typedef {{ values: Values, step: number }} Draft
 */

/**
 * What has been entered in forms and not submitted. In this page's memory and nowhere else: it may be a message whose
 * author wants to leave no trace.
 */
export class FormDrafts {
  /** @type {Map<string, Draft>} */
  #drafts = new Map()

  /** @param {Message} message @returns {Draft} */
  of(message) {
    const known = this.#drafts.get(keyOf(message))
    if (known) return known
    const given = message.card?.form?.fields.filter((field) => field.value !== undefined) ?? []
    const draft = { values: Object.fromEntries(given.map((field) => [field.name, field.value ?? ''])), step: 0 }
    this.#drafts.set(keyOf(message), draft)
    return draft
  }

  /** @param {Message} message */
  isStarted(message) {
    const draft = this.#drafts.get(keyOf(message))
    return draft !== undefined && Object.values(draft.values).some((value) => value.length > 0)
  }

  /** @param {Message} message */
  forget(message) {
    this.#drafts.delete(keyOf(message))
  }
}

/** Numbers begin anew when the simulator's folder is emptied; times do not come back. @param {Message} message */
function keyOf({ id, at }) {
  return `${id} ${at}`
}
