import type { Capabilities, Post, SendOutcome } from '#core'
import { RecordingAdapter } from './recording-adapter.ts'

/** A recording platform that takes equal messages to several people with one call. */
export class BatchingRecorder extends RecordingAdapter {
  override readonly capabilities: Capabilities
  /** The people of each call, in order. */
  readonly calls: string[][] = []

  constructor(max: number) {
    super()
    this.capabilities = { ...new RecordingAdapter().capabilities, batch: { max } }
  }

  override async send(post: Post): Promise<SendOutcome> {
    this.calls.push([nameOf(post)])
    return super.send(post)
  }

  async sendMany(posts: readonly Post[]): Promise<SendOutcome[]> {
    this.calls.push(posts.map(nameOf))
    return Promise.all(posts.map((post) => super.send(post)))
  }
}

function nameOf({ to }: Post): string {
  return to.kind === 'user' ? to.userId : to.channelId
}
