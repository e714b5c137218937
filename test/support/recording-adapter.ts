import type { Adapter, Capabilities, LookUp, Post, Receive, SendOutcome } from '#core'

/** A platform that records what arrives, and answers as it is told. */
export class RecordingAdapter implements Adapter {
  readonly platform: string = 'recorder'
  readonly workspace: string = 'test'
  readonly capabilities: Capabilities = {
    buttons: { max: 5, labelMax: 40, valueMax: 2000 },
    select: null,
    sheet: {
      fields: 100,
      labelMax: 3000,
      options: { max: 100, labelMax: 100 },
      textMax: 5000,
    },
    update: true,
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
  /** What arrived, in order; a lost reply arrives, too. */
  readonly arrived: Post[] = []
  /** How the next sends end; afterwards they succeed. */
  readonly script: ('lose-reply' | SendOutcome | Error)[] = []
  /** What happens on the platform's side while a send is under way. */
  onSend: () => void = () => {}
  /** Whether it can be asked about messages. */
  answersLookUps = true
  /** How the next look-ups fail. */
  readonly lookUpScript: ('fail' | 'hang')[] = []
  lookUps = 0

  async start(_receive: Receive): Promise<void> {}

  async send(post: Post): Promise<SendOutcome> {
    const outcome = this.script.shift()
    this.onSend()
    if (outcome instanceof Error) throw outcome
    if (outcome !== undefined && outcome !== 'lose-reply') return outcome
    this.arrived.push(post)
    if (outcome === 'lose-reply') return { kind: 'uncertain', code: 'connection-lost' }
    return { kind: 'sent', messageId: `id-${this.arrived.length}` }
  }

  async lookUp({ key }: Pick<Post, 'key'>): Promise<LookUp | null> {
    this.lookUps++
    const fault = this.lookUpScript.shift()
    if (fault === 'fail') throw new Error('no answer')
    if (fault === 'hang') return new Promise(() => {})
    if (!this.answersLookUps) return null
    const index = this.arrived.findIndex((post) => post.key === key)
    return index < 0 ? { kind: 'absent' } : { kind: 'sent', messageId: `id-${index + 1}` }
  }

  async stop(): Promise<void> {}
}
