import { onTestFinished } from 'vitest'
import { createSlackAdapter } from '#adapters/slack'
import type { Inbound, Log, NoteDirectoryChange, Reception } from '#core'
import { systemRandom } from '#vault'
import { systemClock } from '../../../src/system-clock.ts'
import { APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackEmulator } from '../../emulators/slack/slack-emulator.ts'
import { SlackPerson } from '../../emulators/slack/slack-person.ts'

interface Options {
  readonly emulator?: ConstructorParameters<typeof SlackEmulator>[0]
  readonly log?: Log
  /** Takes what is told of the directory. */
  readonly noteChange?: NoteDirectoryChange
  /** What the core answers. */
  readonly answer?: (inbound: Inbound) => Promise<Reception> | Reception
  readonly tokens?: { readonly bot?: string; readonly app?: string | null; readonly signing?: string | null }
  /** Waits of reconnecting, ms. */
  readonly pace?: {
    readonly firstMs: number
    readonly mostMs: number
    readonly helloMs: number
    readonly pongMs: number
    readonly missedMs?: number
  }
  readonly publicUrl?: string | null
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }
export const QUICK = { firstMs: 5, mostMs: 40, helloMs: 500, pongMs: 200 }

/** What an adapter is put together from, where a test has nothing to say about it. */
export const PARTS = {
  workspace: 'company',
  clock: systemClock,
  random: systemRandom,
  log: silent,
  publicUrl: null,
  onServerDate() {},
}

/** The adapter on an emulator, with a core that records what it is given; both end with the test. */
export async function startAdapter(options: Options = {}) {
  const { tokens = {}, answer = () => ({}), log = silent, pace = QUICK, publicUrl = null } = options
  const slack = new SlackEmulator({ limits: null, ackMs: 1000, retryMs: [5, 20, 50], ...options.emulator })
  await slack.start()
  slack.workspace.addUser({ id: 'U0ANNA', name: 'anna' })
  const adapter = createSlackAdapter(
    {
      apiUrl: slack.apiUrl,
      secrets: {
        botToken: tokens.bot ?? BOT_TOKEN,
        appToken: tokens.app === undefined ? APP_TOKEN : tokens.app,
        signingSecret: tokens.signing === undefined ? SIGNING_SECRET : tokens.signing,
      },
    },
    { ...PARTS, log, publicUrl, pace },
  )
  const took: Inbound[] = []
  const start = () =>
    adapter.start(async (inbound) => {
      took.push(inbound)
      return answer(inbound)
    }, options.noteChange)
  onTestFinished(async () => {
    await adapter.stop()
    await slack.stop()
  })
  return { slack, adapter, took, start, anna: new SlackPerson(slack, 'U0ANNA') }
}

/** A message to Anna. */
export function toAnna(text: string, key = systemRandom.id()) {
  return { key, to: { kind: 'user', userId: 'U0ANNA' }, message: { text } } as const
}
