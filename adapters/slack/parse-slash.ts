import { typedText } from './mrkdwn.ts'
import { dropped, type Parsed } from './parsed.ts'
import { type Payload, textAt } from './read.ts'

/** The command that stands for the bot itself; every other is the first word of what is meant. */
const BOT_COMMAND = '/hearback'

/** A slash command. Wherever it was typed, it is a matter between this person and the bot. */
export function parseSlash(body: Payload): Parsed {
  const command = textAt(body, 'command')
  const user = textAt(body, 'user_id')
  const triggerId = textAt(body, 'trigger_id')
  if (command === null || user === null || triggerId === null) return dropped('no-command')
  const typed = typedText(textAt(body, 'text') ?? '').trim()
  const responseUrl = textAt(body, 'response_url')
  const text = command === BOT_COMMAND ? typed || 'help' : `${command.slice(1)} ${typed}`.trim()
  return {
    kind: 'told',
    told: { kind: 'text', text },
    key: `t/${triggerId}`,
    user,
    team: textAt(body, 'team_id'),
    place: { kind: 'direct' },
    way: { command: true, triggerId, ...(responseUrl !== null && { responseUrl }) },
  }
}
