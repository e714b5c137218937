import type { Locale } from '#core'

/** What an operator is told about a Redis, and what to do. */
export const REDIS_WORDS: Readonly<
  Record<Locale, { readonly evicts: string; readonly leftAlone: string; readonly keepsNothing: string }>
> = {
  'zh-CN': {
    evicts:
      '这个 Redis 在内存不足时会丢弃键，排队的任务也会被丢掉。请把 maxmemory-policy 设为 noeviction，或换一个 Redis；如果您清楚提醒可能因此变晚，也可以设 HEARBACK_ALLOW_EVICTION=1。',
    leftAlone: 'Redis 回来了，但设置变了，先不用它：工作照常进行，直接查数据库。改好以后会自动用回来，不必重启。',
    keepsNothing:
      '这个 Redis 什么都不存盘：它重启以后排队的任务要重新查出来，提醒会晚几秒，不会丢。请打开 appendonly。',
  },
  en: {
    evicts:
      'This Redis throws keys away when memory is short, jobs among them. Set its maxmemory-policy to noeviction, use another Redis, or set HEARBACK_ALLOW_EVICTION=1 if you know that reminders may then be late.',
    leftAlone:
      'Redis is back, but set up differently, and is left alone: the work goes on by looking into the database. Once it is put right it is used again, without a restart.',
    keepsNothing:
      'This Redis keeps nothing on disk: after its restart the queue is filled anew from the database, so that reminders come a few seconds later; none is lost. Turn appendonly on.',
  },
}
