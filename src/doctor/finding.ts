import type { Finding } from '#core'

/** Well, worth knowing, or wrong; and what to do. */
export const ok = (text: string): Finding => ({ mark: '✓', text })
export const note = (text: string): Finding => ({ mark: '!', text })
export const wrong = (text: string): Finding => ({ mark: '✗', text })
