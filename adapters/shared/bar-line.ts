import type { Bar } from '#core'

/** A bar as characters: ten blocks are all of it. */
export function barLine({ label, count, share }: Bar): string {
  const blocks = Math.round(share * 10)
  return `${'█'.repeat(blocks)}${'░'.repeat(10 - blocks)} ${label} ${count}（${Math.round(share * 100)}%）`
}
