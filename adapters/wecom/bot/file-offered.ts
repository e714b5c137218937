import { HearbackError, type InboundFile } from '#core'
import { fetchBytes } from '../app/api-client.ts'
import { TIMINGS } from '../settings.ts'
import type { Offer } from './parse-frame.ts'

type Decrypt = Pick<typeof import('@wecom/aibot-node-sdk'), 'decryptFile'>

/**
 * A file sent to the bot: fetched and deciphered when somebody wants it, within the five minutes that its address is
 * good for, and from where it is offered alone. The SDK's own download knows no limit of size, and stumbles over names.
 */
export function fileOffered(sdk: Decrypt | null, wsUrl: string | null) {
  return ({ url, aesKey }: Offer, name: string, type: string): InboundFile => ({
    name,
    type,
    async read(maxBytes) {
      if (!mayOpen(url, wsUrl)) throw new HearbackError('media', 'The file cannot be fetched: its address is no https.')
      // Up to 32 bytes of padding.
      const bytes = await fetchBytes(url, maxBytes + 32, TIMINGS.requestMs)
      const plain = deciphered(sdk, bytes, aesKey)
      if (plain.length > maxBytes) throw new HearbackError('media-too-large', 'The file is too large.')
      return plain
    },
  })
}

/** Anything by https; without it only where the bot's connection goes as well. */
function mayOpen(url: string, wsUrl: string | null): boolean {
  const { protocol, host } = URL.parse(url) ?? {}
  return protocol === 'https:' || (wsUrl !== null && host === URL.parse(wsUrl)?.host)
}

function deciphered(sdk: Decrypt | null, bytes: Uint8Array, aesKey: string): Uint8Array {
  try {
    if (!sdk) throw new Error('no bot')
    return sdk.decryptFile(Buffer.from(bytes), aesKey)
  } catch {
    throw new HearbackError('media', 'The file cannot be deciphered.')
  }
}
