import { type Form, type Item, isBlock } from './form.ts'

/** What of a form makes answers comparable: ids, kinds, options and conditions. Not the wording. */
export function shapeOf(form: Form): unknown {
  const walk = (items: readonly Item[]): unknown =>
    items.map((item) =>
      isBlock(item)
        ? { when: item.when, items: walk(item.items) }
        : {
            id: item.id,
            kind: item.kind,
            options: item.options.map((option) => option.id),
            min: item.min,
            max: item.max,
          },
    )
  return { id: form.id, items: walk(form.items) }
}
