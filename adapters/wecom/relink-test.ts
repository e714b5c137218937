import { HearbackError } from '#core'
import { AppEnd } from './app/app-end.ts'
import { BotConnection } from './bot/connection.ts'
import { fileOffered } from './bot/file-offered.ts'
import { parseFrame } from './bot/parse-frame.ts'
import { TIMINGS, type WecomParts, type WecomSettings } from './settings.ts'

/** Whether both channels know the same person by the same id. */
export type RelinkResult =
  | { readonly kind: 'same' | 'other-case' | 'different'; readonly byApp: string; readonly byBot: string }
  | { readonly kind: 'not-connected' | 'no-answer' }
  | { readonly kind: 'not-sent'; readonly code: string }

interface RelinkParts extends WecomParts {
  /** The id that the contacts have. */
  readonly userId: string
  /** How long the person has to answer, ms. */
  readonly waitMs: number
}

/**
 * Writes to somebody by the application and waits for the same code in the chat with the bot: do the two channels know
 * them by the same id? It takes the bot's connection meanwhile, so the server must not be running.
 * @throws HearbackError where one of the two channels is not set up
 */
export async function relinkTest(settings: WecomSettings, parts: RelinkParts): Promise<RelinkResult> {
  const { bot, app, secrets } = settings
  if (!bot || !app || secrets.botSecret === null) {
    throw new HearbackError(
      'wecom-channels',
      'This looks whether the bot and the application go together: set up both.',
      { zh: '这里检查机器人和应用是不是同一家：请把两个都配置好。' },
    )
  }
  const sdk = await import('@wecom/aibot-node-sdk')
  const code = String(1000 + parts.random.below(9000))
  const { promise, resolve } = Promise.withResolvers<string | null>()
  const connection = new BotConnection({
    ...parts,
    sdk,
    botId: bot.id,
    secret: secrets.botSecret,
    wsUrl: bot.wsUrl,
    timings: { ...TIMINGS, ...parts.timings },
    onFrame: (frame) => {
      const heard = parseFrame(frame, {
        workspace: parts.workspace,
        corpId: app.corpId,
        file: fileOffered(sdk, bot.wsUrl),
      })
      if (heard?.inbound.kind === 'text' && heard.inbound.text.includes(code)) resolve(heard.userId)
    },
  })
  const timer = setTimeout(() => resolve(null), parts.waitMs)
  try {
    await connection.start()
    if (connection.state !== 'up') return { kind: 'not-connected' }
    const text = `Hearback：请打开和机器人的单聊，发送 ${code}。\nPlease open the chat with the bot and send ${code}.`
    const { channel } = new AppEnd(app, settings, parts)
    const sent = await channel.send(parts.userId, { kind: 'text', text }, parts.random.id())
    if (sent.kind !== 'sent') return { kind: 'not-sent', code: sent.code }
    const byBot = await promise
    return byBot === null ? { kind: 'no-answer' } : compared(parts.userId, byBot)
  } finally {
    clearTimeout(timer)
    connection.stop()
  }
}

function compared(byApp: string, byBot: string): RelinkResult {
  if (byBot === byApp) return { kind: 'same', byApp, byBot }
  const alike = byBot.toLowerCase() === byApp.toLowerCase()
  return { kind: alike ? 'other-case' : 'different', byApp, byBot }
}
