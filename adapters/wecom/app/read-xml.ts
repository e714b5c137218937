import { XMLParser } from 'fast-xml-parser'

export type Xml = Readonly<Record<string, unknown>>

/** Every value stays a text (ids are longer than a number is exact), no entity is replaced, no attribute is read. */
const PARSER = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  processEntities: false,
  htmlEntities: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
})

/** The fields of `<xml>`; null for anything else, and for a document that declares anything. */
export function readXml(xml: string): Xml | null {
  if (/<!(?!\[CDATA\[)/.test(xml.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, ''))) return null
  try {
    const { xml: root } = PARSER.parse(xml) as Xml
    return typeof root === 'object' && root !== null && !Array.isArray(root) ? (root as Xml) : null
  } catch {
    return null
  }
}

/** A text that says something. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
