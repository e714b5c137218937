import { expect, test } from 'vitest'
import { runVerb } from '../support/run-verb.ts'
import { startSimulator } from '../support/start-simulator.ts'

/** Names that are the same in every language: paths, verbs, files, roles, products. */
const NAMES = /\/\S+|“[^”]*”|[\w.-]+\.yaml|http\S+|\b(Node|UTC|Hearback|worker|chmod|keys|backup|sqlite|postgres)\b\S*/g

test.each([
  ['zh_CN.UTF-8', ['到期未做的事', '名单上有', '件跟进没做完', '的工作日历', '没有应答']],
  [
    'en_US.UTF-8',
    ['the oldest thing that is due', ' people', 'follow-ups open', 'working calendar of', 'nothing answers'],
  ],
])('%s: what doctor finds is told in that language, every line of it', async (LANG, said) => {
  const { config } = await startSimulator()
  const { out } = await runVerb(['doctor'], { HEARBACK_HOME: config.home, LANG, PORT: '1' })
  for (const text of said) expect(out).toContain(text)
  const bare = out.replace(NAMES, '')
  // One word in a line may be a name; two in a row are a sentence.
  expect(bare).not.toMatch(LANG.startsWith('zh') ? /[a-z]{2,} [a-z]{2,}/i : /\p{Script=Han}/u)
})
