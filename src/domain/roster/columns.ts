/** The columns of the two files, with the headers people also write. Compared without blanks and case. */
export const PERSON_COLUMNS = {
  id: ['工号', '编号', '员工编号', '人员编号'],
  name: ['姓名', '名字'],
  department: ['部门'],
  manager_id: ['上级', '上级工号', '上级编号', '直接上级', '经理工号'],
  title: ['职务', '岗位', '职位'],
  email: ['邮箱', '电子邮箱', 'e-mail'],
  mobile: ['手机', '手机号', '电话'],
  joined_on: ['入职日期', '入职时间'],
  left_on: ['离职日期', '离职时间'],
  left_reason: ['离职原因'],
  left_kind: ['离职类型', '离职方式'],
  key_person: ['关键人员', '骨干', '关键人才'],
  locale: ['语言'],
  timezone: ['时区'],
  slack_id: ['slack'],
  dingtalk_id: ['钉钉', '钉钉id', '钉钉账号'],
  wecom_id: ['企业微信', '企业微信id', '企微', '企业微信账号'],
  wechat_id: ['微信', '微信id', '微信账号'],
} as const

export const CUSTOMER_COLUMNS = {
  id: ['客户编号', '编号'],
  name: ['客户名称', '客户', '姓名', '名称'],
  type: ['类型', '客户类型'],
  grade: ['等级', '级别', '客户等级'],
  owner_id: ['负责人', '负责人工号', '业务员', '业务员工号'],
  last_visit_on: ['上次拜访', '最近拜访', '上次拜访日期', '最近拜访日期'],
  visits: ['来访次数', '拜访次数', '年来访次数'],
  spend: ['消费', '消费额', '年消费', '年消费额'],
} as const

export type PersonColumn = keyof typeof PERSON_COLUMNS
export type CustomerColumn = keyof typeof CUSTOMER_COLUMNS

/** The column a header means, or null. */
export function columnOf<C extends string>(header: string, columns: Readonly<Record<C, readonly string[]>>): C | null {
  const typed = fold(header)
  for (const [column, names] of Object.entries(columns) as [C, readonly string[]][]) {
    if (fold(column) === typed || names.some((name) => fold(name) === typed)) return column
  }
  return null
}

function fold(header: string): string {
  return header.normalize('NFKC').replace(/[\s_]/g, '').toLowerCase()
}
