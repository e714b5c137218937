import type { Json } from './check-blocks.ts'

/** Something to tap or to choose, with what it sends. */
export interface Tappable {
  readonly label: string
  readonly action: Json
}

/** Blocks as a person reads them, one line after the other. */
export function textOfBlocks(blocks: readonly Json[]): string {
  return blocks.map(textOfBlock).filter(Boolean).join('\n')
}

export function buttonsOf(blocks: readonly Json[]): string[] {
  return tappables(blocks).map(({ label }) => label)
}

/** One block of a form: everything to be read, and what can be chosen. */
export function textOfField(block: Json): { text: string; options: { value: string; label: string }[] } {
  const element = (block.element ?? {}) as Json
  return {
    text: [textOfBlock(block), inner(block.label), inner(block.hint)].filter(Boolean).join('\n'),
    options: list(element.options).map((option) => ({ value: String(option.value), label: inner(option.text) })),
  }
}

export function tappables(blocks: readonly Json[]): Tappable[] {
  return blocks.flatMap((block) => {
    const elements = [...list(block.elements), ...(block.accessory ? [block.accessory as Json] : [])]
    return elements.flatMap((element): Tappable[] => {
      const common = { type: element.type, action_id: element.action_id, block_id: block.block_id ?? 'auto' }
      if (element.type === 'button') {
        return [{ label: inner(element.text), action: { ...common, text: element.text, value: element.value } }]
      }
      return list(element.options).map((option) => ({
        label: inner(option.text),
        action: { ...common, selected_option: option },
      }))
    })
  })
}

function textOfBlock(block: Json): string {
  switch (block.type) {
    case 'header':
    case 'section':
      return inner(block.text)
    case 'context':
      return list(block.elements).map(readable).join(' ')
    default:
      return ''
  }
}

function inner(value: unknown): string {
  return value === undefined ? '' : readable(value as Json)
}

function readable({ type, text }: Json): string {
  const raw = String(text)
  if (type !== 'mrkdwn') return raw
  return raw.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? (value as Json[]) : []
}
