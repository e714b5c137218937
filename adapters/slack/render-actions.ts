import type { Action } from '#core'
import { type Block, cut, plain } from './blocks.ts'
import { CAPABILITIES, LABEL_MAX, MESSAGE_CHARACTERS, OPTION_VALUE_MAX } from './capabilities.ts'

/** Marks a button that opens a page: Slack tells of the tap all the same, and it means nothing to us. */
export const URL_BUTTON = 'url:'
const SELECT = 'select'
/** Buttons with long values share a row only as far as one message holds it. */
const ROW_CHARACTERS = MESSAGE_CHARACTERS - 200

/** Buttons; where more than fit in one row of blocks, a list to choose from; where its values are too long, more rows. */
export function actionBlocks(actions: readonly Action[], first = 0): Block[] {
  const { buttons, select } = CAPABILITIES
  if (actions.length === 0) return []
  const values = new Set(actions.map(optionValue))
  const fits =
    values.size === actions.length &&
    actions.every((action) => !action.url && optionValue(action).length <= OPTION_VALUE_MAX)
  if (actions.length > buttons.max && select && actions.length <= select.max && fits) {
    const options = actions.map((action) => ({ text: plain(labelOf(action)), value: optionValue(action) }))
    return [
      {
        type: 'actions',
        elements: [{ type: 'static_select', action_id: `${first}:${SELECT}`, placeholder: plain('…'), options }],
      },
    ]
  }
  const rows: Block[][] = []
  let room = 0
  for (const [index, action] of actions.entries()) {
    const one = button(action, first + index)
    const size = JSON.stringify(one).length
    const row = rows.at(-1)
    if (row && row.length < buttons.max && size <= room) row.push(one)
    else {
      rows.push([one])
      room = ROW_CHARACTERS
    }
    room -= size
  }
  return rows.map((elements) => ({ type: 'actions', elements }))
}

function button(action: Action, index: number): Block {
  const { id, value, style, url } = action
  return {
    type: 'button',
    text: plain(labelOf(action)),
    // Within one row every id must be another.
    action_id: url === undefined ? `${index}:${id}` : `${URL_BUTTON}${index}`,
    ...(value !== '' && { value }),
    ...(url !== undefined && { url }),
    ...(style && { style }),
  }
}

function labelOf({ label }: Action): string {
  return cut(label, LABEL_MAX) || '…'
}

export function parseActionId(id: string): string {
  return id.replace(/^\d+:/, '')
}

function optionValue({ id, value }: Action): string {
  return `${id}|${value}`
}

export function parseOptionValue(value: string): { id: string; value: string } {
  const bar = value.indexOf('|')
  return bar < 0 ? { id: value, value: '' } : { id: value.slice(0, bar), value: value.slice(bar + 1) }
}
