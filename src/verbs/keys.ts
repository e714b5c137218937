import { existsSync, readdirSync } from 'node:fs'
import { HearbackError } from '#core'
import { COPY_DAYS, openVault } from '#vault'
import { adoptKeys } from '../check-keys.ts'
import { openCompanyData } from '../company-data.ts'
import type { Config } from '../config.ts'
import { copyKeysFolder, keyCopies } from '../key-copies.ts'
import { systemClock } from '../system-clock.ts'
import { print, type Verb } from './verb.ts'

const USAGE = 'keys | keys backup DIR | keys restore DIR | keys adopt'

export const keys: Verb = {
  usage: USAGE,
  about: {
    'zh-CN': `显示密钥在哪里，备份密钥，放回备份。备份 ${COPY_DAYS} 天后就打不开了。`,
    en: `Tells where the keys are, copies them, puts a copy back. A copy opens nothing after ${COPY_DAYS} days.`,
  },

  async run(config, [what, folder]) {
    if (what === undefined) return tell(config)
    if (what === 'adopt') return adopt(config)
    if (what === 'backup' && folder) return copyTo(config, folder)
    if (what === 'restore' && folder) return putBack(config, folder)
    throw new HearbackError('usage', `Usage: ${USAGE}`, { zh: `用法：${USAGE.replaceAll('DIR', '目录')}` })
  },
}

function tell(config: Config): number {
  const files = existsSync(config.keys) ? readdirSync(config.keys) : []
  const zh = config.locale === 'zh-CN'
  const none = zh ? '还没有密钥，执行“serve”就会生成' : 'no keys yet; "serve" makes them'
  print(`${config.keys}${zh ? '：' : ': '}${files.length === 0 ? none : files.join(', ')}`)
  const newest = keyCopies(config).newest()
  if (newest === null) {
    print(
      zh
        ? `没有可用的密钥备份。请每天做一次（“keys backup 目录”）：备份 ${COPY_DAYS} 天后就打不开了。`
        : `No copy of them can be put back. Make one every day ("keys backup DIR"): a copy opens nothing after ${COPY_DAYS} days.`,
    )
  } else {
    print(
      zh
        ? `最近一份可用的备份做于 ${newest}（UTC）。`
        : `The newest copy that can be put back was made on ${newest} (UTC).`,
    )
  }
  return 0
}

async function copyTo(config: Config, folder: string): Promise<number> {
  if (!existsSync(config.keys))
    throw new HearbackError('no-keys', `There are no keys in ${config.keys} yet.`, {
      zh: `${config.keys} 里还没有密钥。`,
    })
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new HearbackError('backup-not-empty', `${folder} is not empty. Name a folder that does not exist yet.`, {
      zh: `${folder} 不是空的。请写一个还不存在的目录。`,
    })
  }
  const copies = keyCopies(config)
  copies.expire(systemClock.real())
  const expires = await copies.write(folder, systemClock.real())
  print(
    config.locale === 'zh-CN'
      ? `已复制到 ${folder}。从 ${expires}（UTC）起它就打不开了。只有 ${copyKeysFolder(config)} 还在的机器上才能放回去：那个目录特意不进任何备份。`
      : `Copied to ${folder}. From ${expires} (UTC) on it opens nothing. It can be put back only where ${copyKeysFolder(config)} still is: that folder is in no backup, on purpose.`,
  )
  return 0
}

async function putBack(config: Config, folder: string): Promise<number> {
  await keyCopies(config).restore(folder, systemClock.real())
  print(
    config.locale === 'zh-CN'
      ? `密钥已放回 ${config.keys}。备份之后收到的个案，用它打不开。`
      : `The keys are back in ${config.keys}. Cases that came in after the copy was made cannot be opened with it.`,
  )
  return 0
}

/** For lost keys: what was sealed with them stays closed, and work goes on. */
async function adopt(config: Config): Promise<number> {
  const { database } = openCompanyData(config)
  try {
    await openVault(config.keys)
    await adoptKeys(database, config.keys)
    print(
      config.locale === 'zh-CN'
        ? `从现在起 ${config.keys} 就是这些数据的密钥。用别的密钥封存的内容再也打不开。`
        : `From now on ${config.keys} are the keys of this data. What was sealed with others stays closed.`,
    )
    return 0
  } finally {
    await database.close()
  }
}
