import { readFileSync } from 'node:fs'
import { type Document, isNode, LineCounter, parseDocument } from 'yaml'

/** One definition file: its content, and where each part of it stands. */
export class YamlSource {
  readonly file: string
  readonly text: string
  readonly #document: Document
  readonly #lines: LineCounter

  constructor(file: string) {
    this.file = file
    this.#lines = new LineCounter()
    this.text = readFileSync(file, 'utf8')
    this.#document = parseDocument(this.text, { lineCounter: this.#lines, prettyErrors: false })
  }

  /** Faults of the YAML itself, before anything is read from it. */
  get syntaxFaults(): { line: number; column: number; message: string }[] {
    return this.#document.errors.map((error) => ({ ...this.#position(error.pos[0]), message: error.message }))
  }

  get content(): unknown {
    return this.#document.toJS()
  }

  /** Line and column of a path; of the nearest part above it, where the path itself is missing. */
  where(path: readonly (string | number)[]): { line: number; column: number } {
    for (let length = path.length; length > 0; length--) {
      const node = this.#document.getIn(path.slice(0, length), true)
      if (isNode(node) && node.range) return this.#position(node.range[0])
    }
    const top = this.#document.contents
    return this.#position(isNode(top) && top.range ? top.range[0] : 0)
  }

  #position(offset: number): { line: number; column: number } {
    const { line, col } = this.#lines.linePos(offset)
    return { line, column: col }
  }
}
