import type { Adapter, Capabilities, Log, Post, Receive, SendOutcome } from '#core'

export const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

const CAPABILITIES: Capabilities = {
  buttons: { max: 10, labelMax: 80, valueMax: 2000 },
  select: null,
  sheet: {
    fields: 100,
    labelMax: 3000,
    options: { max: 100, labelMax: 100 },
    textMax: 5000,
  },
  update: false,
  updateWithinMs: null,
  threads: true,
  ephemeral: true,
  proactive: true,
  readReceipt: false,
  recall: false,
  files: { in: false, out: false, maxBytes: 0 },
  titleMax: 150,
  textMax: 4000,
  keeps: { typed: true, sheet: false, taps: false },
  limits: {},
}

/** A platform that costs nothing and takes everything at once. */
export class NullPlatform implements Adapter {
  readonly platform = 'nothing'
  readonly workspace = 'bench'
  readonly capabilities = CAPABILITIES
  receive: Receive = async () => ({})
  sent = 0
  /** Hears of every message, after it was counted. */
  onSent: (post: Post) => void = () => {}

  async start(receive: Receive): Promise<void> {
    this.receive = receive
  }

  async send(post: Post): Promise<SendOutcome> {
    this.sent++
    this.onSent(post)
    return { kind: 'sent', messageId: String(this.sent) }
  }

  async lookUp() {
    return { kind: 'absent' } as const
  }

  async stop(): Promise<void> {}
}
