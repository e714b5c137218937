/** Where a message stands on Slack: its channel and its timestamp. */
export interface Spot {
  readonly channel: string
  readonly ts: string
}

/** The platform's id of a message, as the core keeps it. */
export function messageId({ channel, ts }: Spot): string {
  return `${channel}:${ts}`
}

/** Null for what is no message id of ours. */
export function spotOf(id: string): Spot | null {
  const [, channel, ts] = /^([A-Z0-9]+):(\d+\.\d+)$/.exec(id) ?? []
  return channel && ts ? { channel, ts } : null
}
