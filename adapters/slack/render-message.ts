import { barLine } from '#adapters/shared'
import type { Message } from '#core'
import { type Block, cut, plain, sections } from './blocks.ts'
import { CAPABILITIES, MESSAGE_BLOCKS, MESSAGE_CHARACTERS, VIEW_BLOCKS } from './capabilities.ts'
import { escapeMrkdwn } from './mrkdwn.ts'
import { actionBlocks } from './render-actions.ts'

/** One message on Slack: its blocks, and the text for notifications and screen readers. */
export interface Rendered {
  readonly text: string
  readonly blocks: readonly Block[]
}

const NOTIFICATION_MAX = 300

/** A message in as few of Slack's as hold it: one, save for very long ones. */
export function renderMessage(message: Message): Rendered[] {
  const text = escapeMrkdwn(cut([message.title, message.text].filter(Boolean).join('\n') || '…', NOTIFICATION_MAX))
  const parts = grouped(messageBlocks(message))
  return parts.length === 0 ? [{ text, blocks: [] }] : parts.map((blocks) => ({ text, blocks }))
}

/** The person's home: as a message, with more room, and with what can be done above what waits. */
export function renderHome({ sections: waiting = [], ...menu }: Message): Block {
  const top = messageBlocks(menu)
  const all = [...top, ...messageBlocks({ text: '', sections: waiting }, top.length)]
  if (all.length <= VIEW_BLOCKS) return { type: 'home', blocks: all }
  return { type: 'home', blocks: [...all.slice(0, VIEW_BLOCKS - 1), ...sections('…')] }
}

/** `above`: how many blocks stand above these. */
function messageBlocks({ title, text, sections: parts = [], actions = [] }: Message, above = 0): Block[] {
  let count = 0
  const blocks: Block[] = []
  if (title?.trim()) {
    const { titleMax } = CAPABILITIES
    blocks.push({ type: 'header', text: plain(cut(title, titleMax)) })
    if (title.length > titleMax) blocks.push(...sections(title))
  }
  blocks.push(...sections(text))
  for (const part of parts) {
    if (above + blocks.length > 0) blocks.push({ type: 'divider' })
    blocks.push(...sections([part.text, ...(part.bars ?? []).map(barLine)].join('\n')))
    blocks.push(...actionBlocks(part.actions ?? [], count))
    count += part.actions?.length ?? 0
  }
  blocks.push(...actionBlocks(actions, count))
  return blocks
}

/** Puts blocks into messages that Slack takes, in order. */
function grouped(blocks: readonly Block[]): Block[][] {
  const groups: Block[][] = []
  let room = 0
  for (const block of blocks) {
    const size = JSON.stringify(block).length
    const last = groups.at(-1)
    if (last && last.length < MESSAGE_BLOCKS && size <= room) {
      last.push(block)
      room -= size
    } else {
      groups.push([block])
      room = MESSAGE_CHARACTERS - size
    }
  }
  return groups
}
