import { type Clock, type Log, loggable } from '#core'
import { isFromDingtalk } from './verify.ts'

interface WebhookParts {
  readonly secret: string
  readonly clock: Clock
  readonly log: Log
  /** Takes a robot message as DingTalk wrote it; resolves when it is committed. */
  readonly take: (data: string) => Promise<void>
}

/** Takes the robot's HTTP deliveries. The headers are checked before the body is looked at; the answer goes out after the commit. */
export async function takeRequest(request: Request, { secret, clock, log, take }: WebhookParts): Promise<Response> {
  if (request.method !== 'POST') return new Response('Not found', { status: 404 })
  const timestamp = request.headers.get('timestamp')
  const sign = request.headers.get('sign')
  if (!isFromDingtalk({ secret, timestamp, sign, now: clock.real() })) {
    log.warn('dingtalk.bad-signature', { platform: 'dingtalk' })
    return new Response('', { status: 401 })
  }
  try {
    await take(await request.text())
    return Response.json({})
  } catch (error) {
    log.warn('dingtalk.not-taken', { platform: 'dingtalk', ...loggable(error) })
    return new Response('', { status: 503 })
  }
}
