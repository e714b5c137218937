import { onTestFinished } from 'vitest'
import { createWecom } from '#adapters/wecom'
import type { Inbound, Log, Message, NoteDirectoryChange, Post, Reception } from '#core'
import { systemRandom } from '#vault'
import { systemClock } from '../../../src/system-clock.ts'
import { APP, BOT, CALLBACK, WecomEmulator } from '../../emulators/wecom/wecom-emulator.ts'

type Settings = Parameters<typeof createWecom>[0]
type Parts = Parameters<typeof createWecom>[1]

interface Options {
  /** Both where it is left out. */
  readonly channels?: 'bot' | 'app' | 'both' | 'both, without callback'
  readonly emulator?: ConstructorParameters<typeof WecomEmulator>[0]
  readonly log?: Log
  /** Takes what is told of the directory. */
  readonly noteChange?: NoteDirectoryChange
  /** What the core answers. */
  readonly answer?: (inbound: Inbound) => Promise<Reception> | Reception
  readonly timings?: Parts['timings']
  readonly publicUrl?: string | null
  readonly botSecret?: string
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** Everything that waits, much shorter. */
export const QUICK = {
  subscribeMs: 400,
  heartbeatMs: 40,
  patienceMs: 200,
  firstRetryMs: 4,
  longestRetryMs: 40,
  steadyMs: 500,
  refusedMs: 60,
  kickedMs: 150,
  longestKickedMs: 600,
  requestMs: 500,
  tokenMs: 500,
  tokenRetryMs: 20,
  longestTokenRetryMs: 100,
  againMs: 5,
}

export function settingsFor(emulator: WecomEmulator, channels: Options['channels'], botSecret = BOT.secret): Settings {
  return {
    bot: channels === 'app' ? null : { id: BOT.id, wsUrl: emulator.wsUrl },
    app: channels === 'bot' ? null : { corpId: APP.corpId, agentId: APP.agentId, apiUrl: emulator.apiUrl },
    secrets: { botSecret, agentSecret: APP.secret, callback: channels === 'both, without callback' ? null : CALLBACK },
  }
}

/** One more adapter for the same company, as after a restart or in another process. */
export function anotherAdapter(
  wecom: WecomEmulator,
  channels: Options['channels'],
  { log = silent, publicUrl = null, timings = {} }: Pick<Options, 'log' | 'publicUrl' | 'timings'> = {},
  botSecret?: string,
) {
  return createWecom(settingsFor(wecom, channels, botSecret), {
    workspace: 'company',
    clock: systemClock,
    random: systemRandom,
    log,
    publicUrl,
    onServerDate() {},
    timings: { ...QUICK, ...timings },
  })
}

/** The adapter on an emulator, with a core that records what it is given; both end with the test. */
export async function startAdapter(options: Options = {}) {
  const { channels = 'both', log = silent, answer = () => ({}), timings, publicUrl = null } = options
  const wecom = new WecomEmulator(options.emulator)
  await wecom.start()
  wecom.tenant.add({ userid: 'ZhangSan', name: '张三' })
  const adapter = await anotherAdapter(wecom, channels, { log, publicUrl, timings }, options.botSecret)
  const took: Inbound[] = []
  const start = () =>
    adapter.start(async (inbound) => {
      took.push(inbound)
      return answer(inbound)
    }, options.noteChange)
  wecom.callback.take = adapter.webhook ?? null
  onTestFinished(async () => {
    await adapter.stop()
    await wecom.stop()
  })
  return { wecom, adapter, took, start, zhang: wecom.person('ZhangSan') }
}

/** A message to Zhang San. */
export function toZhang(message: string | Message, key = systemRandom.id()): Post {
  const to = { kind: 'user', userId: 'ZhangSan' } as const
  return { key, to, message: typeof message === 'string' ? { text: message } : message }
}

/** Resolves when this has become true, asked again after every pause. */
export async function until(what: () => boolean, withinMs = 10_000): Promise<void> {
  const began = systemClock.elapsed()
  while (!what()) {
    if (systemClock.elapsed() - began > withinMs) throw new Error(`it never came true: ${what}`)
    const { promise, resolve } = Promise.withResolvers<void>()
    setTimeout(resolve, 5)
    await promise
  }
}
