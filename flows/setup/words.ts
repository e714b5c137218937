import type { Locale, Text } from '#core'

/** Roles every company has, and what whoever holds them is for. */
export const ROLE_NAMES: Readonly<Record<string, Text>> = {
  hr: { 'zh-CN': '人事', en: 'HR' },
  coordinator: { 'zh-CN': '协调人', en: 'coordinator' },
  outside: { 'zh-CN': '外部联系人', en: 'outside person' },
  sales_lead: { 'zh-CN': '销售主管', en: 'sales lead' },
  store_manager: { 'zh-CN': '店长', en: 'store manager' },
  admin: { 'zh-CN': '管理员', en: 'administrator' },
}

export const ROLE_PURPOSES: Readonly<Record<string, Text>> = {
  hr: { 'zh-CN': '看到并答复来信，发问卷。', en: 'Reads and answers messages, sends surveys.' },
  coordinator: {
    'zh-CN': '来信到期没人答复时，由这个人过问。',
    en: 'Is told when a message is not answered in time.',
  },
  outside: {
    'zh-CN': '协调人自己也在处理来信时，到期没答复由这个人过问。不要和协调人是同一个人。',
    en: 'Is told of an unanswered message when the coordinator is among those who should have answered. Not the same person as the coordinator.',
  },
  sales_lead: { 'zh-CN': '没人负责的客户归这个人。', en: 'Has the customers whom nobody else has.' },
  admin: { 'zh-CN': '绑定频道，指定角色。', en: 'Binds channels and names people for roles.' },
}

export const CHANNEL_NAMES: Readonly<Record<string, Text>> = {
  hr: { 'zh-CN': '人事', en: 'hr' },
  sales: { 'zh-CN': '销售', en: 'sales' },
  announce: { 'zh-CN': '公告', en: 'announce' },
  return_words: { 'zh-CN': '回音词', en: 'return words' },
}

/** What becoming an administrator begins with. */
export const ADMIN_WORDS: readonly string[] = ['管理员', 'admin']

const zh = {
  overview: '管理员设置',
  staff: (count: number) => `员工名单：${count} 人`,
  channel: (name: string, bound: boolean) => `频道“${name}”：${bound ? '已绑定' : '还没有绑定'}`,
  role: (role: string, people: string) => `${role}：${people}`,
  nobody: '还没有人',
  closed: '“有话直说”还没有开放：先指定协调人和外部联系人，不能只有同一个人。',
  bind: '绑定频道',
  pick: (role: string) => `指定${role}`,
  welcome: '您现在是管理员了。',
  wrongCode: '这个一次性代码不对，或者已经过期、用过了。请在服务器上运行 doctor 拿一个新的。',
  howAdmin:
    '要成为管理员，请发“管理员”加上一次性代码，例如：管理员 K7QM-3XPD。代码由 doctor 显示；已经有管理员时，请那位同事指定您。',
  directOnly: '请私聊我，不要在群里发。',
  adminsOnly: '只有管理员能这样做。',
  bindHow: (line: string, names: string) =>
    `请在要绑定的频道里发下面这一句（需要时先 @ 我）：\n${line}\n一小时内有效，只能用一次。也可以绑定：${names}。`,
  bindCode: '这个代码不对，或者已经过期、用过了。请私聊我“绑定”，拿一个新的。',
  bindName: (names: string) => `没有这个频道名。可以用：${names}。`,
  bindOther: (name: string) => `这个频道已经是“${name}”频道了，一个频道只能有一个名字。`,
  bound: (name: string) => `这里现在是“${name}”频道。`,
  sheetTitle: (role: string) => `指定${role}`,
  sheetAsk: '谁？',
  sheetHint: '姓名或工号',
  sheetSubmit: '指定',
  needPerson: '请填姓名或工号。',
  noPerson: (typed: string) => `员工名单里没有“${typed}”。请用姓名或工号，也可以先导入名单。`,
  manyPeople: (people: string) => `有几位同事符合，请用工号：${people}`,
  noRole: (roles: string) => `没有这个角色。可以用：${roles}。例如：任命 协调人 王芳`,
  appointed: (name: string, role: string) => `${name}现在担任${role}。`,
  already: (name: string, role: string) => `${name}已经担任${role}了。`,
  nowOpen: '“有话直说”现在开放了。',
  youAre: (role: string, purpose: string) => `您被指定为${role}。${purpose}回复“帮助”看看您能做什么。`,
  withdrawn: (name: string, role: string) => `${name}不再担任${role}。`,
  inFile: (name: string, role: string) => `${name}担任${role}写在 company.yaml 里，请在那里改。`,
  notHolder: (name: string, role: string) => `${name}并没有担任${role}。`,
  lastAdmin: '这是最后一位管理员。请先指定另一位。',
}

type Words = typeof zh

const en: Words = {
  overview: 'Setup',
  staff: (count) => `Staff list: ${count} people`,
  channel: (name, bound) => `Channel “${name}”: ${bound ? 'bound' : 'not bound yet'}`,
  role: (role, people) => `${role}: ${people}`,
  nobody: 'nobody yet',
  closed: 'Speaking up is not open yet: name a coordinator and an outside person first, and not one person for both.',
  bind: 'Bind a channel',
  pick: (role) => `Name: ${role}`,
  welcome: 'You are an administrator now.',
  wrongCode: 'This one-time code is not right, has run out or was used. Run doctor on the server for a new one.',
  howAdmin:
    'To become an administrator write “admin” and the one-time code, such as: admin K7QM-3XPD. doctor shows the code; where there is an administrator already, ask that colleague to name you.',
  directOnly: 'Please write that to me directly, not in a channel.',
  adminsOnly: 'Only an administrator can do that.',
  bindHow: (line, names) =>
    `In the channel you want to bind, write this line (mention me where needed):\n${line}\nIt works for an hour, once. You can bind: ${names}.`,
  bindCode: 'This code is not right, has run out or was used. Write “bind” to me directly for a new one.',
  bindName: (names) => `There is no channel of that name. Use one of: ${names}.`,
  bindOther: (name) => `This channel is “${name}” already; a channel has one name.`,
  bound: (name) => `This is the channel “${name}” now.`,
  sheetTitle: (role) => `Name: ${role}`,
  sheetAsk: 'Who?',
  sheetHint: 'Name or staff number',
  sheetSubmit: 'Name',
  needPerson: 'Please enter a name or a staff number.',
  noPerson: (typed) =>
    `Nobody called “${typed}” is on the staff list. Use the name or the staff number, or import the list first.`,
  manyPeople: (people) => `Several colleagues match; please use the number: ${people}`,
  noRole: (roles) => `There is no such role. Use one of: ${roles}. For example: appoint coordinator Wang Fang`,
  appointed: (name, role) => `${name} now has the role: ${role}.`,
  already: (name, role) => `${name} has the role already: ${role}.`,
  nowOpen: 'Speaking up is open now.',
  youAre: (role, purpose) => `You were given the role: ${role}. ${purpose} Say “help” to see what you can do.`,
  withdrawn: (name, role) => `${name} no longer has the role: ${role}.`,
  inFile: (name, role) => `company.yaml gives ${name} the role ${role}; change it there.`,
  notHolder: (name, role) => `${name} does not have the role: ${role}.`,
  lastAdmin: 'This is the last administrator. Name another one first.',
}

const WORDS: Readonly<Record<Locale, Words>> = { 'zh-CN': zh, en }

export function words(locale: Locale): Words {
  return WORDS[locale]
}

/** For the first administrator, whom the staff list does not know yet: in both languages, since theirs is not known either. */
export function notOnList(platform: string, userId: string): string {
  return [
    `代码没问题，但员工名单里还没有您。请先导入名单，您这一行的 ${platform}_id 是：${userId}。然后再发一次。`,
    `The code is right, but you are not on the staff list yet. Import it first; in your line ${platform}_id is: ${userId}. Then write this again.`,
  ].join('\n')
}
