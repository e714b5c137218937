import { HearbackError, type InboundFile } from '#core'
import { fetchBytes } from '../app/api-client.ts'
import { TIMINGS } from '../settings.ts'
import type { Offer } from './parse-frame.ts'

type Decrypt = Pick<typeof import('@wecom/aibot-node-sdk'), 'decryptFile'>

/**
 * A file sent to the bot: fetched and deciphered when somebody wants it, within the five minutes that its address is
 * good for. The SDK's own download knows no limit of size, and stumbles over names.
 */
export function fileOffered(sdk: Decrypt | null) {
  return ({ url, aesKey }: Offer, name: string, type: string): InboundFile => ({
    name,
    type,
    async read(maxBytes) {
      // Up to 32 bytes of padding.
      const bytes = await fetchBytes(url, maxBytes + 32, TIMINGS.requestMs)
      const plain = deciphered(sdk, bytes, aesKey)
      if (plain.length > maxBytes) throw new HearbackError('media-too-large', 'The file is too large.')
      return plain
    },
  })
}

function deciphered(sdk: Decrypt | null, bytes: Uint8Array, aesKey: string): Uint8Array {
  try {
    if (!sdk) throw new Error('no bot')
    return sdk.decryptFile(Buffer.from(bytes), aesKey)
  } catch {
    throw new HearbackError('media', 'The file cannot be deciphered.')
  }
}
