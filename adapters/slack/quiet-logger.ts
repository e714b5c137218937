import { LogLevel, type webApi } from '@slack/bolt'

type Logger = NonNullable<webApi.WebClientOptions['logger']>

/**
 * What the SDK would log holds payloads: texts, identities, addresses with tickets. It is told that only errors count,
 * so that it does not even put such lines together, and it is not listened to; our own lines carry codes.
 */
export const quietLogger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  setName() {},
  getLevel: () => LogLevel.ERROR,
}
