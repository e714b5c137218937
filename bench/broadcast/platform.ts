import { createServer } from 'node:http'

// A platform in a process of its own that enforces its limits: in no span more than it says, by the time of arrival.
// Started with its limits as JSON; says its port on standard output.

interface Span {
  readonly count: number
  readonly perMs: number
}

interface Settings {
  readonly send: readonly Span[]
  readonly recipient: readonly Span[]
  readonly callsPerMonth: number
  readonly batchMax: number
}

const settings = JSON.parse(process.argv[2] ?? '{}') as Settings

/** Arrivals that count, per span; what is refused does not. */
class Spans {
  readonly #spans: readonly Span[]
  readonly #arrivals: number[] = []

  constructor(spans: readonly Span[]) {
    this.#spans = spans
  }

  /** Ms until the next may come, 0 for now. */
  wait(now: number): number {
    const waits = this.#spans.map(({ count, perMs }) => {
      const oldest = this.#arrivals.at(-count)
      return oldest === undefined ? 0 : Math.max(0, oldest + perMs - now)
    })
    return Math.max(0, ...waits)
  }

  take(now: number): void {
    this.#arrivals.push(now)
  }
}

const workspace = new Spans(settings.send)
const recipients = new Map<string, Spans>()
const stats = { calls: 0, delivered: 0, twice: 0, refused: 0, first: 0, last: 0 }
const delivered = new Set<string>()

const server = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(request.url === '/stats' ? stats : take(JSON.parse(body) as { to: string[] })))
  })
})
server.keepAliveTimeout = 60_000

function take({ to }: { to: string[] }) {
  const now = performance.now()
  const lanes = to.map((one) => recipients.get(one) ?? new Spans(settings.recipient))
  const wait = Math.max(workspace.wait(now), ...lanes.map((lane) => lane.wait(now)))
  if (wait > 0 || to.length > settings.batchMax || stats.calls >= settings.callsPerMonth) {
    stats.refused++
    return { refused: true, retryAfterMs: wait }
  }
  workspace.take(now)
  for (const [index, one] of to.entries()) {
    const lane = lanes[index]
    lane?.take(now)
    if (lane) recipients.set(one, lane)
    if (delivered.has(one)) stats.twice++
    delivered.add(one)
  }
  stats.calls++
  stats.delivered += to.length
  if (stats.first === 0) stats.first = now
  stats.last = now
  return { refused: false }
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`)
})
