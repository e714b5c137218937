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

  /** Reads the files again. @throws DefinitionsError, with the old definitions still in force */
  reload(): Programs {
    this.#current = loadPrograms(this.#folders, this.#locale)
    return this.#current
  }
}
