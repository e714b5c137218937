import type { Field, FormFiles, Sheet, SheetValues, Upload } from '#core'
import { addedName, droppedName, keptName, nameOf } from './field-names.ts'

const PREFIX = nameOf({ name: '' })

/** What a submitted page says, by field; files apart. */
export function valuesOf(body: Readonly<Record<string, unknown>>): SheetValues {
  const values: Record<string, string | string[]> = Object.create(null)
  for (const [name, value] of Object.entries(body)) {
    if (!name.startsWith(PREFIX)) continue
    if (typeof value === 'string') values[name.slice(PREFIX.length)] = value.replace(/\r\n/g, '\n')
    else if (Array.isArray(value)) {
      values[name.slice(PREFIX.length)] = value.filter((one) => typeof one === 'string')
    }
  }
  return values
}

/** Its pictures: what it carries and was not taken out, and what was chosen. */
export async function filesOf(body: Readonly<Record<string, unknown>>, sheet: Sheet): Promise<FormFiles> {
  const files: Record<string, FormFiles[string]> = {}
  for (const field of pictureFields(sheet)) {
    const dropped = new Set(listOf(body[droppedName(field)]))
    const kept = listOf(body[keptName(field)]).filter((one): one is string => typeof one === 'string')
    const added: Upload[] = []
    for (const one of listOf(body[addedName(field)])) {
      // A field in which nothing was chosen sends an empty file without a name.
      if (!(one instanceof File) || (one.size === 0 && one.name === '')) continue
      added.push({ name: one.name, bytes: new Uint8Array(await one.arrayBuffer()) })
    }
    files[field.name] = { kept: kept.filter((_, index) => !dropped.has(String(index))), added }
  }
  return files
}

export function pictureFields({ steps }: Sheet): Field[] {
  return steps.flatMap(({ fields }) => fields.filter(({ kind }) => kind === 'pictures'))
}

function listOf(value: unknown): unknown[] {
  return value === undefined ? [] : [value].flat()
}
