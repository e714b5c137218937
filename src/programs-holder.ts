import type { Locale } from '#core'
import type { Programs } from '#domain'
import { loadPrograms } from './definitions/load-programs.ts'

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
