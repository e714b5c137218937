import { expect, test } from 'vitest'
import { FormByHand } from '../support/form-by-hand.ts'
import { last, only, type SeenMessage, withForm } from '../support/simulator-client.ts'
import { fileCase, openNudge } from '../support/speak-up-steps.ts'
import { startSimulator } from '../support/start-simulator.ts'

const HR = 'E003'
const AUTHOR = 'E010'

const TRAP =
  '\u200b请看 https://hr.example.com/?u=17 或 ![](https://hr.example.com/p.png)，\u2063我们会改。\u{e0041}\u{e0101}'
const DEFUSED = '请看 https[:]//hr[.]example[.]com/?u=17 或 ![] (https[:]//hr[.]example[.]com/p[.]png)，我们会改。'

function shown(message: SeenMessage): string {
  return (message.card?.form?.fields ?? []).map((field) => field.label).join('\n')
}

test('what a handler writes opens nothing, loads nothing and carries no mark; nor does what an author writes', async () => {
  const { app, client } = await startSimulator()
  const { ticket, words } = await fileCase(client, AUTHOR, { way: 'tell', text: `灯坏了 ${TRAP}` })
  expect(ticket.text).toContain(`灯坏了 ${DEFUSED}`)

  const answer = withForm(await client.tap(HR, ticket, '答复'))
  const nudge = only(
    (await client.submit(HR, answer, { text: TRAP })).filter((message) => message.in !== 'channel:hr'),
    `dm:${AUTHOR}`,
  )
  const thread = await openNudge(client, AUTHOR, nudge, words)
  expect(shown(thread)).toContain(DEFUSED)

  const way = await FormByHand.open(app.url + (thread.card?.form?.page ?? ''))
  const asked = [...way.html.matchAll(/回执的第 (\d+) 个字/g)].map((match) => words[Number(match[1]) - 1] ?? '')
  const page = await way.press('send', { word_a: asked[0] ?? '', word_b: asked[1] ?? '' })
  expect(page).toContain(DEFUSED)
  expect(page).not.toMatch(/<(a|img|iframe|object|embed|video|audio)\b/)

  await client.submit(AUTHOR, thread, { reply: TRAP })
  expect(last(await client.messages('channel:hr'), 'channel:hr').text).toContain(DEFUSED)
  const reading = withForm(await client.tap(HR, last(await client.say(HR, '来信'), `dm:${HR}`), '查看全文'))
  expect(shown(reading)).not.toMatch(/https:|[\u200b\u2063]/)
})
