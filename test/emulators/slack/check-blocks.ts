/** A block, an element or a text object as it comes over the wire. */
export type Json = Record<string, unknown>

const MESSAGE_BLOCKS = 50
const VIEW_BLOCKS = 100
/** Undocumented: how large all blocks of a message may be together; a divider counts, too (slackapi/bolt-js#2509). */
const MESSAGE_CHARACTERS = 13_200

/** What Slack's validator would say of a message's blocks; empty when it takes them. */
export function messageBlockFaults(blocks: readonly Json[]): string[] {
  return [
    ...(blocks.length > MESSAGE_BLOCKS ? [`no more than ${MESSAGE_BLOCKS} items allowed [json-pointer:/blocks]`] : []),
    ...blocksFaults(blocks, '/blocks'),
  ]
}

export function blocksTooLong(blocks: readonly Json[]): boolean {
  return JSON.stringify(blocks).length > MESSAGE_CHARACTERS
}

/** What Slack's validator would say of a view. */
export function viewFaults(view: Json): string[] {
  const blocks = Array.isArray(view.blocks) ? (view.blocks as Json[]) : []
  const faults: string[] = []
  if (view.type !== 'modal' && view.type !== 'home') faults.push('unsupported type [json-pointer:/view/type]')
  if (view.type === 'modal') {
    faults.push(...plain(view.title, 24, '/view/title'))
    if (view.submit !== undefined) faults.push(...plain(view.submit, 24, '/view/submit'))
    if (view.close !== undefined) faults.push(...plain(view.close, 24, '/view/close'))
    if (blocks.some((block) => block.type === 'input') && view.submit === undefined)
      faults.push('missing required field: submit [json-pointer:/view]')
  }
  if (!Array.isArray(view.blocks)) faults.push('missing required field: blocks [json-pointer:/view]')
  if (blocks.length > VIEW_BLOCKS) faults.push(`no more than ${VIEW_BLOCKS} items allowed [json-pointer:/view/blocks]`)
  faults.push(...longer(view.private_metadata, 3000, '/view/private_metadata'))
  faults.push(...longer(view.callback_id, 255, '/view/callback_id'))
  return [...faults, ...blocksFaults(blocks, '/view/blocks')]
}

function blocksFaults(blocks: readonly Json[], at: string): string[] {
  const ids = blocks.map((block) => block.block_id).filter((id) => id !== undefined)
  const repeated = new Set(ids).size < ids.length ? [`block_id already exists [json-pointer:${at}]`] : []
  return [...repeated, ...blocks.flatMap((block, index) => blockFaults(block, `${at}/${index}`))]
}

function blockFaults(block: Json, at: string): string[] {
  const faults = longer(block.block_id, 255, `${at}/block_id`)
  switch (block.type) {
    case 'header':
      return [...faults, ...plain(block.text, 150, `${at}/text`)]
    case 'section':
      if (block.text === undefined && block.fields === undefined)
        return [...faults, `missing required field: text [json-pointer:${at}]`]
      return [
        ...faults,
        ...text(block.text, 3000, `${at}/text`),
        ...(block.accessory ? elementFaults(block.accessory as Json, `${at}/accessory`) : []),
      ]
    case 'context':
      return [...faults, ...count(block.elements, 1, 10, `${at}/elements`)]
    case 'divider':
      return faults
    case 'actions':
      return [
        ...faults,
        ...count(block.elements, 1, 25, `${at}/elements`),
        ...uniqueActions(block.elements, at),
        ...listOf(block.elements).flatMap((element, index) => elementFaults(element, `${at}/elements/${index}`)),
      ]
    case 'input':
      return [
        ...faults,
        ...plain(block.label, 2000, `${at}/label`),
        ...(block.hint === undefined ? [] : plain(block.hint, 2000, `${at}/hint`)),
        ...elementFaults((block.element ?? {}) as Json, `${at}/element`),
      ]
    default:
      return [...faults, `unsupported type: ${String(block.type)} [json-pointer:${at}]`]
  }
}

function elementFaults(element: Json, at: string): string[] {
  const faults = longer(element.action_id, 255, `${at}/action_id`)
  switch (element.type) {
    case 'button':
      return [
        ...faults,
        ...plain(element.text, 75, `${at}/text`),
        ...longer(element.value, 2000, `${at}/value`),
        ...longer(element.url, 3000, `${at}/url`),
        ...(element.style === undefined || element.style === 'primary' || element.style === 'danger'
          ? []
          : [`invalid style [json-pointer:${at}/style]`]),
      ]
    case 'static_select':
    case 'multi_static_select':
      return [...faults, ...optionsFaults(element, 100, at)]
    case 'radio_buttons':
    case 'checkboxes':
      return [...faults, ...optionsFaults(element, 10, at)]
    case 'plain_text_input':
      return [
        ...faults,
        ...((element.max_length as number) > 3000 ? [`must be less than 3001 [json-pointer:${at}/max_length]`] : []),
        ...longer(element.initial_value, 3000, `${at}/initial_value`),
      ]
    case 'number_input':
      return typeof element.is_decimal_allowed === 'boolean'
        ? faults
        : [...faults, `missing required field: is_decimal_allowed [json-pointer:${at}]`]
    case 'datepicker': {
      const initial = element.initial_date
      return initial === undefined || /^\d{4}-\d{2}-\d{2}$/.test(String(initial))
        ? faults
        : [...faults, `invalid date [json-pointer:${at}/initial_date]`]
    }
    default:
      return [...faults, `unsupported type: ${String(element.type)} [json-pointer:${at}]`]
  }
}

function optionsFaults(element: Json, max: number, at: string): string[] {
  const options = listOf(element.options)
  const values = options.map((option) => option.value)
  const initial = [
    ...listOf(element.initial_options),
    ...(element.initial_option ? [element.initial_option as Json] : []),
  ]
  return [
    ...count(element.options, 1, max, `${at}/options`),
    ...options.flatMap((option, index) => [
      ...text(option.text, 75, `${at}/options/${index}/text`),
      ...(typeof option.value === 'string'
        ? []
        : [`missing required field: value [json-pointer:${at}/options/${index}]`]),
      ...longer(option.value, 150, `${at}/options/${index}/value`),
      ...(option.description === undefined ? [] : plain(option.description, 75, `${at}/options/${index}/description`)),
    ]),
    ...(new Set(values).size < values.length ? [`options must be unique [json-pointer:${at}/options]`] : []),
    ...initial
      .filter((one) => !options.some((option) => JSON.stringify(option) === JSON.stringify(one)))
      .map(() => `invalid option: must be one of the options [json-pointer:${at}/initial_option]`),
  ]
}

function uniqueActions(elements: unknown, at: string): string[] {
  const ids = listOf(elements)
    .map((element) => element.action_id)
    .filter((id) => id !== undefined)
  return new Set(ids).size < ids.length ? [`action_id already exists [json-pointer:${at}/elements]`] : []
}

function text(value: unknown, max: number, at: string): string[] {
  if (value === undefined) return []
  const { type, text: inner } = value as Json
  if (type !== 'plain_text' && type !== 'mrkdwn') return [`unsupported type [json-pointer:${at}/type]`]
  if (typeof inner !== 'string' || inner.length === 0)
    return [`must be more than 0 characters [json-pointer:${at}/text]`]
  return longer(inner, max, `${at}/text`)
}

function plain(value: unknown, max: number, at: string): string[] {
  if ((value as Json | undefined)?.type !== 'plain_text') return [`must be a plain_text object [json-pointer:${at}]`]
  return text(value, max, at)
}

function longer(value: unknown, max: number, at: string): string[] {
  return typeof value === 'string' && value.length > max
    ? [`must be less than ${max + 1} characters [json-pointer:${at}]`]
    : []
}

function count(value: unknown, min: number, max: number, at: string): string[] {
  const { length } = listOf(value)
  if (length < min) return [`no fewer than ${min} items required [json-pointer:${at}]`]
  return length > max ? [`no more than ${max} items allowed [json-pointer:${at}]`] : []
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? (value as Json[]) : []
}
