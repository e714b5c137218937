import type { Logger } from '@wecom/aibot-node-sdk'

/**
 * The SDK's log lines hold whole messages, and at one level the secret: none is passed on. One of them tells what no
 * event does: the socket is open, but the platform has forgotten the subscription.
 */
export function quietLogger(onHeartbeatRefused: () => void): Logger {
  return {
    debug() {},
    info() {},
    error() {},
    warn(message) {
      if (typeof message === 'string' && message.startsWith('Heartbeat ack error')) onHeartbeatRefused()
    },
  }
}
