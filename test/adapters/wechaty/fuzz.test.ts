import { expect, onTestFinished, test } from 'vitest'
import { WechatyAdapter } from '#adapters/wechaty'
import type { Inbound } from '#core'
import { systemRandom } from '#vault'
import { systemClock } from '../../../src/system-clock.ts'
import { Fuzz, ROUNDS } from '../../support/fuzz.ts'

type Loaded = Awaited<ReturnType<NonNullable<ConstructorParameters<typeof WechatyAdapter>[1]['load']>>>
type Listener = (given: never) => void

/** gRPC and wechaty stand before the adapter, so what reaches it is broken in its parts, not in its frames. */
test(`messages of any kind: no crash, no rejection, memory level (${ROUNDS})`, async () => {
  const fuzz = new Fuzz(['\ud800'])
  const listeners = new Map<string, Listener>()
  let said = 0
  const say = async () => {
    said++
    if (fuzz.next() < 0.2) throw new Error('broken')
    return undefined
  }
  const bot = {
    isLoggedIn: true,
    Contact: { find: async () => ({ id: 'c', say }) },
    Room: { find: async () => ({ id: 'r', say }) },
    on: (event: string, listener: Listener) => listeners.set(event, listener),
    start: async () => {},
    stop: async () => {},
  } as unknown as Loaded
  let took: Inbound[] = []
  const log = { debug() {}, info() {}, warn() {}, error() {} }
  const adapter = new WechatyAdapter(
    { endpoint: null, secrets: { token: 'insecure_x' } },
    { workspace: 'company', clock: systemClock, random: systemRandom, log, load: async () => bot },
  )
  onTestFinished(() => adapter.stop())
  await adapter.start(async (inbound) => {
    took.push(inbound)
    return { notices: [{ text: 'x'.repeat(Math.floor(fuzz.next() * 5000)) }] }
  })

  /** A part that answers, answers something else, or throws. */
  const part = (whole: () => unknown) => () => {
    const way = fuzz.next()
    if (way < 0.1) throw new Error('broken')
    return way < 0.25 ? fuzz.nasty() : whole()
  }
  const message = (n: number) => ({
    id: fuzz.next() < 0.1 ? fuzz.nasty() : `m${n}`,
    type: part(() => Math.floor(fuzz.next() * 20)),
    text: part(() => fuzz.pick(['帮助', '2', '@回音 hi', '茶'.repeat(500)])),
    self: part(() => fuzz.next() < 0.3),
    talker: part(() => ({ id: 'c', say })),
    room: part(() => (fuzz.next() < 0.5 ? { id: 'r@chatroom', say } : undefined)),
    mentionSelf: async () => part(() => fuzz.next() < 0.5)(),
    mentionText: async () => part(() => '帮助')(),
  })
  const emit = (event: string, given: unknown) => listeners.get(event)?.(given as never)

  await fuzz.rounds(async (round) => {
    emit('message', message(round))
    if (fuzz.next() < 0.05)
      emit('error', fuzz.pick([fuzz.nasty(), new Error('x'), Object.assign(new Error('x'), { code: 2 })]))
    if (round % 100 === 0) {
      await adapter.handled()
      took = []
    }
  })
  await adapter.handled()
  took = []
  const whole = { self: () => false, room: () => undefined, type: () => 7, text: () => 'still there' }
  emit('message', { id: 'last', talker: () => ({ id: 'c', say }), ...whole })
  await adapter.handled()
  expect(took).toMatchObject([{ kind: 'text', text: 'still there' }])
  expect(said).toBeGreaterThan(ROUNDS / 100)
  fuzz.expectLevel()
}, 600_000)
