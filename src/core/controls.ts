import { normalise } from './text.ts'

/** What may be said at any moment of a conversation. Only as a whole message. */
const CONTROLS = ['back', 'skip', 'cancel', 'later', 'progress', 'continue', 'help'] as const

export type Control = (typeof CONTROLS)[number]

const WORDS: Readonly<Record<Control, readonly string[]>> = {
  back: ['返回', '上一题', '上一步', '后退', 'back', 'previous'],
  skip: ['跳过', '略过', '下一题', 'skip'],
  cancel: ['取消', '退出', '不填了', 'cancel', 'quit', 'exit'],
  later: ['稍后', '等会', '等一下', '以后再说', '暂停', 'later', 'pause'],
  progress: ['进度', '状态', 'progress', 'status'],
  continue: ['继续', '接着填', 'continue', 'resume'],
  help: ['帮助', '菜单', 'help', 'menu', '?'],
}

const BY_WORD = new Map(CONTROLS.flatMap((control) => WORDS[control].map((word) => [word, control] as const)))

/** The control a whole message is, or null. */
export function matchControl(text: string): Control | null {
  return BY_WORD.get(normalise(text)) ?? null
}
