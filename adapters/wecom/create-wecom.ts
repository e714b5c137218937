import { AppEnd } from './app/app-end.ts'
import type { WecomParts, WecomSettings } from './settings.ts'
import { Wecom } from './wecom.ts'

/** WeCom by the channels that are set up. The bot's SDK is loaded only where there is a bot. */
export async function createWecom(settings: WecomSettings, parts: WecomParts): Promise<Wecom> {
  const sdk = settings.bot && (await import('@wecom/aibot-node-sdk'))
  const app = settings.app && new AppEnd(settings.app, settings, parts)
  return new Wecom({ settings, parts, sdk, app })
}
