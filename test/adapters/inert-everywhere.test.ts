import { describe, expect, test } from 'vitest'
import { inert } from '#core'
import { toMarkdown } from '../../adapters/dingtalk/render.ts'
import { renderMessage } from '../../adapters/slack/render-message.ts'
import { renderSheet } from '../../adapters/slack/render-sheet.ts'
import { renderText } from '../../adapters/wechaty/render-text.ts'
import { appDialect, BOT_DIALECT } from '../../adapters/wecom/render/dialects.ts'
import { partsOf } from '../../adapters/wecom/render/parts.ts'

/** What a handler would write to learn that somebody reads it. */
const TRAP = inert(
  'https://hr.example.com/?u=17 www.example.cn [see](https://hr.example.com) ![](http://10.0.0.7/p.png) <https://hr.example.com|here> <!channel> <@U123> a\u200bb',
)
const MESSAGE = { title: '来信', text: TRAP }

/** What a program makes a link, a picture or a mention of. */
const OPENS = /[a-z]:\/\/|www\.|\.(?:com|cn)\b|\]\(|<[@#!]|\d\.\d+\.\d/i

describe('what reaches a platform of such a text opens nothing', () => {
  test.each([
    ['Slack, a message', () => renderMessage(MESSAGE).map(({ text, blocks }) => text + JSON.stringify(blocks))],
    [
      'Slack, a form',
      () =>
        renderSheet({
          title: '表',
          submit: '关闭',
          state: '',
          steps: [{ fields: [{ name: 'a', kind: 'statement', label: TRAP }] }],
        }),
    ],
    ['DingTalk', () => toMarkdown(MESSAGE, 'key')],
    ['WeCom’s bot', () => partsOf(MESSAGE, BOT_DIALECT)],
    ['WeCom’s application', () => partsOf(MESSAGE, appDialect(true, true))],
    ['WeChat', () => renderText(MESSAGE)],
  ])('%s', (_, send) => {
    const sent = JSON.stringify(send())
    expect(sent).toContain('hr[.]example')
    expect(sent).not.toMatch(OPENS)
  })

  test('on Slack nothing of it is markup at all, and nothing is unfolded', () => {
    const sent = JSON.stringify(renderMessage({ text: '*raw* <https://hr.example.com>' }).map(({ blocks }) => blocks))
    expect(sent).toContain('"type":"plain_text"')
    expect(sent).not.toContain('mrkdwn')
  })
})
