import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { HearbackError } from '#core'
import {
  type Cadence,
  type Company,
  cadenceSchema,
  checkPresentation,
  checkPrograms,
  companySchema,
  type DefinitionFault,
  type Form,
  formSchema,
  type Locale,
  type PinnedForm,
  type Presentation,
  type Programs,
  type ProgramsFault,
  readDefinition,
  type SpeakUpBox,
  shapeOf,
  speakUpSchema,
} from '#domain'
import { digest } from '#vault'
import { YamlSource } from './yaml-source.ts'

/** Definitions that cannot be used: every fault with its place. */
export class DefinitionsError extends HearbackError {
  override name = 'DefinitionsError'
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super('definitions', faults.join('\n'))
    this.faults = faults
  }
}

type Kind = 'form' | 'cadence' | 'speak_up' | 'company'

/** The box that ships; a company's own file of that name takes its place. */
const SHIPPED_BOX = 'box'

const KINDS = ['form', 'cadence', 'speak_up', 'company'] as const

interface Definition {
  readonly kind: Kind
  /** Its own name; a later file of the same kind and name takes the place of an earlier one. */
  readonly name: string
  readonly source: YamlSource
}

/**
 * Reads the definitions of some folders and files, later ones laid over earlier ones, and checks them alone and together.
 * @throws DefinitionsError with a line for every fault: file, line, column, what is expected
 */
export function loadPrograms(folders: readonly string[], locale: Locale): Programs {
  const { definitions, faults } = readDefinitions(folders, locale)

  const read = <T>(kind: Kind, parse: (raw: unknown) => { value: T } | { faults: DefinitionFault[] }): T[] =>
    [...definitions.values()]
      .filter((definition) => definition.kind === kind)
      .flatMap(({ source }) => {
        const result = parse(source.content)
        if ('value' in result) return [result.value]
        for (const { path, message } of result.faults) {
          const { line, column } = source.where(path)
          faults.push(at(source.file, line, column, `${path.join('.')}: ${message}`))
        }
        return []
      })

  const forms = read('form', (raw) => readDefinition<Form>(formSchema, raw, locale))
  const cadences = read('cadence', (raw) => readDefinition<Cadence>(cadenceSchema, raw, locale))
  const boxes = read('speak_up', (raw) => readDefinition<SpeakUpBox>(speakUpSchema, raw, locale))
  const [company] = read('company', (raw) => readDefinition<Company>(companySchema, raw, locale))
  if (faults.length > 0 || !company || boxes.length === 0) throw new DefinitionsError(faults)

  const programs: Programs = {
    company,
    boxes: boxes.toSorted((one, other) => Number(other.id === SHIPPED_BOX) - Number(one.id === SHIPPED_BOX)),
    forms: new Map(forms.map((form) => [form.id, pin(form)])),
    cadences: new Map(cadences.map((cadence) => [cadence.id, cadence])),
    fingerprint: digest(
      [...definitions.values()].map(({ source }) => source.text).join('\n') + company.calendar.version,
    ),
  }
  faults.push(...checkPrograms(programs).map((fault) => placed(fault, definitions, locale)))
  if (faults.length > 0) throw new DefinitionsError(faults)
  return programs
}

/** What of the definitions in some folders a platform cannot show as it is meant, a line each: file, line, column, why. */
export function presentationNotes(
  folders: readonly string[],
  programs: Programs,
  shown: Presentation,
  locale: Locale,
): string[] {
  const { definitions } = readDefinitions(folders, locale)
  return checkPresentation(programs, shown).map((fault) => placed(fault, definitions, locale))
}

function readDefinitions(folders: readonly string[], locale: Locale) {
  const faults: string[] = []
  const definitions = new Map<string, Definition>()
  for (const file of folders.flatMap(yamlFiles)) {
    const source = new YamlSource(file)
    for (const { line, column, message } of source.syntaxFaults) faults.push(at(file, line, column, message))
    if (source.syntaxFaults.length > 0) continue
    const definition = identify(source)
    if (definition) definitions.set(definitionKey(definition), definition)
    else faults.push(at(file, 1, 1, unknownKind(locale)))
  }
  return { definitions, faults }
}

function placed(
  { definition, path, text }: ProgramsFault,
  definitions: ReadonlyMap<string, Definition>,
  locale: Locale,
): string {
  const source = definitions.get(definition)?.source
  const { line, column } = source?.where(path) ?? { line: 1, column: 1 }
  return at(source?.file ?? definition, line, column, `${path.join('.')}: ${text[locale]}`)
}

/** A form with the hashes of its content and its shape. */
function pin(form: Form): PinnedForm {
  return { form, content: digest(JSON.stringify(form)), shape: digest(JSON.stringify(shapeOf(form))) }
}

function yamlFiles(folder: string): string[] {
  if (!existsSync(folder)) return []
  if (statSync(folder).isFile()) return [folder]
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name) && !basename(name).startsWith('.'))
    .sort()
    .map((name) => join(folder, name))
}

function identify(source: YamlSource): Definition | null {
  const content = source.content
  if (typeof content !== 'object' || content === null) return null
  const kind = KINDS.find((name) => name in content)
  if (!kind) return null
  const named = kind !== 'company'
  return { kind, name: named ? String((content as Record<string, unknown>)[kind]) : '', source }
}

function definitionKey({ kind, name }: Definition): string {
  return name === '' ? kind : `${kind}:${name}`
}

function unknownKind(locale: Locale): string {
  return locale === 'zh-CN'
    ? '不知道这是什么定义：第一行需要 form、cadence、speak_up 或 company 之一'
    : 'this is no definition: it needs one of form, cadence, speak_up or company at the top'
}

function at(file: string, line: number, column: number, message: string): string {
  return `${file}:${line}:${column} ${message}`
}
