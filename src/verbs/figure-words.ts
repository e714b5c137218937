import type { Locale } from '#core'

/** What `doctor` says of the work, the clock and the engine. */
export interface FigureWords {
  readonly groups: Readonly<Record<'urgent' | 'others', string>>
  lasting(seconds: number): string
  oldest(time: string): string
  oldestLate(time: string): string
  backlog(group: string, count: number, time: string): string
  uncertain(count: number): string
  held(count: number): string
  asked(count: number): string
  holder(name: string, owner: string): string
  restored(at: string): string
  doubted(why: string, time: string, ahead: boolean, shown: string): string
  behind(time: string): string
  differs(time: string): string
  readonly clock: string
  readonly token: string
  engine(driver: string): string
  engineStopped(driver: string, time: string): string
  readonly redisAway: string
  failing(count: number): string
}

const en: FigureWords = {
  groups: { urgent: 'urgent', others: 'others' },
  lasting: (seconds) => span(seconds, ' s', ' min', ' h'),
  oldest: (time) => `the oldest thing that is due has been due for ${time}`,
  oldestLate: (time) => `the oldest thing that is due has been due for ${time}: is a worker running?`,
  backlog: (group, count, time) => `${group}: ${count} due and unsent, the oldest for ${time}`,
  uncertain: (count) => `${count} messages whose arrival is being found out`,
  held: (count) =>
    `${count} messages wait for somebody to say what becomes of them, and nobody can be asked: name hr or admin in company.yaml, people with an account.`,
  asked: (count) => `${count} messages that operators have been asked about and have not decided yet`,
  holder: (name, owner) => `${name} is held by ${owner}`,
  restored: (at) => `a backup was put back at ${at}; what was due before is asked about before it is sent`,
  doubted: (why, time, ahead, shown) =>
    `the server does not trust its clock (${why}, ${time} ${ahead ? 'ahead' : 'behind'}) and sends nothing. Put the time right (NTP); if ${shown} is right, say so: "clock confirm".`,
  behind: (time) => `this machine's clock stands ${time} before the time it showed last`,
  differs: (time) => `this machine's clock and the database's differ by ${time}`,
  clock: 'the clock',
  token: '/metrics needs HEARBACK_METRICS_TOKEN: the engine cannot be looked at.',
  engine: (driver) => `engine ${driver}`,
  engineStopped: (driver, time) => `engine ${driver}: it has not moved for ${time}`,
  redisAway: 'Redis is away: the work goes on, by looking into the database.',
  failing: (count) => `${count} pieces of work have failed and wait to be tried again; the log names the codes.`,
}

const zh: FigureWords = {
  groups: { urgent: '紧急的', others: '其他' },
  lasting: (seconds) => span(seconds, ' 秒', ' 分钟', ' 小时'),
  oldest: (time) => `到期未做的事，最久的一件已经 ${time}`,
  oldestLate: (time) => `到期未做的事，最久的一件已经 ${time}：worker 在运行吗？`,
  backlog: (group, count, time) => `${group}：${count} 条到期还没发出，最久的已经 ${time}`,
  uncertain: (count) => `${count} 条消息正在查明有没有送到`,
  held: (count) => `${count} 条消息等人决定怎么办，但没有人可以问：请在 company.yaml 里给 hr 或 admin 指定有账号的人。`,
  asked: (count) => `${count} 条消息已经请负责的人决定，还没有答复`,
  holder: (name, owner) => `${name} 由 ${owner} 占用`,
  restored: (at) => `${at} 恢复过一次备份；在那之前到期的消息，发送前会先查问`,
  doubted: (why, time, ahead, shown) =>
    `服务器不信任自己的时钟（${why}，${ahead ? '快' : '慢'} ${time}），什么都不发。请把时间调准（NTP）；如果 ${shown} 是对的，请执行“clock confirm”。`,
  behind: (time) => `本机时钟比它上次显示的时间早 ${time}`,
  differs: (time) => `本机时钟和数据库的时钟相差 ${time}`,
  clock: '时钟',
  token: '读 /metrics 需要 HEARBACK_METRICS_TOKEN：看不到引擎的情况。',
  engine: (driver) => `引擎 ${driver}`,
  engineStopped: (driver, time) => `引擎 ${driver}：已经 ${time} 没有动静`,
  redisAway: 'Redis 不在：工作照常进行，直接查数据库。',
  failing: (count) => `${count} 件工作失败了，等着再试；日志里有错误代码。`,
}

export const FIGURE_WORDS: Readonly<Record<Locale, FigureWords>> = { 'zh-CN': zh, en }

function span(seconds: number, s: string, min: string, h: string): string {
  if (seconds < 120) return `${seconds}${s}`
  return seconds < 7200 ? `${Math.round(seconds / 60)}${min}` : `${Math.round(seconds / 3600)}${h}`
}
