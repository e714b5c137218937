import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { etag } from 'hono/etag'
import { streamSSE } from 'hono/streaming'
import { z } from 'zod'
import { addPeriod, dateAt, instantAt, isISODuration, timeAt } from '#domain'
import { isRefused, type SimulatorWorld } from './world.ts'

const LARGEST_BODY = 1024 * 1024
const LONGEST_TEXT = 100_000
/** Now and then something is said on a quiet stream, so that nothing in between takes it for dead. */
const ALIVE_MS = 25_000

const id = z.string().min(1).max(200)
const from = { from: id, in: id.optional() }

const messageRequest = z.union([
  z.strictObject({
    ...from,
    form: z.strictObject({ messageId: id, values: z.record(z.string(), z.union([z.string(), z.array(z.string())])) }),
  }),
  z.strictObject({
    ...from,
    action: z.strictObject({ messageId: id, actionId: id, value: z.string().max(2000).optional() }),
  }),
  z.strictObject({ ...from, replyTo: id.nullish(), text: z.string() }),
  z.strictObject({ ...from, attachment: z.enum(['image', 'file', 'voice']) }),
])

const clockRequest = z.union([
  z.strictObject({ advance: z.string().refine((text) => isISODuration(text) && !text.startsWith('-')) }),
  z.strictObject({ to: z.iso.datetime({ offset: true }) }),
  z.strictObject({ next: z.literal(true) }),
])

/** The simulator's API: what its page uses, and every test that plays a person. */
export function simulatorApi(world: SimulatorWorld): Hono {
  const api = new Hono().basePath('/simulator/api')
  api.use(bodyLimit({ maxSize: LARGEST_BODY, onError: (c) => refuse(c, 'The request is too large.') }))

  api.get('/people', etag(), async (c) => c.json({ people: await world.people(), channels: await world.channels() }))

  api.get('/messages', etag(), (c) => {
    const place = c.req.query('in') ?? null
    const after = Number(c.req.query('after') ?? 0)
    return c.json({ messages: world.messages(place, Number.isFinite(after) ? after : 0) })
  })

  api.post('/messages', async (c) => {
    const request = messageRequest.safeParse(await body(c))
    if (!request.success)
      return refuse(c, 'Expected {from, text}, {from, action}, {from, form} or {from, in, replyTo, text}.')
    const before = world.newest()
    const asked = request.data
    if (!(await world.people()).some((person) => person.id === asked.from)) return refuse(c, 'There is no such person.')
    try {
      if ('form' in asked) await world.submit(asked.from, asked.form.messageId, asked.form.values)
      else if ('action' in asked) {
        await world.tap(asked.from, asked.action.messageId, asked.action.actionId, asked.action.value ?? null)
      } else if (!(await mayWriteIn(world, asked.from, asked.in))) {
        return refuse(c, 'That person is not in that conversation.')
      } else {
        const place = asked.in ?? `dm:${asked.from}`
        if ('text' in asked && asked.text.length > LONGEST_TEXT) {
          return refuse(
            c,
            `消息太长，最多 ${LONGEST_TEXT} 个字。At most ${LONGEST_TEXT} characters fit into a message.`,
          )
        }
        if ('text' in asked) await world.say(asked.from, place, asked.text, asked.replyTo ?? null)
        else await world.sendOther(asked.from, place, asked.attachment)
      }
    } catch (error) {
      if (!isRefused(error)) throw error
      await world.settled()
      return refuse(c, error.message, error.fields)
    }
    await world.settled()
    return c.json({ messages: world.messages(null, before) })
  })

  api.get('/clock', async (c) => c.json(await clock(world)))

  api.post('/clock', async (c) => {
    const request = clockRequest.safeParse(await body(c))
    if (!request.success)
      return refuse(c, 'Expected {advance: "P1D"}, {to: "2026-12-01T09:00:00+08:00"} or {next: true}.')
    const before = world.newest()
    try {
      const to = await target(world, request.data)
      if (to !== null) world.moveTo(Math.max(to, 'to' in request.data ? to : world.now()))
    } catch (error) {
      if (error instanceof RangeError) return refuse(c, 'Company time only goes forward.')
      throw error
    }
    await world.settled()
    return c.json({ ...(await clock(world)), messages: world.messages(null, before) })
  })

  api.get('/events', (c) =>
    streamSSE(c, async (stream) => {
      let changed = false
      let wake = () => {}
      const stop = world.watch(() => {
        changed = true
        wake()
      })
      stream.onAbort(() => {
        stop()
        wake()
      })
      while (!stream.aborted) {
        changed = false
        await stream.writeSSE({ event: 'changed', data: String(world.newest()) })
        // What happened while this was being written has woken nobody.
        if (changed || stream.aborted) continue
        await new Promise<void>((resolve) => {
          const quiet = setTimeout(resolve, ALIVE_MS)
          wake = () => {
            clearTimeout(quiet)
            resolve()
          }
        })
      }
    }),
  )

  return api
}

async function clock(world: SimulatorWorld) {
  const nextDue = await world.nextDue()
  return {
    now: new Date(world.now()).toISOString(),
    timeZone: world.timeZone(),
    next: nextDue === null ? null : new Date(nextDue).toISOString(),
  }
}

async function target(world: SimulatorWorld, request: z.infer<typeof clockRequest>): Promise<number | null> {
  if ('to' in request) return Date.parse(request.to)
  if ('next' in request) {
    const due = await world.nextDue()
    return due === null ? null : Math.max(due, world.now())
  }
  const now = world.now()
  const zone = world.timeZone()
  const today = dateAt(now, zone)
  const time = timeAt(now, zone)
  return now + instantAt(addPeriod(today, request.advance), time, zone) - instantAt(today, time, zone)
}

async function mayWriteIn(world: SimulatorWorld, from: string, place: string | undefined): Promise<boolean> {
  if (place === undefined || place === `dm:${from}`) return true
  const channel = (await world.channels()).find(({ name }) => place === `channel:${name}`)
  return channel?.members.includes(from) ?? false
}

async function body(c: Context): Promise<unknown> {
  if (!c.req.header('content-type')?.startsWith('application/json')) return null
  try {
    return await c.req.json()
  } catch {
    return null
  }
}

function refuse(c: Context, error: string, fields: Readonly<Record<string, string>> | null = null) {
  return c.json({ error, ...(fields && { fields }) }, 400)
}
