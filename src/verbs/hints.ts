import type { Locale } from '#core'

type Hint = Readonly<Record<Locale, string>>

const RIGHTS: Hint = {
  'zh-CN': '当前用户没有权限：请检查文件和目录的所有者与权限。',
  en: 'This user may not do that: check the owner and the mode of the file and its folder.',
}
const FOLDER: Hint = {
  'zh-CN': '该是目录的地方是个文件：请检查 HEARBACK_HOME 和 HEARBACK_KEYS。',
  en: 'A file stands where a folder should be: check HEARBACK_HOME and HEARBACK_KEYS.',
}
const FULL: Hint = {
  'zh-CN': '磁盘满了。',
  en: 'The disk is full.',
}

/** What to check, by the code of a fault below us. */
export const HINTS: Readonly<Record<string, Hint>> = {
  ENOENT: {
    'zh-CN': '没有这个文件或目录：请检查写法。',
    en: 'That file or folder does not exist: check how it is spelt.',
  },
  EACCES: RIGHTS,
  EPERM: RIGHTS,
  EROFS: {
    'zh-CN': '这块磁盘只能读。',
    en: 'That disk can only be read.',
  },
  ENOTDIR: FOLDER,
  EEXIST: FOLDER,
  EISDIR: {
    'zh-CN': '这是目录，需要的是文件。',
    en: 'That is a folder; a file is expected.',
  },
  ENOSPC: FULL,
  ECONNREFUSED: {
    'zh-CN': '那里没有应答：服务在运行吗？主机和端口对吗？',
    en: 'Nothing answers there: is the server running, and are host and port right?',
  },
  ENOTFOUND: {
    'zh-CN': '没有这台主机：请检查 DATABASE_URL 或 REDIS_URL 里的名字。',
    en: 'There is no such host: check the name in DATABASE_URL or REDIS_URL.',
  },
  ETIMEDOUT: {
    'zh-CN': '等不到应答：请检查主机、端口和防火墙。',
    en: 'No answer came: check host, port and firewall.',
  },
  SQLITE_NOTADB: {
    'zh-CN': '这个文件不是 SQLite 数据库：请检查 DATABASE_URL 和 HEARBACK_HOME。',
    en: 'That file is not a SQLite database: check DATABASE_URL and HEARBACK_HOME.',
  },
  SQLITE_CANTOPEN: {
    'zh-CN': '打不开数据库文件：请检查它的目录、所有者和权限。',
    en: 'The database file cannot be opened: check its folder, owner and mode.',
  },
  SQLITE_CORRUPT: {
    'zh-CN': '数据库文件坏了：请恢复备份（“restore 目录”）。',
    en: 'The database file is damaged: restore a backup ("restore DIR").',
  },
  SQLITE_FULL: FULL,
  SQLITE_READONLY: {
    'zh-CN': '数据库文件只能读：请检查所有者和权限。',
    en: 'The database file can only be read: check its owner and mode.',
  },
  SQLITE_BUSY: {
    'zh-CN': '另一个进程占着数据库：等它结束后再试。',
    en: 'Another process holds the database: try again when it has finished.',
  },
  '28P01': {
    'zh-CN': '数据库不认 DATABASE_URL 里的密码。',
    en: 'The database refuses the password in DATABASE_URL.',
  },
  '28000': {
    'zh-CN': '数据库不认 DATABASE_URL 里的用户。',
    en: 'The database refuses the user in DATABASE_URL.',
  },
  '3D000': {
    'zh-CN': '没有这个数据库：请先建好，或检查 DATABASE_URL 里的名字。',
    en: 'There is no such database: create it first, or check the name in DATABASE_URL.',
  },
  '42501': {
    'zh-CN': '数据库用户权限不够：它必须是这个数据库或 schema 的所有者。',
    en: 'The database user lacks rights: it must be the owner of its database or schema.',
  },
}
