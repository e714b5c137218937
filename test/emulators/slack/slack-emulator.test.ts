import { LogLevel, webApi } from '@slack/bolt'
import { describe, expect, onTestFinished, test } from 'vitest'
import { APP_TOKEN, BOT_TOKEN, SlackEmulator } from './slack-emulator.ts'

/** The client prints what Slack has against a message; here that is expected. */
const quiet = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  setName() {},
  getLevel: () => LogLevel.ERROR,
}

type Options = ConstructorParameters<typeof SlackEmulator>[0]

/** The emulator, and Slack's own client on it. */
async function begin(options: Options = { limits: null }, token = BOT_TOKEN) {
  const slack = new SlackEmulator(options)
  await slack.start()
  onTestFinished(() => slack.stop())
  slack.workspace.addUser({ id: 'U0ANNA' })
  slack.workspace.addChannel('C0HR', 'channel', ['U0BOT', 'U0ANNA'])
  const client = new webApi.WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: quiet,
  })
  const call = async (method: string, args: Record<string, unknown> = {}) =>
    client.apiCall(method, args).then(
      (answer) => answer as unknown as Record<string, unknown>,
      (error) =>
        (error.data ?? { ok: false, error: error.code, retryAfter: error.retryAfter }) as Record<string, unknown>,
    )
  return { slack, call }
}

const plain = (text: string) => ({ type: 'plain_text', text })
const section = (text: string) => ({ type: 'section', text: plain(text) })
const actions = (...elements: unknown[]) => [{ type: 'actions', elements }]
const button = (text: string, more = {}) => ({ type: 'button', text: plain(text), action_id: 'a', ...more })
const options = (count: number) => Array.from({ length: count }, (_, n) => ({ text: plain(`o${n}`), value: `v${n}` }))
const modal = (more: Record<string, unknown>) => ({ type: 'modal', title: plain('t'), blocks: [section('x')], ...more })

describe('the Slack emulator refuses what Slack refuses', () => {
  test.each([
    ['51 blocks', Array.from({ length: 51 }, () => section('x')), 'invalid_blocks'],
    ['a label of 76', actions(button('x'.repeat(76))), 'invalid_blocks'],
    ['a value of 2001', actions(button('x', { value: 'v'.repeat(2001) })), 'invalid_blocks'],
    [
      '26 buttons in a row',
      actions(...Array.from({ length: 26 }, (_, n) => button('x', { action_id: `${n}` }))),
      'invalid_blocks',
    ],
    ['two buttons with one id', actions(button('x'), button('y')), 'invalid_blocks'],
    ['101 options', actions({ type: 'static_select', action_id: 's', options: options(101) }), 'invalid_blocks'],
    ['no options', actions({ type: 'static_select', action_id: 's', options: [] }), 'invalid_blocks'],
    [
      'an option value of 151',
      actions({ type: 'static_select', action_id: 's', options: [{ text: plain('o'), value: 'v'.repeat(151) }] }),
      'invalid_blocks',
    ],
    ['a section of 3001', [section('x'.repeat(3001))], 'invalid_blocks'],
    ['an empty text', [section('')], 'invalid_blocks'],
    ['a header of 151', [{ type: 'header', text: plain('x'.repeat(151)) }], 'invalid_blocks'],
    ['a block of tomorrow', [{ type: 'hologram' }], 'invalid_blocks'],
    [
      'more characters than all blocks may hold',
      Array.from({ length: 5 }, () => section('x'.repeat(2900))),
      'msg_blocks_too_long',
    ],
    ['what is no list', 'x', 'invalid_blocks_format'],
  ])('%s', async (_, blocks, error) => {
    const { slack, call } = await begin()
    expect(await call('chat.postMessage', { channel: 'C0HR', text: 't', blocks })).toMatchObject({ ok: false, error })
    expect(slack.workspace.messages).toEqual([])
  })

  test.each([
    ['a title of 25', modal({ title: plain('x'.repeat(25)) })],
    ['101 blocks', modal({ blocks: Array.from({ length: 101 }, () => section('x')) })],
    ['a state of 3001', modal({ private_metadata: 'x'.repeat(3001) })],
    [
      'fields without a button to send them',
      modal({ blocks: [{ type: 'input', label: plain('l'), element: { type: 'plain_text_input', action_id: 'a' } }] }),
    ],
    [
      '11 round buttons',
      modal({
        submit: plain('s'),
        blocks: [
          {
            type: 'input',
            label: plain('l'),
            element: { type: 'radio_buttons', action_id: 'a', options: options(11) },
          },
        ],
      }),
    ],
    [
      'a text longer than 3000',
      modal({
        submit: plain('s'),
        blocks: [
          { type: 'input', label: plain('l'), element: { type: 'plain_text_input', action_id: 'a', max_length: 3001 } },
        ],
      }),
    ],
    [
      'two blocks with one id',
      modal({
        blocks: [
          { ...section('x'), block_id: 'b' },
          { ...section('y'), block_id: 'b' },
        ],
      }),
    ],
    ['a home where a form belongs', { type: 'home', blocks: [section('x')] }],
  ])('a view with %s', async (_, view) => {
    const { slack, call } = await begin()
    const answer = await call('views.open', { trigger_id: slack.trigger('U0ANNA'), view })
    expect(answer).toMatchObject({ ok: false, error: 'invalid_arguments' })
  })

  test('triggers: once, in time', async () => {
    const { slack, call } = await begin({ limits: null, triggerMs: 30_000 })
    const trigger_id = slack.trigger('U0ANNA')
    expect(await call('views.open', { trigger_id, view: modal({}) })).toMatchObject({ ok: true })
    expect(await call('views.open', { trigger_id, view: modal({}) })).toMatchObject({ error: 'exchanged_trigger_id' })
    expect(await call('views.open', { trigger_id: 'x', view: modal({}) })).toMatchObject({
      error: 'invalid_trigger_id',
    })
    const late = await begin({ limits: null, triggerMs: -1 })
    const expired = late.slack.trigger('U0ANNA')
    expect(await late.call('views.open', { trigger_id: expired, view: modal({}) })).toMatchObject({
      error: 'expired_trigger_id',
    })
  })

  test('a view changed meanwhile', async () => {
    const { slack, call } = await begin()
    const opened = await call('views.open', { trigger_id: slack.trigger('U0ANNA'), view: modal({}) })
    const { id, hash } = opened.view as { id: string; hash: string }
    expect(await call('views.update', { view_id: id, hash, view: modal({}) })).toMatchObject({ ok: true })
    expect(await call('views.update', { view_id: id, hash, view: modal({}) })).toMatchObject({ error: 'hash_conflict' })
  })

  test('wrong places, wrong people, wrong tokens, missing scopes', async () => {
    const { slack, call } = await begin()
    const { workspace } = slack
    workspace.addUser({ id: 'U0GONE', deleted: true })
    workspace.addChannel('C0AWAY', 'channel')
    workspace.addChannel('C0OLD', 'channel', ['U0BOT']).archived = true
    const error = async (method: string, args: Record<string, unknown>) => (await call(method, args)).error
    expect(await error('conversations.open', { users: 'U0GONE' })).toBe('user_disabled')
    expect(await error('conversations.open', { users: 'U0BOT' })).toBe('cannot_dm_bot')
    expect(await error('conversations.open', { users: 'U0NOBODY' })).toBe('user_not_found')
    expect(await error('chat.postMessage', { channel: 'C0AWAY', text: 'x' })).toBe('not_in_channel')
    expect(await error('chat.postMessage', { channel: 'C0OLD', text: 'x' })).toBe('is_archived')
    expect(await error('chat.postMessage', { channel: 'C0NONE', text: 'x' })).toBe('channel_not_found')
    expect(await error('chat.update', { channel: 'C0HR', ts: '1.1', text: 'x' })).toBe('message_not_found')
    expect(await error('apps.connections.open', {})).toBe('not_allowed_token_type')
    expect(await error('chat.postMessage', { channel: 'C0HR', text: 'x', metadata: { event_type: 'x' } })).toBe(
      'invalid_metadata_format',
    )
    slack.scopes.delete('chat:write')
    expect(await call('chat.postMessage', { channel: 'C0HR', text: 'x' })).toMatchObject({
      error: 'missing_scope',
      needed: 'chat:write',
    })
    slack.revoked.set(BOT_TOKEN, 'token_revoked')
    expect(await error('auth.test', {})).toBe('token_revoked')
    expect((await (await begin({ limits: null }, APP_TOKEN)).call('auth.test')).error).toBe('not_allowed_token_type')
    expect((await (await begin({ limits: null }, 'xoxb-other')).call('auth.test')).error).toBe('invalid_auth')
  })

  test('a second message to a channel within a second, and the 21st look at the staff list within a minute', async () => {
    const { call } = await begin({ limits: 1 })
    expect(await call('chat.postMessage', { channel: 'C0HR', text: '1' })).toMatchObject({ ok: true })
    expect(await call('chat.postMessage', { channel: 'C0HR', text: '2' })).toMatchObject({ ok: false, retryAfter: 1 })
    expect(await call('chat.postMessage', { channel: 'U0ANNA', text: '1' })).toMatchObject({ ok: true })
    for (let n = 0; n < 20; n++) expect(await call('users.list')).toMatchObject({ ok: true })
    expect(await call('users.list')).toMatchObject({ ok: false, retryAfter: 3 })
  })

  test('an address for an answer: five times', async () => {
    const { slack } = await begin()
    const url = slack.responseUrl('C0HR', 'U0ANNA')
    const statuses = []
    for (let n = 0; n < 6; n++) {
      const response = await fetch(url, { method: 'POST', body: JSON.stringify({ text: `${n}` }) })
      statuses.push(response.status)
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404])
  })

  test('a file without the token: the sign-in page, with status 200', async () => {
    const { slack } = await begin()
    slack.workspace.files.set('F1', {
      id: 'F1',
      name: 'a',
      mimetype: 'text/plain',
      bytes: new Uint8Array(3),
      length: 3,
      shared: true,
    })
    const url = slack.apiUrl.replace('/api/', '/files/private/F1')
    const response = await fetch(url)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    const allowed = await fetch(url, { headers: { authorization: `Bearer ${BOT_TOKEN}` } })
    expect((await allowed.arrayBuffer()).byteLength).toBe(3)
  })
})
