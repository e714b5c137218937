import { onTestFinished } from 'vitest'
import { Dingtalk } from '#adapters/dingtalk'
import type { Inbound, Log, Message, NoteDirectoryChange, OnServerDate, Post, Reception } from '#core'
import { systemRandom } from '#vault'
import { systemClock } from '../../../src/system-clock.ts'
import { DingtalkEmulator } from '../../emulators/dingtalk/dingtalk-emulator.ts'
import { DingtalkPerson } from '../../emulators/dingtalk/dingtalk-person.ts'
import { CARD_TEMPLATE, FORM_TEMPLATE } from '../../emulators/dingtalk/templates.ts'

export const GROUP = 'cidHrGroup=='

type Emulated = NonNullable<Parameters<typeof DingtalkEmulator.start>[0]>

interface Options {
  readonly emulator?: Emulated
  readonly log?: Log
  /** Takes what is told of the directory. */
  readonly noteChange?: NoteDirectoryChange
  /** What the core answers. */
  readonly answer?: (inbound: Inbound) => Promise<Reception> | Reception
  /** Without them there are texts and pages only. */
  readonly cards?: boolean
  readonly publicUrl?: string | null
  readonly onServerDate?: OnServerDate
  /** Other waits than the short ones here. */
  readonly timings?: ConstructorParameters<typeof Dingtalk>[1]['timings']
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** Everything that waits, much shorter. */
const QUICK = { firstRetryMs: 2, longestRetryMs: 20, steadyMs: 100, requestMs: 2000, secondMs: 10 }

/** The adapter on an emulator, with a core that records what it is given; both end with the test. */
export async function startAdapter(options: Options = {}) {
  const { log = silent, answer = () => ({}), cards = true, publicUrl = 'https://hearback.example' } = options
  const templates = [CARD_TEMPLATE, FORM_TEMPLATE]
  const dingtalk = await DingtalkEmulator.start({ secondMs: null, templates, ...options.emulator })
  for (const userid of ['U1', 'U2', 'U3']) dingtalk.organisation.add({ userid })
  dingtalk.organisation.groups.add(GROUP)
  const { clientId, clientSecret, url } = dingtalk
  const settings = {
    clientId,
    robotCode: clientId,
    monthlyCalls: 5000,
    callsPerSecond: 20,
    cardTemplateId: cards ? CARD_TEMPLATE.id : null,
    formTemplateId: cards ? FORM_TEMPLATE.id : null,
    apiUrl: url,
    oapiUrl: url,
    secrets: { clientSecret },
  }
  let counted = 0
  const create = () =>
    new Dingtalk(settings, {
      workspace: 'company',
      clock: systemClock,
      random: systemRandom,
      log,
      publicUrl,
      onServerDate: options.onServerDate ?? (() => {}),
      countCalls: async (_, calls) => {
        counted += calls
      },
      timings: { ...QUICK, ...options.timings },
    })
  const adapter = create()
  const took: Inbound[] = []
  const start = () =>
    adapter.start(async (inbound) => {
      took.push(inbound)
      return answer(inbound)
    }, options.noteChange)
  onTestFinished(async () => {
    await adapter.stop()
    await dingtalk.stop()
  })
  const person = (userId: string | null) => new DingtalkPerson(dingtalk, userId)
  const { hub } = dingtalk
  return { dingtalk, hub, adapter, create, took, start, person, one: person('U1'), counted: () => counted }
}

/** A message to somebody. */
export function to(userId: string, message: string | Message, key = systemRandom.id()): Post {
  return {
    key,
    to: { kind: 'user', userId },
    message: typeof message === 'string' ? { text: message } : message,
  }
}

export const CHOICE: Message = {
  title: '来信',
  text: '请处理',
  actions: [
    { id: 'case.take', label: '我来处理', value: 'c1' },
    { id: 'case.answer', label: '答复', value: 'c1' },
  ],
}
