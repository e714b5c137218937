import type { Field } from '#core'

/** Of a field of pictures: what is chosen, what the page carries, and what of that is taken out again. */
export function addedName({ name }: Pick<Field, 'name'>): string {
  return `u.${name}`
}

export function keptName({ name }: Pick<Field, 'name'>): string {
  return `p.${name}`
}

export function droppedName({ name }: Pick<Field, 'name'>): string {
  return `x.${name}`
}

/** What of a submitted page belongs to a field stands under this name. */
export function nameOf({ name }: Pick<Field, 'name'>): string {
  return `v.${name}`
}
