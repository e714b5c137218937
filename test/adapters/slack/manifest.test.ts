import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { SCOPES } from '../../../adapters/slack/scopes.ts'
import { SCOPES as ASKED } from '../../emulators/slack/web-api.ts'

const read = (path: string) => readFileSync(new URL(`../../../docs/${path}`, import.meta.url), 'utf8')

test('the manifest asks for exactly the scopes that doctor looks for, and the guide says why each', () => {
  const manifest = parse(read('slack/manifest.yaml')) as { oauth_config: { scopes: { bot: string[] } } }
  expect(manifest.oauth_config.scopes.bot).toEqual([...SCOPES])
  const guide = read('slack.md')
  for (const scope of SCOPES) expect(guide).toContain(`\`${scope}\``)
  // What the methods that the adapter calls ask for is among them.
  for (const method of ['chat.postMessage', 'conversations.open', 'conversations.history', 'users.list']) {
    expect(SCOPES).toContain(ASKED[method])
  }
})
