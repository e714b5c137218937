import type { Field, FieldOption, Sheet, SheetStep } from '#core'
import { HearbackError } from '#core'
import { type Block, cut, plain, sections } from './blocks.ts'
import { CAPABILITIES, INPUT_MAX, LABEL_MAX, VIEW_BLOCKS } from './capabilities.ts'
import { actionBlocks } from './render-actions.ts'

/** Units of a form's title and of its two buttons. */
const TITLE_MAX = 24
const STATE_MAX = 3000
/** So many options stand as round buttons or boxes; more as a list. */
const OPEN_OPTIONS = 10
const INPUT_LABEL_MAX = 2000
const URL_MAX = 3000

/**
 * A private form as a modal: its steps one under the other, since everything on it is submitted together. The sealed
 * state travels in it, so that nothing is kept while it is open.
 * @throws HearbackError when Slack has no room for what is to be filled in
 */
export function renderSheet({ title, steps, submit, state }: Sheet): Block {
  const fields = steps.flatMap((step) => step.fields)
  const filled = fields.some((field) => field.kind !== 'statement' && field.kind !== 'link')
  const blocks = withinView([
    ...(title.length > TITLE_MAX ? sections(title) : []),
    ...steps.flatMap((step) => stepBlocks(step, steps.length > 1)),
  ])
  if (state.length > STATE_MAX) throw new HearbackError('sheet-state', 'This form is too large for Slack.')
  return {
    type: 'modal',
    callback_id: 'sheet',
    title: plain(cut(title, TITLE_MAX)),
    ...(filled ? { submit: plain(cut(submit, TITLE_MAX)) } : { close: plain(cut(submit, TITLE_MAX)) }),
    private_metadata: state,
    blocks,
  }
}

function stepBlocks(step: SheetStep, several: boolean): Block[] {
  const heading: Block[] =
    several && step.title ? [{ type: 'header', text: plain(cut(step.title, CAPABILITIES.titleMax)) }] : []
  return [...heading, ...step.fields.flatMap(fieldBlocks)]
}

function fieldBlocks(field: Field): Block[] {
  if (field.kind === 'statement') {
    return sections(field.label).map((block, index) => ({ ...block, block_id: `${field.name}~${index}` }))
  }
  if (field.kind === 'link') return linkBlocks(field)
  const long = (field.options ?? []).some(({ label }) => label.length > LABEL_MAX)
  return [
    // What a label or an option has no room for stands in full above it.
    ...(field.label.length > INPUT_LABEL_MAX ? sections(field.label) : []),
    ...(long ? sections((field.options ?? []).map(({ label }) => `· ${label}`).join('\n')) : []),
    {
      type: 'input',
      block_id: field.name,
      label: plain(cut(field.label, INPUT_LABEL_MAX)),
      element: elementOf(field),
      optional: field.required !== true,
      ...(field.hint && { hint: plain(cut(field.hint, INPUT_LABEL_MAX)) }),
      ...(field.live && { dispatch_action: true }),
    },
  ]
}

/** What leads to the form's page; nothing where people cannot reach it. */
function linkBlocks({ label, hint = '', name, url }: Field): Block[] {
  if (url === undefined || url.length > URL_MAX) return []
  return [...sections(hint), ...actionBlocks([{ id: name, label, value: '', url }])]
}

function elementOf(field: Field): Block {
  const { kind, value, name } = field
  const initial = typeof value === 'string' && value !== '' ? value : undefined
  switch (kind) {
    case 'choice':
    case 'choices':
      return choiceOf(field)
    case 'number':
      return {
        type: 'number_input',
        action_id: name,
        is_decimal_allowed: true,
        ...(field.min !== undefined && { min_value: String(field.min) }),
        ...(field.max !== undefined && { max_value: String(field.max) }),
        ...(initial && { initial_value: initial }),
      }
    case 'date':
      return {
        type: 'datepicker',
        action_id: name,
        ...(initial && /^\d{4}-\d{2}-\d{2}$/.test(initial) && { initial_date: initial }),
      }
    default:
      return {
        type: 'plain_text_input',
        action_id: name,
        multiline: kind === 'paragraph',
        max_length: Math.min(field.maxLength ?? INPUT_MAX, INPUT_MAX),
        ...(initial && { initial_value: cut(initial, INPUT_MAX) }),
      }
  }
}

function choiceOf({ kind, name, options = [], value }: Field): Block {
  const shown = options.map(optionOf)
  const chosen = new Set([value ?? []].flat())
  const initial = shown.filter((option) => chosen.has(option.value))
  const several = kind === 'choices'
  const open = options.length <= OPEN_OPTIONS
  const type = several ? (open ? 'checkboxes' : 'multi_static_select') : open ? 'radio_buttons' : 'static_select'
  return {
    type,
    action_id: name,
    options: shown.slice(0, CAPABILITIES.sheet?.options.max),
    ...(initial.length > 0 && (several ? { initial_options: initial } : { initial_option: initial[0] })),
  }
}

function optionOf({ label, value }: FieldOption) {
  return { text: plain(cut(label, LABEL_MAX) || '…'), value }
}

/** Statements make room for what is to be filled in, the oldest first: it stands on the page and in the next reading. */
function withinView(blocks: readonly Block[]): Block[] {
  const over = blocks.length - VIEW_BLOCKS
  if (over <= 0) return [...blocks]
  let left = over + 1
  const kept = blocks.filter((block) => block.type === 'input' || left-- <= 0)
  if (kept.length >= VIEW_BLOCKS) throw new HearbackError('sheet-size', 'This form is too long for Slack.')
  return [...sections('…'), ...kept]
}
