import type { Locale } from '#core'
import type { Presentation, Programs } from '#domain'
import { loadPrograms, presentationNotes } from './definitions/load-programs.ts'

/** The definitions in force. A faulty change leaves the old ones. */
export class ProgramsHolder {
  readonly #folders: readonly string[]
  readonly #locale: Locale
  #current: Programs

  /** @throws DefinitionsError */
  constructor(folders: readonly string[], locale: Locale) {
    this.#folders = folders
    this.#locale = locale
    this.#current = loadPrograms(folders, locale)
  }

  readonly current = (): Programs => this.#current

  /** What of the definitions a platform cannot show as it is meant, a line each. */
  notesFor(shown: Presentation): string[] {
    return presentationNotes(this.#folders, this.#current, shown, this.#locale)
  }

  /**
   * Reads the files again and puts them in force.
   * @throws DefinitionsError, or what `putInForce` throws, with the old definitions still in force
   */
  async reload(putInForce: () => Promise<void>): Promise<void> {
    const before = this.#current
    this.#current = loadPrograms(this.#folders, this.#locale)
    try {
      await putInForce()
    } catch (error) {
      this.#current = before
      throw error
    }
  }
}
