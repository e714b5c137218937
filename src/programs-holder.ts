import type { Locale } from '#core'
import { type Presentation, type Programs, type Setup, withSetup } from '#domain'
import { digest } from '#vault'
import { loadPrograms, presentationNotes } from './definitions/load-programs.ts'

const NOTHING: Setup = { channels: {}, holders: [] }

/** The definitions in force, with what administrators have said laid over them. A faulty change leaves the old ones. */
export class ProgramsHolder {
  readonly #folders: readonly string[]
  readonly #locale: Locale
  #read: Programs
  #setup = NOTHING
  #current: Programs

  /** @throws DefinitionsError */
  constructor(folders: readonly string[], locale: Locale) {
    this.#folders = folders
    this.#locale = locale
    this.#read = loadPrograms(folders, locale)
    this.#current = this.#read
  }

  readonly current = (): Programs => this.#current

  /** What of the definitions a platform cannot show as it is meant, a line each. */
  notesFor(shown: Presentation): string[] {
    return presentationNotes(this.#folders, this.#current, shown, this.#locale)
  }

  /** What administrators have said; false when that is nothing new. */
  layOver(setup: Setup): boolean {
    if (JSON.stringify(setup) === JSON.stringify(this.#setup)) return false
    this.#setup = setup
    this.#current = this.#together()
    return true
  }

  /**
   * Reads the files again and puts them in force.
   * @throws DefinitionsError, or what `putInForce` throws, with the old definitions still in force
   */
  async reload(putInForce: () => Promise<void>): Promise<void> {
    const before = this.#read
    this.#read = loadPrograms(this.#folders, this.#locale)
    this.#current = this.#together()
    try {
      await putInForce()
    } catch (error) {
      this.#read = before
      this.#current = this.#together()
      throw error
    }
  }

  /** Who holds a role decides whom dates are planned for. */
  #together(): Programs {
    const { company, fingerprint } = this.#read
    const { holders } = this.#setup
    const planned = holders.length === 0 ? fingerprint : digest(fingerprint + JSON.stringify(holders))
    return { ...this.#read, company: withSetup(company, this.#setup), fingerprint: planned }
  }
}
