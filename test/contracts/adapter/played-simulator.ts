import { Simulator } from '#adapters/simulator'
import type { Adapter, Inbound, Receive, Reception } from '#core'
import { HeldBack } from '../../support/held-back.ts'
import { scratchFolder } from '../../support/scratch.ts'
import type { Filled, PlayedPerson, PlayedPlatform, ShownForm, ShownMessage, Where } from './played-platform.ts'

const CHANNEL = 'channel:hr'

/** The simulator as a platform of the contract: what it delivers can be held back and repeated. */
export class PlayedSimulator implements PlayedPlatform {
  readonly platform = 'simulator'
  readonly hrChannel = 'hr'
  readonly #folder = scratchFolder()
  readonly #delivered: Inbound[] = []
  readonly #inHand = new Set<Promise<unknown>>()
  #simulator: Simulator | null = null
  #receive: Receive | null = null
  readonly #back = new HeldBack()
  activity = 0

  async adapter({ clock, random, log }: Parameters<PlayedPlatform['adapter']>[0]): Promise<Adapter> {
    const simulator = new Simulator(this.#folder, clock, random, log)
    this.#simulator = simulator
    return {
      platform: simulator.platform,
      workspace: simulator.workspace,
      capabilities: simulator.capabilities,
      start: (receive) => {
        this.#receive = receive
        return simulator.start((inbound) => this.#take(inbound))
      },
      send: (post) => {
        this.activity++
        return simulator.send(post)
      },
      lookUp: (post) => simulator.lookUp(post),
      stop: () => simulator.stop(),
    }
  }

  account(person: string): string {
    return person
  }

  person(id: string): PlayedPerson {
    return new SimulatedPerson(() => this.simulator, id)
  }

  readonly stranger: PlayedPerson = new SimulatedPerson(() => this.simulator, 'stranger')

  get simulator(): Simulator {
    if (!this.#simulator) throw new Error('no bot has been started')
    return this.#simulator
  }

  // In the simulator the bot does not hear itself, and there are no others.
  async otherBot(): Promise<void> {}
  async echo(): Promise<void> {}

  async unknownEvent(): Promise<boolean> {
    await this.simulator.sendOther('E008', 'dm:E008', 'voice')
    return true
  }

  async redeliver(): Promise<void> {
    for (const inbound of [...this.#delivered]) await this.#receive?.(inbound)
  }

  nextAsRetry(): void {}

  hold(): void {
    this.#back.hold()
  }

  async release(): Promise<void> {
    this.#back.release()
  }

  async idle(): Promise<void> {
    while (this.#inHand.size > 0) await Promise.allSettled([...this.#inHand])
  }

  async stop(): Promise<void> {}

  async #take(inbound: Inbound): Promise<Reception> {
    this.activity++
    this.#delivered.push(inbound)
    await this.#back.turn()
    if (!this.#receive) throw new Error('nobody listens')
    const work = this.#receive(inbound)
    this.#inHand.add(work)
    return work.finally(() => this.#inHand.delete(work))
  }
}

class SimulatedPerson implements PlayedPerson {
  readonly #simulator: () => Simulator
  readonly #id: string
  readonly edit = null
  readonly takeBack = null

  constructor(simulator: () => Simulator, id: string) {
    this.#simulator = simulator
    this.#id = id
  }

  say(text: string, where: Where = {}): Promise<void> {
    return this.#simulator().say(this.#id, this.#place(where.in), text, where.under?.id ?? null)
  }

  sendFile(): Promise<void> {
    return this.#simulator().sendOther(this.#id, this.#place(), 'file')
  }

  async tap(message: ShownMessage, label: string): Promise<void> {
    const places = [this.#place(), CHANNEL]
    const actions = this.#simulator()
      .messages(null)
      .find(({ id }) => id === message.id)?.card?.actions
    const action = actions?.find((one) => one.label === label) ?? actions?.find((one) => one.label.includes(label))
    if (!action) throw new Error(`no button "${label}"`)
    await this.#simulator().tap(this.#id, places, message.id, action.actionId, action.value)
  }

  async form(): Promise<ShownForm | null> {
    const card = this.#open()?.card
    if (!card?.form) return null
    return {
      title: card.title,
      fields: card.form.fields.map(({ name, label, hint, options = [] }) => ({
        name,
        text: [label, hint].filter(Boolean).join('\n'),
        options,
      })),
    }
  }

  async submit(values: Filled): Promise<Readonly<Record<string, string>> | null> {
    const open = this.#open()
    if (!open) throw new Error('no form is open')
    try {
      await this.#simulator().submit(this.#id, open.id, values)
      return null
    } catch (error) {
      if (error instanceof Error && 'fields' in error && error.fields) return error.fields as Record<string, string>
      throw error
    }
  }

  async sees(where?: 'hr'): Promise<readonly ShownMessage[]> {
    return this.#simulator()
      .messages(this.#place(where))
      .map(({ id, from, text, card, replyTo }) => ({
        id,
        from,
        text,
        buttons: card?.actions.map((action) => action.label) ?? [],
        under: replyTo ?? null,
      }))
  }

  #open() {
    return this.#simulator()
      .messages(this.#place())
      .filter((message) => message.card?.form)
      .at(-1)
  }

  #place(where?: 'hr'): string {
    return where === 'hr' ? CHANNEL : `dm:${this.#id}`
  }
}
