import type { Home } from './home.ts'
import { parseEvent } from './parse-event.ts'
import { parseInteraction } from './parse-interaction.ts'
import { parseSlash } from './parse-slash.ts'
import { dropped, type Parsed } from './parsed.ts'
import { asPayload } from './read.ts'

/** Everything Slack delivers, whichever way it came. What nobody knows is named, never thrown. */
export function parse(type: string, payload: unknown, home: Home): Parsed {
  const body = asPayload(payload)
  if (!body) return dropped('no-payload')
  switch (type) {
    case 'events_api':
      return parseEvent(body, home)
    case 'interactive':
      return parseInteraction(body)
    case 'slash_commands':
      return parseSlash(body)
    default:
      return dropped('unknown-envelope')
  }
}
