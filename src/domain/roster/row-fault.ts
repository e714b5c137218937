import type { Locale } from '../text.ts'

/** Why a row of a file was not taken, or what of it was left out. */
export interface RowFault {
  /** Line in the file, the header is 1. */
  readonly line: number
  readonly fault: 'missing' | 'bad-date' | 'bad-number' | 'bad-value' | 'twice' | 'unknown-person' | 'too-long' | 'torn'
  readonly column: string
  readonly value: string
  /** True when the row was taken without this value. */
  readonly taken: boolean
}

export function explainRowFault(fault: RowFault, locale: Locale): string {
  const zh = locale === 'zh-CN'
  const where = zh ? `第 ${fault.line} 行` : `line ${fault.line}`
  const what = reason(fault, zh)
  const then = fault.taken ? (zh ? '（已导入，这一项留空）' : ' (imported, with this left empty)') : ''
  return zh ? `${where}：${what}${then}` : `${where}: ${what}${then}`
}

function reason({ fault, column, value }: RowFault, zh: boolean): string {
  switch (fault) {
    case 'missing':
      return zh ? `缺少 ${column}` : `${column} is missing`
    case 'bad-date':
      return zh
        ? `${column} 不是日期：“${value}”，例如 2026-03-01`
        : `${column} is not a date: “${value}”; for example 2026-03-01`
    case 'bad-number':
      return zh ? `${column} 不是数字：“${value}”` : `${column} is not a number: “${value}”`
    case 'bad-value':
      return zh ? `${column} 不认识“${value}”` : `${column}: “${value}” is not known`
    case 'twice':
      return zh
        ? `${column}“${value}”在文件里出现了两次，只取第一次`
        : `${column} “${value}” is in the file twice; the first one counts`
    case 'unknown-person':
      return zh ? `${column}“${value}”不在人员名单里` : `${column} “${value}” is not on the staff list`
    case 'too-long':
      return zh ? `${column} 太长` : `${column} is too long`
    case 'torn':
      return zh
        ? '这一行的列数和表头不一致（是不是少了引号？）'
        : 'this line has another number of columns than the header (a quote missing?)'
  }
}
