import { expect, test } from 'vitest'
import { Fuzz, ROUNDS } from '../../support/fuzz.ts'
import { startAdapter } from './start-adapter.ts'

test(`mutated frames and bodies: no crash, no rejection, memory level (${ROUNDS})`, async () => {
  const fuzz = new Fuzz(['<', '&', '|', ':', '\ud800', '`'])
  const { slack, adapter, took, anna, start } = await startAdapter({ emulator: { echoes: false } })
  await start()
  const samples = samplesOf(slack, anna.user)
  await fuzz.rounds(async (round) => {
    const [type, payload] = fuzz.pick(samples)
    const changed = fuzz.mutate(payload)
    const way = fuzz.next()
    if (way < 0.4) {
      slack.hub.raw(fuzz.json({ envelope_id: `fuzz-${round}`, type, payload: changed }))
    } else if (way < 0.45) {
      slack.hub.raw(
        fuzz.pick([
          'null',
          '[]',
          '"x"',
          '{',
          '',
          '{"type":"hello"}',
          '{"type":1}',
          '{"type":"events_api","payload":{}}',
        ]),
      )
    } else {
      const json = JSON.stringify(changed) ?? 'null'
      const [body, content] =
        type === 'events_api'
          ? [json, 'application/json']
          : [`payload=${encodeURIComponent(json)}`, 'application/x-www-form-urlencoded']
      const response = await adapter.webhook?.(slack.deliveries.request(fuzz.cut(body), content))
      expect([200, 400]).toContain(response?.status)
    }
  })
  // What is whole is still taken, on both ways.
  const seen = took.length
  await anna.say('still there')
  await adapter.settled()
  expect(took.slice(seen)).toContainEqual(expect.objectContaining({ kind: 'text', text: 'still there' }))
  expect(slack.hub.size).toBe(1)
  took.length = 0
  fuzz.expectLevel()
}, 600_000)

type Slack = Awaited<ReturnType<typeof startAdapter>>['slack']

/** One of everything that Slack delivers. */
function samplesOf(slack: Slack, user: string): (readonly [string, unknown])[] {
  const who = {
    user: { id: user, team_id: 'T0TEAM' },
    team: { id: 'T0TEAM' },
    trigger_id: '1.2.x',
    response_url: slack.responseUrl('C1', user),
  }
  const view = {
    id: 'V1',
    hash: '1.h',
    type: 'modal',
    private_metadata: 'sealed',
    blocks: [{ type: 'input', block_id: 'text', element: { type: 'plain_text_input', action_id: 'text' } }],
    state: {
      values: {
        text: { text: { type: 'plain_text_input', value: 'hello <@U1> & co' } },
        way: {
          way: { type: 'radio_buttons', selected_option: { text: { type: 'plain_text', text: 'A' }, value: 'a' } },
        },
        many: { many: { type: 'checkboxes', selected_options: [{ value: 'a' }, { value: 'b' }] } },
      },
    },
  }
  const file = { id: 'F1', name: 'a.txt', mimetype: 'text/plain', size: 3, url_private: 'https://files.slack.com/a' }
  const message = {
    type: 'message',
    channel: 'C1',
    channel_type: 'channel',
    user,
    text: '<@U0BOT> hi <http://a|b>',
    ts: '1.2',
    thread_ts: '1.1',
  }
  const action = { action_id: '0:case.take', block_id: 'b', value: 'v', type: 'button', action_ts: '1.3' }
  return [
    ['events_api', slack.eventCallback(message)],
    ['events_api', slack.eventCallback({ ...message, subtype: 'file_share', files: [file] })],
    [
      'events_api',
      slack.eventCallback({
        ...message,
        subtype: 'message_changed',
        message: { ...message, edited: { user, ts: '2.1' } },
      }),
    ],
    ['events_api', slack.eventCallback({ type: 'app_home_opened', user, tab: 'home', channel: 'D1' })],
    [
      'interactive',
      {
        type: 'block_actions',
        ...who,
        container: { type: 'message', message_ts: '1.2', channel_id: 'C1' },
        actions: [action],
      },
    ],
    [
      'interactive',
      { type: 'block_actions', ...who, view, container: { type: 'view', view_id: 'V1' }, actions: [action] },
    ],
    ['interactive', { type: 'view_submission', ...who, view }],
    [
      'slash_commands',
      { command: '/hearback', text: 'help', user_id: user, team_id: 'T0TEAM', trigger_id: '1.2.x', channel_id: 'C1' },
    ],
  ]
}
