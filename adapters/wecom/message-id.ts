/** What has to be known of a message to change it or to take it back. */
export interface MessageId {
  readonly by: 'bot' | 'app' | 'appchat'
  /** The task of its card. */
  readonly taskId: string
  /** The application's ids of its parts. */
  readonly msgIds: readonly string[]
  /** Changes the application's card, once. */
  readonly code: string
}

/** As it is kept: `by:task:ids:code`. */
export function writeMessageId({ by, taskId, msgIds, code }: MessageId): string {
  return [by, taskId, msgIds.map(encodeURIComponent).join('+'), encodeURIComponent(code)].join(':')
}

export function readMessageId(text: string): MessageId {
  const [by = '', taskId = '', ids = '', code = ''] = text.split(':')
  return {
    by: by === 'app' || by === 'appchat' ? by : 'bot',
    taskId,
    msgIds: ids.split('+').filter(Boolean).map(decodeURIComponent),
    code: decodeURIComponent(code),
  }
}
