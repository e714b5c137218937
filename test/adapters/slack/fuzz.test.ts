import { expect, test } from 'vitest'
import { seededRandom } from '../../support/seeded-random.ts'
import { startAdapter } from './start-adapter.ts'

/** `npm run fuzz` sets a larger count. */
const ROUNDS = Number(process.env.HEARBACK_FUZZ ?? 5000)
const SEED = Number(process.env.HEARBACK_FUZZ_SEED ?? 20_260_310)

/** Memory may move; it must not grow with the rounds. */
const MOST_GROWTH = 80 * 1024 * 1024

const NASTY: readonly unknown[] = [
  null,
  0,
  -1,
  '',
  [],
  {},
  true,
  '\u0000',
  '😀'.repeat(50),
  Number.POSITIVE_INFINITY,
  { toString: 1 },
  '__proto__',
  'D0\n',
  [[]],
]

test(`mutated frames and bodies: no crash, no rejection, memory level (${ROUNDS})`, async () => {
  const next = seededRandom(SEED)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  const rejections: unknown[] = []
  const onRejection = (reason: unknown) => rejections.push(reason)
  process.on('unhandledRejection', onRejection)
  const { slack, adapter, took, anna, start } = await startAdapter({ emulator: { echoes: false } })
  await start()
  const samples = samplesOf(slack, anna.user)
  const mutate = (value: unknown, depth = 0): unknown => {
    if (next() < 0.08) return pick(NASTY)
    if (typeof value === 'string' && next() < 0.15) {
      const at = Math.floor(next() * value.length)
      return value.slice(0, at) + pick(['<', '&', '|', ':', '\ud800', '`']) + value.slice(at + Math.floor(next() * 3))
    }
    if (Array.isArray(value)) return value.map((one) => mutate(one, depth + 1))
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).filter(() => next() > 0.04)
    return Object.fromEntries(
      entries.map(([key, one]) => [next() < 0.03 ? pick(Object.keys(value)) : key, mutate(one, depth + 1)]),
    )
  }

  const warm = Math.min(500, ROUNDS)
  let before = 0
  for (let round = 0; round < ROUNDS; round++) {
    if (round === warm) before = heap()
    const [type, payload] = pick(samples)
    const changed = mutate(payload)
    const way = next()
    if (way < 0.4) {
      const envelope = mutate({ envelope_id: `fuzz-${round}`, type, payload: changed })
      const text = JSON.stringify(envelope) ?? 'null'
      slack.hub.raw(next() < 0.1 ? text.slice(0, Math.floor(next() * text.length)) : text)
    } else if (way < 0.45) {
      slack.hub.raw(
        pick(['null', '[]', '"x"', '{', '', '{"type":"hello"}', '{"type":1}', '{"type":"events_api","payload":{}}']),
      )
    } else {
      const json = JSON.stringify(changed) ?? 'null'
      const [body, content] =
        type === 'events_api'
          ? [json, 'application/json']
          : [`payload=${encodeURIComponent(json)}`, 'application/x-www-form-urlencoded']
      const cut = next() < 0.1 ? body.slice(0, Math.floor(next() * body.length)) : body
      const response = await adapter.webhook?.(slack.deliveries.request(cut, content))
      expect([200, 400]).toContain(response?.status)
    }
  }
  // What is whole is still taken, on both ways.
  const seen = took.length
  await anna.say('still there')
  await adapter.settled()
  process.off('unhandledRejection', onRejection)
  expect(took.slice(seen)).toContainEqual(expect.objectContaining({ kind: 'text', text: 'still there' }))
  expect(rejections).toEqual([])
  expect(slack.hub.size).toBe(1)
  took.length = 0
  if (ROUNDS > warm) expect(heap() - before).toBeLessThan(MOST_GROWTH + ROUNDS * 4096)
}, 600_000)

function heap(): number {
  return process.memoryUsage().heapUsed
}

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
