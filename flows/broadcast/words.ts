import type { Locale } from '#core'

const zh = {
  platforms: {
    slack: 'Slack',
    dingtalk: '钉钉',
    wecom: '企业微信',
    wechaty: '微信',
    simulator: '模拟平台',
  } as Readonly<Record<string, string>>,
  route: (platform: string, people: number, calls: number) =>
    calls === people ? `${platform}：${people} 人` : `${platform}：${people} 人，${calls} 次调用`,
  atOnce: '确认后马上就能发完。',
  until: (until: string) => `确认后开始发，预计 ${until} 前发完。`,
  fromUntil: (from: string, until: string) => `${from} 开始发，预计 ${until} 前发完。`,
  soonest: (soonest: string) => `（按平台的限制，最早也要到 ${soonest}）`,
  nextMonth: (platform: string, people: number) =>
    `${platform}本月的调用次数不够：有 ${people} 人要到下个月初才能收到。`,
  unreachable: (people: number) => `${people} 人没有可以联系的账号，收不到。`,
  running: (title: string) => `正在发送：${title}`,
  over: (title: string) => `已发完：${title}`,
  stoppedTitle: (title: string) => `已停止：${title}`,
  sent: (sent: number, of: number) => `已发出 ${sent} / ${of} 人`,
  waiting: (count: number, until: string) => `还有 ${count} 人，预计 ${until} 前发完`,
  later: (count: number, from: string, until: string) => `还有 ${count} 人，${from} 开始发，预计 ${until} 前发完`,
  unsure: (count: number) => `${count} 条正在确认是否送到`,
  missedCount: (count: number) => `${count} 人没有收到`,
  heldBack: (count: number) => `停下来没发的：${count} 人`,
  stop: '停止发送',
  goOn: '继续发送',
  who: '谁没收到',
  missedTitle: (title: string) => `没有收到“${title}”的人`,
  nobodyMissed: '目前没有人没收到。',
  missed: (name: string, reason: string) => `${name}：${reason}`,
  more: (count: number) => `还有 ${count} 人`,
  noAddress: '没有可以联系的账号',
  refused: '平台没有接收',
  unknown: '不知道是否送到',
  howManyRead: '多少人看了',
  asking: '正在问平台，过一会儿显示在发送情况里。',
  read: (count: number, of: number, at: string) => `已读 ${count} / ${of} 人（${at}）`,
  readUntold: '平台没有告诉我们谁看了。',
  takeBack: '全部撤回',
  reallyTakeBack: (title: string) =>
    `要把已经发出的“${title}”从每个人的聊天里撤回吗？撤回了不能恢复，看过的人也已经看过了。`,
  takingBack: '正在撤回，过一会儿显示在发送情况里。',
  takenBack: (count: number) => `已撤回 ${count} 人`,
  notTakenBack: (count: number) => `${count} 人的撤不回来：太久了，平台不允许，或者暂时不行；可以过一会儿再试一次`,
  notYours: '这次发送不是从这里开始的。',
  gone: '找不到这次发送了。',
}

type Words = typeof zh

const en: Words = {
  platforms: { slack: 'Slack', dingtalk: 'DingTalk', wecom: 'WeCom', wechaty: 'WeChat', simulator: 'the simulator' },
  route: (platform, people, calls) =>
    calls === people ? `${platform}: ${people} people` : `${platform}: ${people} people, ${calls} calls`,
  atOnce: 'All of it goes out as soon as you confirm.',
  until: (until) => `It begins when you confirm and will most likely be done by ${until}.`,
  fromUntil: (from, until) => `It begins ${from} and will most likely be done by ${until}.`,
  soonest: (soonest) => `(The platform’s limits allow ${soonest} at the earliest.)`,
  nextMonth: (platform, people) =>
    `${platform} has not enough calls left this month: ${people} people will get it when the next month begins.`,
  unreachable: (people) => `${people} people have no account that can be written to and will not get it.`,
  running: (title) => `Being sent: ${title}`,
  over: (title) => `All sent: ${title}`,
  stoppedTitle: (title) => `Stopped: ${title}`,
  sent: (sent, of) => `${sent} of ${of} sent`,
  waiting: (count, until) => `${count} to go, most likely done by ${until}`,
  later: (count, from, until) => `${count} to go, from ${from}, most likely done by ${until}`,
  unsure: (count) => `${count} being checked whether they arrived`,
  missedCount: (count) => `${count} people did not get it`,
  heldBack: (count) => `Held back: ${count} people`,
  stop: 'Stop sending',
  goOn: 'Continue sending',
  who: 'Who did not get it',
  missedTitle: (title) => `Who did not get “${title}”`,
  nobodyMissed: 'So far nobody was missed.',
  missed: (name, reason) => `${name}: ${reason}`,
  more: (count) => `${count} more`,
  noAddress: 'no account that can be written to',
  refused: 'the platform did not take it',
  unknown: 'nobody knows whether it arrived',
  howManyRead: 'How many read it',
  asking: 'Asking the platform. It shows in the message about the sending in a moment.',
  read: (count, of, at) => `${count} of ${of} have read it (${at})`,
  readUntold: 'The platform does not tell who has read it.',
  takeBack: 'Take it all back',
  reallyTakeBack: (title) =>
    `Take “${title}” back from everybody’s chat? That cannot be undone, and whoever has read it has read it.`,
  takingBack: 'Taking it back. It shows in the message about the sending in a moment.',
  takenBack: (count) => `Taken back from ${count} people`,
  notTakenBack: (count) =>
    `${count} were not taken back: it is too long ago, the platform does not allow it, or not now; you may try again later`,
  notYours: 'That sending was not started here.',
  gone: 'That sending can no longer be found.',
}

const WORDS: Readonly<Record<Locale, Words>> = { 'zh-CN': zh, en }

export function words(locale: Locale): Words {
  return WORDS[locale]
}
