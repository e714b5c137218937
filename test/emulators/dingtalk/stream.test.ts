import { DWClient, type DWClientDownStream, TOPIC_ROBOT } from 'dingtalk-stream'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { DingtalkEmulator } from './dingtalk-emulator.ts'
import { DingtalkPerson } from './dingtalk-person.ts'

type Options = NonNullable<Parameters<typeof DingtalkEmulator.start>[0]>

async function started(options: Options = {}): Promise<DingtalkEmulator> {
  const dingtalk = await DingtalkEmulator.start(options)
  onTestFinished(() => dingtalk.stop())
  dingtalk.organisation.add({ userid: 'U1' })
  return dingtalk
}

/** DingTalk's own client, as it comes, save where it looks for its gateway. */
class Client extends DWClient {
  readonly #dingtalk: DingtalkEmulator

  constructor(dingtalk: DingtalkEmulator) {
    super({ clientId: dingtalk.clientId, clientSecret: dingtalk.clientSecret })
    this.#dingtalk = dingtalk
    Object.assign(this.config, { autoReconnect: false, subscriptions: [{ type: 'CALLBACK', topic: TOPIC_ROBOT }] })
  }

  override async getEndpoint(): Promise<this> {
    const { endpoint, ticket } = await gateway(this.#dingtalk)
    // As the client does it: the ticket is not encoded.
    Object.assign(this, { dw_url: `${endpoint}?ticket=${ticket}` })
    return this
  }
}

async function connected(dingtalk: DingtalkEmulator): Promise<Client> {
  const client = new Client(dingtalk)
  onTestFinished(() => client.disconnect())
  const { opened } = dingtalk
  await client.connect()
  await dingtalk.hub.until(() => dingtalk.opened > opened)
  return client
}

async function gateway({
  url,
  clientId,
  clientSecret,
}: DingtalkEmulator): Promise<{ endpoint: string; ticket: string }> {
  const body = JSON.stringify({ clientId, clientSecret, subscriptions: [] })
  const response = await fetch(`${url}/v1.0/gateway/connections/open`, { method: 'POST', body })
  return (await response.json()) as { endpoint: string; ticket: string }
}

const consoles = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
  vi.spyOn(console, name).mockImplementation(() => {}),
)
afterEach(() => {
  for (const spy of consoles) spy.mockClear()
})

test('DingTalk’s own client connects, is told what a person says, and acknowledges it', async () => {
  const dingtalk = await started()
  const client = await connected(dingtalk)
  const heard: DWClientDownStream[] = []
  client.registerCallbackListener(TOPIC_ROBOT, (frame) => {
    heard.push(frame)
    client.socketCallBackResponse(frame.headers.messageId, {})
  })
  expect(await new DingtalkPerson(dingtalk, 'U1').say('你好', 'cid-hr')).toBe(true)
  const data = JSON.parse(heard[0]?.data ?? '') as Record<string, unknown>
  expect(data).toMatchObject({ conversationType: '2', senderStaffId: 'U1', text: { content: ' 你好' } })
  const ping = dingtalk.hub.ping('opaque')
  await dingtalk.hub.until(() => dingtalk.hub.acknowledged.includes(ping))
})

test('a ticket opens one connection; one that is unknown opens none; credentials have to be right', async () => {
  const dingtalk = await started()
  const { endpoint, ticket } = await gateway(dingtalk)
  const address = `${endpoint}?ticket=${encodeURIComponent(ticket)}`
  const open = async (url: string) => {
    const socket = new WebSocket(url)
    const { promise, resolve } = Promise.withResolvers<string>()
    socket.on('open', () => resolve('open'))
    socket.on('error', ({ message }) => resolve(message))
    return promise
  }
  expect(await open(address)).toBe('open')
  expect(await open(address)).toContain('401')
  expect(await open(`${endpoint}?ticket=guessed`)).toContain('401')
  dingtalk.refuseSockets = 1
  const another = await gateway(dingtalk)
  expect(await open(`${endpoint}?ticket=${encodeURIComponent(another.ticket)}`)).toContain('401')
  const body = JSON.stringify({ clientId: dingtalk.clientId, clientSecret: 'wrong' })
  const refused = await fetch(`${dingtalk.url}/v1.0/gateway/connections/open`, { method: 'POST', body })
  expect(refused.status).toBe(401)
})

test('an event is pushed again while it is answered LATER or not at all; a callback only where it is set so', async () => {
  const dingtalk = await started({ hub: { ackMs: 20, repeats: 5 } })
  const client = await connected(dingtalk)
  const answers = [{ status: 'LATER' }, null, { status: 'SUCCESS' }]
  const ids: string[] = []
  client.onEvent = ({ headers }) => {
    const answer = answers[ids.length]
    ids.push(headers.messageId)
    if (answer) client.send(headers.messageId, answer)
  }
  expect(await dingtalk.hub.deliver('EVENT', '*', '{}', { eventId: 'e1' })).toMatchObject({ acked: true })
  expect(ids).toHaveLength(3)
  expect(new Set(ids).size).toBe(3)
  client.onCallback = () => {}
  expect(await new DingtalkPerson(dingtalk, 'U1').say('unheard')).toBe(false)
  expect(dingtalk.hub.lost).toBe(1)
})

test('what was on its way through a connection that broke comes through the next, where callbacks are repeated', async () => {
  const dingtalk = await started({ hub: { repeatsCallbacks: true } })
  const first = await connected(dingtalk)
  first.onCallback = () => dingtalk.hub.closeAll()
  const said = new DingtalkPerson(dingtalk, 'U1').say('你好')
  await dingtalk.hub.until(() => dingtalk.hub.listening.length === 0)
  const second = new Client(dingtalk)
  onTestFinished(() => second.disconnect())
  second.onCallback = ({ headers }) => second.socketCallBackResponse(headers.messageId, {})
  await second.connect()
  expect(await said).toBe(true)
})

test('each push goes to one of the connections; after `disconnect` none, and then they are closed', async () => {
  const dingtalk = await started({ hub: { goodbyeMs: 20 } })
  const clients = [await connected(dingtalk), await connected(dingtalk)]
  const heard: DWClient[] = []
  for (const client of clients) {
    client.onCallback = ({ headers }) => {
      heard.push(client)
      client.socketCallBackResponse(headers.messageId, {})
    }
  }
  const person = new DingtalkPerson(dingtalk, 'U1')
  for (let n = 0; n < 20; n++) await person.say(`${n}`)
  expect(heard).toHaveLength(20)
  expect(new Set(heard).size).toBe(2)
  dingtalk.hub.disconnect()
  expect(dingtalk.hub.listening).toEqual([])
  await dingtalk.hub.until(() => clients.every((client) => !client.connected))
})

test('a half-open connection stands, and nothing passes', async () => {
  const dingtalk = await started()
  const client = await connected(dingtalk)
  dingtalk.hub.stall()
  expect(dingtalk.hub.listening).toEqual([])
  expect(client.connected).toBe(true)
})

test('the other mode: requests are signed with the secret and the time', async () => {
  const dingtalk = await started()
  const requests: Request[] = []
  dingtalk.callback.take = async (request) => {
    requests.push(request)
    return new Response('{}')
  }
  expect(await new DingtalkPerson(dingtalk, 'U1').say('你好')).toBe(true)
  const { headers } = requests[0] as Request
  expect(Number(headers.get('timestamp'))).toBeGreaterThan(1e12)
  expect(headers.get('sign')).toMatch(/^[A-Za-z0-9+/]{43}=$/)
})
