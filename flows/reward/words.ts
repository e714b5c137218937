import type { Locale } from '#core'

const zh = {
  give: '发放奖励',
  title: '发放奖励',
  ask: '领取码（12 个字，来领的人报给您；不要问对方是谁）',
  look: '查看',
  unknown: '没有这个领取码。请核对 12 个字和它们的顺序。',
  already: (date: string) => `这份奖励在 ${date} 已经发过了。`,
  is: (title: string) => `可以发放：${title}\n请先把奖励交给对方，再点“已发放”。不用登记是谁来领的。`,
  done: '已发放',
  given: (title: string) => `已记下：${title} 发放了。`,
  notYours: '只有负责发放奖励的人才能做这件事。',
}

type Words = typeof zh

const en: Words = {
  give: 'Give a reward',
  title: 'Give a reward',
  ask: 'The code (12 words, told by whoever comes for it; do not ask who they are)',
  look: 'Look it up',
  unknown: 'There is no such code. Please check the 12 words and their order.',
  already: (date) => `This reward was given out on ${date}.`,
  is: (title) => `To give: ${title}\nPlease hand it over first, then tap “Given”. Do not note who came for it.`,
  done: 'Given',
  given: (title) => `Noted: ${title} was given out.`,
  notYours: 'Only those who give rewards out can do this.',
}

export function words(locale: Locale): Words {
  return locale === 'zh-CN' ? zh : en
}
