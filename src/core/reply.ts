import type { Say, Turn } from './flow.ts'
import type { Message } from './message.ts'

/** A message to where it was asked: the person, or the channel. */
export function sayHere<S>(turn: Turn<S>, message: Message): Say {
  const to =
    turn.channel === null
      ? ({ kind: 'person', person: turn.member.id } as const)
      : ({ kind: 'channel', channel: turn.channel } as const)
  return { to, class: 'answer', content: { kind: 'message', message } }
}

/** A message to the person who did something, wherever that was. */
export function sayToThem<S>(turn: Turn<S>, message: Message, key?: string): Say {
  return {
    ...(key !== undefined && { key }),
    to: { kind: 'person', person: turn.member.id },
    class: 'answer',
    content: { kind: 'message', message },
  }
}
