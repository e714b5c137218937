import type { Decision, Locale } from '#core'

const zh = {
  channel: (name: string) => `频道 ${name}`,
  comma: '、',
  andOthers: (names: string, count: number) => `${names} 等 ${count} 处`,
  followUp: (names: string) => `跟进提醒（${names}）`,
  about: { greeting: '问候或问卷', report: '汇总', other: '一条消息' },
  unknown: {
    title: (count: number) => (count > 1 ? `这 ${count} 条消息送到了吗？` : '这条消息送到了吗？'),
    one: (who: string, about: string, since: string) =>
      `发给：${who}\n内容：${about}\n应发时间：${since}\n发的时候没有得到平台的答复，也查不到有没有送到。请问一下对方再选，选了马上生效。`,
    many: (count: number, who: string, since: string) =>
      `有 ${count} 条消息发的时候没有得到平台的答复，也查不到有没有送到。\n发给：${who}\n最早的应发时间：${since}\n请抽几位问一下再选，选了马上生效。`,
  },
  'no-address': {
    title: (count: number) => (count > 1 ? `${count} 条消息没有地方发` : '有一条消息没有地方发'),
    one: (who: string, about: string, since: string) =>
      `发给：${who}\n内容：${about}\n应发时间：${since}\n那里现在发不过去：频道还没有绑定，或者平台没有接上。处理好以后点“重试”；不需要了就点“不发了”。`,
    many: (count: number, who: string, since: string) =>
      `有 ${count} 条消息发不过去：频道还没有绑定，或者平台没有接上。\n发给：${who}\n最早的应发时间：${since}\n处理好以后点“全部重试”；不需要了就点“都不发了”。`,
  },
  unreadable: {
    title: (count: number) => (count > 1 ? `${count} 条消息做不出来` : '有一条消息做不出来'),
    one: (who: string, about: string, since: string) =>
      `发给：${who}\n内容：${about}\n应发时间：${since}\n这条消息的内容读不出来，多半是密钥不对，或者程序换了旧版本；日志里有代码。处理好以后点“重试”；不需要了就点“不发了”。`,
    many: (count: number, who: string, since: string) =>
      `有 ${count} 条消息的内容读不出来，多半是密钥不对，或者程序换了旧版本；日志里有代码。\n发给：${who}\n最早的应发时间：${since}\n处理好以后点“全部重试”；不需要了就点“都不发了”。`,
  },
  labels: {
    unknown: { arrived: '已收到', arrivedAll: '都已收到，不再发', again: '再发一次', againAll: '全部再发一次' },
    'no-address': { again: '重试', againAll: '全部重试', drop: '不发了' },
    unreadable: { again: '重试', againAll: '全部重试', drop: '不发了' },
  },
  decision: { arrived: '已收到，不再发', again: '再发一次', dropped: '不发了' } satisfies Record<Decision, string>,
  decided: (name: string, what: string) => `${name} 决定：${what}。`,
  already: (name: string, what: string) => `${name} 已经决定过了：${what}。`,
  notYours: '这件事由人事、销售主管或管理员来定。',
  gone: '这个问题已经过去了，不用再选。',
  stillNowhere: '那里还是发不过去。请先绑定频道或接上平台，再点一次。',
  lasting: (ms: number) => {
    const minutes = Math.max(1, Math.round(ms / 60_000))
    return minutes < 120 ? `${minutes} 分钟` : `${Math.round(minutes / 60)} 小时`
  },
  clock: {
    title: '服务器的时钟出过问题',
    text: (off: string, ahead: boolean, lasted: string) =>
      `时钟突然${ahead ? '快' : '慢'}了 ${off}，我停了 ${lasted}没有发消息，免得发早或发重。现在时间已经核对，接着发了；没有丢消息。请管理员看一下服务器的对时（NTP）。`,
  },
}

type Words = typeof zh

const en: Words = {
  channel: (name) => `channel ${name}`,
  comma: ', ',
  andOthers: (names, count) => `${names} and others, ${count} in all`,
  followUp: (names) => `follow-up reminder (${names})`,
  about: { greeting: 'greeting or survey', report: 'summary', other: 'a message' },
  unknown: {
    title: (count) => (count > 1 ? `Did these ${count} messages arrive?` : 'Did this message arrive?'),
    one: (who, about, since) =>
      `To: ${who}\nAbout: ${about}\nOwed since: ${since}\nThe platform gave no answer when it was sent, and cannot be asked. Please ask them, then choose; it takes effect at once.`,
    many: (count, who, since) =>
      `The platform gave no answer when ${count} messages were sent, and cannot be asked.\nTo: ${who}\nThe oldest was owed since: ${since}\nPlease ask some of them, then choose; it takes effect at once.`,
  },
  'no-address': {
    title: (count) => (count > 1 ? `${count} messages have nowhere to go` : 'A message has nowhere to go'),
    one: (who, about, since) =>
      `To: ${who}\nAbout: ${about}\nOwed since: ${since}\nIt cannot be sent there: the channel is not bound yet, or the platform is not connected. Tap “Try again” when that is done, or “Do not send” when it is not needed any more.`,
    many: (count, who, since) =>
      `${count} messages cannot be sent: the channel is not bound yet, or the platform is not connected.\nTo: ${who}\nThe oldest was owed since: ${since}\nTap “Try all again” when that is done, or “Do not send” when they are not needed any more.`,
  },
  unreadable: {
    title: (count) => (count > 1 ? `${count} messages cannot be made` : 'A message cannot be made'),
    one: (who, about, since) =>
      `To: ${who}\nAbout: ${about}\nOwed since: ${since}\nIts content cannot be read: most likely the keys are not the right ones, or the program is older than the data; the log has the code. Tap “Try again” when that is put right, or “Do not send”.`,
    many: (count, who, since) =>
      `The content of ${count} messages cannot be read: most likely the keys are not the right ones, or the program is older than the data; the log has the code.\nTo: ${who}\nThe oldest was owed since: ${since}\nTap “Try all again” when that is put right, or “Do not send”.`,
  },
  labels: {
    unknown: { arrived: 'It arrived', arrivedAll: 'All arrived', again: 'Send again', againAll: 'Send all again' },
    'no-address': { again: 'Try again', againAll: 'Try all again', drop: 'Do not send' },
    unreadable: { again: 'Try again', againAll: 'Try all again', drop: 'Do not send' },
  },
  decision: { arrived: 'it arrived, not sent again', again: 'send again', dropped: 'do not send' },
  decided: (name, what) => `${name} decided: ${what}.`,
  already: (name, what) => `Already decided by ${name}: ${what}.`,
  notYours: 'This is for HR, the sales lead or an administrator to decide.',
  gone: 'This question is over; there is nothing left to choose.',
  stillNowhere: 'It still cannot be sent there. Bind the channel or connect the platform first, then tap again.',
  lasting: (ms) => {
    const minutes = Math.max(1, Math.round(ms / 60_000))
    return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
  },
  clock: {
    title: 'The clock of the server was wrong',
    text: (off, ahead, lasted) =>
      `It was suddenly ${off} ${ahead ? 'ahead' : 'behind'}, so I sent nothing for ${lasted}, rather than too early or twice. The time has been checked and everything goes on; no message was lost. Please have an administrator look at the time service (NTP).`,
  },
}

const WORDS: Readonly<Record<Locale, Words>> = { 'zh-CN': zh, en }

export function words(locale: Locale): Words {
  return WORDS[locale]
}
