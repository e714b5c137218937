import { type RelinkResult, relinkTest } from '#adapters/wecom'
import { HearbackError, type Locale } from '#core'
import { systemRandom } from '#vault'
import { createLog } from '../log.ts'
import { WORKSPACE } from '../platforms.ts'
import { systemClock } from '../system-clock.ts'
import { print, type Verb } from './verb.ts'

const WAIT_MS = 5 * 60_000

export const relinkTestVerb: Verb = {
  usage: 'relink-test USERID',
  about: {
    'zh-CN': '企业微信：检查机器人和应用认到的是不是同一个账号。请先停掉“serve”。',
    en: 'WeCom: looks whether the bot and the application know somebody by the same id. Stop "serve" first.',
  },

  async run({ platforms, publicUrl, locale }, [userId]) {
    if (!userId)
      throw new HearbackError('usage', 'Usage: relink-test USERID (as it stands in the WeCom contacts)', {
        zh: '用法：relink-test 账号（企业微信通讯录里的账号）',
      })
    if (!platforms.wecom)
      throw new HearbackError('no-wecom', 'WeCom is not set up: see docs/wecom.md.', {
        zh: '企业微信还没有配置：请看 docs/wecom.zh-CN.md。',
      })
    print(
      locale === 'zh-CN'
        ? `已请 ${userId} 在机器人的单聊里回一个验证码，最多等 5 分钟。`
        : `Asking ${userId} to send a code in the chat with the bot; waiting for five minutes at the most.`,
    )
    const result = await relinkTest(platforms.wecom, {
      workspace: WORKSPACE,
      clock: systemClock,
      random: systemRandom,
      log: createLog('silent'),
      publicUrl,
      onServerDate() {},
      userId,
      waitMs: WAIT_MS,
    })
    print(sentence(result, locale))
    return result.kind === 'same' || result.kind === 'other-case' ? 0 : 1
  },
}

function sentence(result: RelinkResult, locale: Locale): string {
  const zh = locale === 'zh-CN'
  switch (result.kind) {
    case 'same':
      return zh ? `✓ 两边的账号一致：${result.byBot}` : `✓ Both channels know this person as ${result.byBot}.`
    case 'other-case':
      return zh
        ? `✓ 两边的账号只有大小写不同（通讯录 ${result.byApp}，机器人 ${result.byBot}），会当作同一个人。`
        : `✓ The ids differ in upper and lower case only (contacts ${result.byApp}, bot ${result.byBot}); they are taken as the same person.`
    case 'different':
      return zh
        ? `✗ 两边的账号不同（通讯录 ${result.byApp}，机器人 ${result.byBot}）。请确认机器人和应用属于同一家企业，并且是同一个人回的。`
        : `✗ The ids differ (contacts ${result.byApp}, bot ${result.byBot}). See that bot and application belong to the same company, and that the same person answered.`
    case 'not-connected':
      return zh
        ? '✗ 机器人的长连接没有连上。请核对 WECOM_BOT_ID 和 WECOM_BOT_SECRET。'
        : "✗ The bot's connection cannot be made. Check WECOM_BOT_ID and WECOM_BOT_SECRET."
    case 'not-sent':
      return zh
        ? `✗ 应用的消息没有发出去（${result.code}）。请运行 doctor。`
        : `✗ The application's message was not sent (${result.code}). Run doctor.`
    case 'no-answer':
      return zh ? '✗ 没有等到回复。' : '✗ Nobody answered in time.'
  }
}
