import { Dingtalk } from '#adapters/dingtalk'
import type { Adapter, FormPages } from '#core'
import type {
  PlayedDirectory,
  PlayedPerson,
  PlayedPlatform,
  ShownMessage,
} from '../../contracts/adapter/played-platform.ts'
import { HeldBack } from '../../support/held-back.ts'
import { DingtalkContacts } from './contacts.ts'
import { DingtalkEmulator } from './dingtalk-emulator.ts'
import { DingtalkPerson } from './dingtalk-person.ts'
import { numbersIn } from './numbers.ts'
import type { Shown } from './organisation.ts'
import { PlayedEmployee } from './played-employee.ts'
import { SaidMessages } from './said-messages.ts'
import { CARD_TEMPLATE, FORM_TEMPLATE } from './templates.ts'

const HR_GROUP = 'cidHrGroupOfTheCompany=='
const MONTHLY_CALLS = 100_000
const TIMINGS = { firstRetryMs: 5, longestRetryMs: 40, steadyMs: 200 }

/** What a company has set up: templates for cards and forms, or texts and pages alone. */
export type Rendering = 'cards' | 'texts'
/** How the robot is told what people say: over its connection, or at its address. Cards are told over the connection. */
export type Mode = 'stream' | 'http'

interface Options {
  readonly mode?: Mode
  /** How long the second is in which calls are counted, ms; null for no such limit. */
  readonly secondMs?: number | null
  readonly hub?: NonNullable<Parameters<typeof DingtalkEmulator.start>[0]>['hub']
}

/** DingTalk, as the adapter contract wants it. */
export class PlayedDingtalk implements PlayedDirectory {
  readonly platform = 'dingtalk'
  readonly hrChannel = HR_GROUP
  readonly dingtalk: DingtalkEmulator
  readonly contacts: DingtalkContacts
  readonly rendering: Rendering
  readonly said: SaidMessages
  /** What stands on a page and in no chat, shown here as if it did. */
  readonly onPage = new Set<string>()
  pages: FormPages | null = null
  readonly #time: { now: () => number }
  readonly #mode: Mode
  readonly #people = new Map<string, PlayedEmployee>()
  #adapter: Dingtalk | null = null
  readonly #back = new HeldBack()

  private constructor(
    dingtalk: DingtalkEmulator,
    { rendering, mode, time }: { rendering: Rendering; mode: Mode; time: { now: () => number } },
  ) {
    this.dingtalk = dingtalk
    this.contacts = new DingtalkContacts(dingtalk)
    this.rendering = rendering
    this.#mode = mode
    this.#time = time
    this.said = new SaidMessages(dingtalk.organisation)
    dingtalk.organisation.groups.add(HR_GROUP)
    dingtalk.limits.left = MONTHLY_CALLS
  }

  static async start(
    rendering: Rendering,
    { mode = 'stream', secondMs = null, hub = {} }: Options = {},
  ): Promise<PlayedDingtalk> {
    const time = { now: () => Date.now() }
    const dingtalk = await DingtalkEmulator.start({
      now: () => time.now(),
      secondMs,
      hub: { repeatsCallbacks: true, goodbyeMs: 200, ...hub },
      templates: [CARD_TEMPLATE, FORM_TEMPLATE],
    })
    return new PlayedDingtalk(dingtalk, { rendering, mode, time })
  }

  /** Somebody from outside the company: without an id of ours. */
  readonly stranger: PlayedPerson = {
    say: (text) => this.pass(() => new DingtalkPerson(this.dingtalk, null).say(text)),
    sendFile: async () => {},
    tap: async () => {},
    form: async () => null,
    submit: async () => null,
    sees: async () => this.merged(new DingtalkPerson(this.dingtalk, null)),
    edit: null,
    takeBack: null,
  }

  get activity(): number {
    return this.dingtalk.activity
  }

  async adapter(parts: Parameters<PlayedPlatform['adapter']>[0]): Promise<Adapter> {
    this.#time.now = () => parts.clock.real()
    const { clientId, clientSecret, url } = this.dingtalk
    const cards = this.rendering === 'cards'
    const settings = {
      clientId,
      robotCode: clientId,
      monthlyCalls: MONTHLY_CALLS,
      callsPerSecond: 20,
      cardTemplateId: cards ? CARD_TEMPLATE.id : null,
      formTemplateId: cards ? FORM_TEMPLATE.id : null,
      apiUrl: url,
      oapiUrl: url,
      secrets: { clientSecret },
    }
    const adapter = new Dingtalk(settings, {
      ...parts,
      publicUrl: 'https://hearback.example',
      onServerDate() {},
      countCalls: async () => {},
      timings: TIMINGS,
    })
    const send = adapter.send.bind(adapter)
    adapter.send = (post) => this.said.note(post, () => send(post))
    this.#adapter = adapter
    return adapter
  }

  onWebhook(take: ((request: Request) => Promise<Response>) | null): void {
    if (this.#mode === 'http') this.dingtalk.callback.take = take
  }

  onPages(pages: FormPages | null): void {
    this.pages = pages
  }

  account(person: string): string {
    const userid = `staff${person}`
    const { people } = this.dingtalk.organisation
    if (!people.has(userid)) this.dingtalk.organisation.add({ userid, name: person })
    return userid
  }

  person(id: string): PlayedEmployee {
    const known = this.#people.get(id)
    if (known) return known
    const person = new PlayedEmployee(this, this.account(id))
    this.#people.set(id, person)
    return person
  }

  at(account: string): PlayedEmployee {
    return new PlayedEmployee(this, account)
  }

  /** Another robot of the application is spoken to, and one speaks itself: neither is ours to answer. */
  async otherBot(text: string): Promise<void> {
    const said = this.dingtalk.said(this.account('E003'), text, HR_GROUP)
    await this.#tell({ ...said, robotCode: 'another-robot' })
    await this.#tell({ ...said, msgId: 'of-a-robot', senderId: said.chatbotUserId, senderStaffId: undefined })
  }

  async echo(): Promise<void> {
    const last = this.dingtalk.organisation.shown.findLast(({ from }) => from === 'hearback')
    const said = this.dingtalk.said(null, last?.text ?? '', HR_GROUP)
    await this.#tell({ ...said, senderId: said.chatbotUserId })
  }

  async unknownEvent(): Promise<boolean> {
    const { hub } = this.dingtalk
    const event = await hub.deliver('EVENT', '*', '{"what":"brand new"}', { eventType: 'brand_new', eventId: 'e1' })
    const callback = await hub.deliver('CALLBACK', '/v1.0/brand/new', '{}')
    return event.acked && callback.acked
  }

  async redeliver(): Promise<void> {
    await this.dingtalk.hub.redeliver()
    const { callback } = this.dingtalk
    for (const body of [...callback.sent]) await callback.deliver(body, true)
  }

  nextAsRetry(): void {}

  hold(): void {
    this.#back.hold()
  }

  async release(): Promise<void> {
    this.#back.release()
  }

  /** Does it now, or when everything that is held goes. */
  async pass(work: () => Promise<unknown>): Promise<void> {
    await this.#back.turn()
    await work()
  }

  async idle(): Promise<void> {
    await this.dingtalk.hub.roundTrip()
    await this.dingtalk.callback.idle()
    await this.#adapter?.handled()
  }

  stop(): Promise<void> {
    return this.dingtalk.stop()
  }

  /** What somebody reads in a place: parts of one message as one. */
  merged(person: DingtalkPerson, group: string | null = null): ShownMessage[] {
    return person.sees(group).flatMap((message) => {
      const parts = this.said.at(message)
      if (!parts) return []
      const { id, from, title } = message
      const texts = parts.map(({ text, card, file }) =>
        card ? person.card(card).text : [text, file && `[${file.name}]`].filter(Boolean).join('\n'),
      )
      const labelled = ({ text, card }: Shown): readonly { label: string }[] =>
        card ? person.card(card).buttons : numbersIn(text)
      const buttons = parts.flatMap(labelled)
      return [{ id, from, text: texts.join('\n') || title, buttons: buttons.map(({ label }) => label), under: null }]
    })
  }

  /** The robot is told something that no person did. */
  async #tell(data: object): Promise<void> {
    const { callback, hub } = this.dingtalk
    if (callback.take) await callback.deliver(JSON.stringify(data))
    else await hub.deliver('CALLBACK', '/v1.0/im/bot/messages/get', JSON.stringify(data))
  }
}
