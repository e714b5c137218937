import type { Locale } from '#core'

/** What `doctor` says of the data, the keys, the staff, the work and the server. */
export interface DoctorWords {
  readonly well: string
  faults(count: number): string
  schema(where: string, changes: number): string
  logsValues(settings: string): string
  otherKeys(file: string): string
  noKeys(file: string): string
  noCopy(file: string): string
  copied(file: string, newest: string): string
  readable(path: string): string
  mode(path: string): string
  readonly nobody: string
  people(count: number): string
  roleEmpty(role: string): string
  notStaff(id: string): string
  outbox(waiting: number, sent: number): string
  refused(count: number): string
  followUps(count: number): string
  guesses(count: number): string
  ownerless(count: number): string
  calls(route: string, spent: number, calls: number, month: string): string
  callsLow(text: string): string
  callsGone(text: string): string
  calendar(year: number): string
  calendarMissing(year: number): string
  answers(url: string): string
  silent(url: string): string
}

const en: DoctorWords = {
  well: 'All is well.',
  faults: (count) => `${count} to put right.`,
  schema: (where, changes) => `${where}: ${changes} changes of the schema to make; "serve" or "migrate" makes them.`,
  logsValues: (settings) =>
    `PostgreSQL writes into its own log whom statements are about (${settings}): whoever reads that log could learn who was told of an answer. Set it as docs/operate.md says (“What must not end in a file”).`,
  otherKeys: (file) => `${file}: not the keys this data was written with; put your copy of them back.`,
  noKeys: (file) => `${file}: no keys yet; "serve" makes them.`,
  noCopy: (file) =>
    `${file}: no copy of the keys can be put back. Whoever loses them loses every open case: "keys backup DIR" once a day, to another disk.`,
  copied: (file, newest) => `${file}: the newest copy was made on ${newest} (UTC)`,
  readable: (path) => `${path} can be read by others: chmod 700 ${path}`,
  mode: (path) => `${path} (mode 700)`,
  nobody: 'Nobody on the staff list yet: import people FILE',
  people: (count) => `${count} people`,
  roleEmpty: (role) =>
    `Nobody has the role ${role}: name somebody in the chat ("appoint ROLE NAME") or in company.yaml.`,
  notStaff: (id) => `company.yaml names ${id}, who is not on the staff list.`,
  outbox: (waiting, sent) => `outbox: ${waiting} waiting, ${sent} sent`,
  refused: (count) => `${count} messages were refused by the platform; the log names the codes.`,
  followUps: (count) => `${count} follow-ups open`,
  guesses: (count) => `${count} of them have a date in a year whose public holidays are not published yet.`,
  ownerless: (count) => `${count} of them have nobody in charge: name hr and sales_lead in company.yaml.`,
  calls: (route, spent, calls, month) => `${route}: ${spent} of ${calls} calls of ${month} are spent`,
  callsLow: (text) => `${text}; what can wait goes out next month when they are gone.`,
  callsGone: (text) => `${text}: nothing more goes out there this month. Order more calls from the platform.`,
  calendar: (year) => `working calendar of ${year}`,
  calendarMissing: (year) =>
    `The public holidays of ${year} are not known yet: dates there are Monday-to-Friday guesses, marked so. An update of Hearback brings them.`,
  answers: (url) => `something answers at ${url}`,
  silent: (url) => `nothing answers at ${url}: is "serve" running?`,
}

const zh: DoctorWords = {
  well: '一切正常。',
  faults: (count) => `${count} 处需要处理。`,
  schema: (where, changes) => `${where}：数据库结构有 ${changes} 处要更新，执行“serve”或“migrate”就会更新。`,
  logsValues: (settings) =>
    `PostgreSQL 会把语句涉及谁写进自己的日志（${settings}）：能看日志的人可能知道有了答复的是谁。请照 docs/operate.zh-CN.md 的“不能落到文件里的东西”设置。`,
  otherKeys: (file) => `${file}：这不是写这些数据时用的密钥；请把您备份的那份放回去。`,
  noKeys: (file) => `${file}：还没有密钥，执行“serve”就会生成。`,
  noCopy: (file) =>
    `${file}：没有可用的密钥备份。丢了密钥，所有没结的个案就再也打不开了：请每天执行一次“keys backup 目录”，存到另一块磁盘上。`,
  copied: (file, newest) => `${file}：最近一份备份做于 ${newest}（UTC）`,
  readable: (path) => `${path} 别人也能读：请执行 chmod 700 ${path}`,
  mode: (path) => `${path}（权限 700）`,
  nobody: '员工名单还是空的，请执行：import people 文件',
  people: (count) => `名单上有 ${count} 人`,
  roleEmpty: (role) => `没有人担任 ${role}：请在聊天里指定（“任命 角色 姓名”），或写进 company.yaml。`,
  notStaff: (id) => `company.yaml 里写了 ${id}，但员工名单上没有这个人。`,
  outbox: (waiting, sent) => `消息：${waiting} 条待发，${sent} 条已发`,
  refused: (count) => `${count} 条消息被平台拒收；日志里有错误代码。`,
  followUps: (count) => `${count} 件跟进没做完`,
  guesses: (count) => `其中 ${count} 件的日期落在节假日还没公布的年份。`,
  ownerless: (count) => `其中 ${count} 件没有负责人：请在 company.yaml 里指定 hr 和 sales_lead。`,
  calls: (route, spent, calls, month) => `${route}：${month} 的 ${calls} 次调用用了 ${spent} 次`,
  callsLow: (text) => `${text}；用完以后，不急的消息下个月再发。`,
  callsGone: (text) => `${text}：本月那边什么都发不出去了。请向平台购买更多调用次数。`,
  calendar: (year) => `${year} 年的工作日历`,
  calendarMissing: (year) =>
    `还不知道 ${year} 年的节假日：那一年的日期暂按周一到周五推算，并有标注。升级 Hearback 后就有了。`,
  answers: (url) => `${url} 有应答`,
  silent: (url) => `${url} 没有应答：“serve”在运行吗？`,
}

export const DOCTOR_WORDS: Readonly<Record<Locale, DoctorWords>> = { 'zh-CN': zh, en }
