import { HearbackError } from '#core'
import { CLOCK_CONFIRMED, CLOCK_LAST_SEEN } from '#domain'
import { openCompanyData } from '../company-data.ts'
import { print, type Verb } from './verb.ts'

export const clock: Verb = {
  usage: 'clock | clock confirm',
  about: {
    'zh-CN': '显示本机时间；confirm：服务不信任时间时，确认它是对的。',
    en: 'Tells what time this machine shows; confirm: that it is right, when the server does not trust it.',
  },

  async run(config, [what]) {
    if (what !== undefined && what !== 'confirm')
      throw new HearbackError('usage', 'Usage: clock, or clock confirm', { zh: '用法：clock，或 clock confirm' })
    const { database, clock: now } = openCompanyData(config)
    try {
      const shown = now.real()
      const shownAt = new Date(shown).toISOString()
      const zh = config.locale === 'zh-CN'
      if (what === 'confirm') {
        await database.transaction(({ settings }) => settings.set(CLOCK_CONFIRMED, String(shown)))
        print(
          zh
            ? `已确认：现在是 ${shownAt}。正在运行的服务几秒内就会继续。`
            : `Confirmed: it is ${shownAt}. A running server goes on within seconds.`,
        )
        return 0
      }
      const lastSeen = await database.transaction(({ settings }) => settings.get(CLOCK_LAST_SEEN))
      print(zh ? `本机时间：${shownAt}` : `This machine shows ${shownAt}.`)
      if (lastSeen === null) return 0
      const seenAt = new Date(Number(lastSeen)).toISOString()
      print(zh ? `服务最后一次认可的时间：${seenAt}` : `The server trusted ${seenAt} last.`)
      return 0
    } finally {
      await database.close()
    }
  },
}
