import type { Locale } from '#core'

const zh = {
  review: '核对名单',
  none: '名单都对得上，没有需要核对的。',
  title: '请核对名单',
  more: (left: number) => `还有 ${left} 个，处理完这些再看。`,
  doubtful: (name: string, department: string, platform: string) =>
    `${platform} 上的“${name}”${department ? `（${department}）` : ''}，是名单上的哪一位？`,
  gone: (name: string, department: string, platform: string) =>
    `名单上的 ${name}${department ? `（${department}）` : ''} 已经不在 ${platform} 里了。离职了吗？`,
  same: (name: string, id: string) => `是 ${name} ${id}`,
  fresh: '是新的人',
  ignore: '不用管',
  left: '已离职',
  stays: '还在职',
  linked: (name: string) => `好的，这个账号是 ${name} 的。`,
  added: (name: string) => `好的，${name} 已加入名单。`,
  ignored: '好的，以后不管这个账号。',
  markedLeft: (name: string) => `好的，${name} 记为今天离职。`,
  markedStays: (name: string) => `好的，${name} 仍在职。`,
  undo: '撤销',
  undone: '已撤销，请重新核对。',
  settled: '这一条已经处理过了。',
  notAllowed: '只有管理员和人事可以核对名单。',
  waiting: (count: number) => `有 ${count} 个账号和名单对不上，需要您看一眼。回复“核对名单”。`,
  withheld: (count: number, platform: string) =>
    `${platform} 的通讯录里一天之内少的人太多了，还有 ${count} 人没有按离职处理：可能是读取不全。`,
  allLeft: '他们确实都离职了',
  confirmed: '好的，通讯录马上再读一遍，名单会随之更新。',
}

type Words = typeof zh

const en: Words = {
  review: 'Review the staff list',
  none: 'Every account has its person. There is nothing to review.',
  title: 'Please look at these',
  more: (left) => `${left} more after these.`,
  doubtful: (name, department, platform) =>
    `Who on the staff list is “${name}”${department ? ` (${department})` : ''} on ${platform}?`,
  gone: (name, department, platform) =>
    `${name}${department ? ` (${department})` : ''} is on the staff list, but no longer on ${platform}. Has this person left?`,
  same: (name, id) => `${name} ${id}`,
  fresh: 'Somebody new',
  ignore: 'Leave it',
  left: 'Has left',
  stays: 'Still here',
  linked: (name) => `All right, that account is ${name}’s.`,
  added: (name) => `All right, ${name} is on the staff list now.`,
  ignored: 'All right, that account is left alone from now on.',
  markedLeft: (name) => `All right, ${name} is marked as having left today.`,
  markedStays: (name) => `All right, ${name} is still here.`,
  undo: 'Undo',
  undone: 'Undone. Please look at it again.',
  settled: 'That one has been dealt with already.',
  notAllowed: 'Only administrators and HR review the staff list.',
  waiting: (count) => `${count} accounts do not match the staff list and need your word. Reply “review people”.`,
  withheld: (count, platform) =>
    `Too many people have gone from the directory of ${platform} within a day: ${count} of them are still taken to be here. It may not have been read whole.`,
  allLeft: 'They have really left',
  confirmed: 'All right. The directory is being read again, and the staff list follows.',
}

const WORDS: Readonly<Record<Locale, Words>> = { 'zh-CN': zh, en }

export function words(locale: Locale): Words {
  return WORDS[locale]
}
