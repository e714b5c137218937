import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** A file of JSON lines, written before anything is answered, so that what was shown survives a kill. */
export class Journal<T> {
  readonly #path: string

  constructor(path: string) {
    this.#path = path
    mkdirSync(dirname(path), { recursive: true })
  }

  append(entry: T): void {
    appendFileSync(this.#path, `${JSON.stringify(entry)}\n`)
  }

  /** Everything written so far. A last line torn by a kill is cut off. */
  read(): T[] {
    if (!existsSync(this.#path)) return []
    const text = readFileSync(this.#path, 'utf8')
    const whole = text.slice(0, text.lastIndexOf('\n') + 1)
    if (whole.length < text.length) replaceFile(this.#path, whole)
    return whole
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as T)
  }
}

/** Writes a file so that a kill leaves either the old or the new content. */
export function replaceFile(path: string, content: string): void {
  const draft = `${path}.new`
  writeFileSync(draft, content)
  renameSync(draft, path)
}
