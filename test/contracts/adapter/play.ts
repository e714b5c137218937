import type { PlayedPerson, ShownForm, ShownMessage } from './played-platform.ts'
import type { BotUnderTest } from './start-bot.ts'

/** One person, step by step: everything has settled after each. */
export class Play {
  readonly #bot: BotUnderTest
  readonly #person: PlayedPerson

  constructor(bot: BotUnderTest, person: PlayedPerson) {
    this.#bot = bot
    this.#person = person
  }

  async say(text: string): Promise<void> {
    await this.#person.say(text)
    await this.#bot.settled()
  }

  async tap(message: ShownMessage, label: string): Promise<void> {
    await this.#person.tap(message, label)
    await this.#bot.settled()
  }

  /** Taps on the newest message that offers this. */
  async choose(label: string): Promise<void> {
    const offers = (await this.all()).filter(({ buttons }) => buttons.some((button) => button.includes(label)))
    const newest = offers.at(-1)
    if (!newest) throw new Error(`nothing offers "${label}"; last: ${JSON.stringify((await this.all()).at(-1))}`)
    await this.tap(newest, label)
  }

  async form(): Promise<ShownForm> {
    const form = await this.#person.form()
    if (!form) throw new Error(`no form; last: ${JSON.stringify((await this.all()).at(-1))}`)
    return form
  }

  /** Closes the form before them, where it would stay. */
  close(): void {
    this.#person.close?.()
  }

  async submit(values: Readonly<Record<string, string | readonly string[]>>) {
    const errors = await this.#person.submit(values)
    await this.#bot.settled()
    return errors
  }

  all(): Promise<readonly ShownMessage[]> {
    return this.#person.sees()
  }

  channel(): Promise<readonly ShownMessage[]> {
    return this.#person.sees('hr')
  }

  /** The newest message of the bot. */
  async last(): Promise<ShownMessage> {
    const found = (await this.all()).filter(({ from }) => from === 'hearback').at(-1)
    if (!found) throw new Error('the bot has said nothing')
    return found
  }

  /** Whether this is what they were told last: in a message, or in the form they have before them. */
  async isTold(text: string): Promise<boolean> {
    return (await this.last()).text.includes(text) || textOf(await this.form()).includes(text)
  }

  /** The message in the channel that says this. */
  async inChannel(text: string): Promise<ShownMessage> {
    const found = (await this.channel()).find((message) => message.text.includes(text))
    if (!found) throw new Error(`nothing in the channel says "${text}"`)
    return found
  }
}

export function textOf(form: ShownForm): string {
  return form.fields.map(({ text }) => text).join('\n')
}

/** The two words that the form asks back. */
export function receiptOf(form: ShownForm): { word_a: string; word_b: string } {
  const words = wordsOf(form)
  const asked = (name: string) => {
    const label = form.fields.find((field) => field.name === name)?.text ?? ''
    return words[Number(/\d+/.exec(label)?.[0]) - 1] ?? ''
  }
  return { word_a: asked('word_a'), word_b: asked('word_b') }
}

/** The words of the receipt that the form shows. */
export function wordsOf(form: ShownForm): string[] {
  const shown = form.fields.find(({ name }) => name === 'receipt')?.text ?? textOf(form)
  return [...shown.matchAll(/\d+ (\p{Script=Han})/gu)].map((match) => match[1] ?? '').slice(0, 12)
}

/** Opens a case from its nudge: with the two words of the receipt that are asked for. */
export async function openByNudge(author: Play, receipt: readonly string[]): Promise<void> {
  await author.tap(await author.last(), '打开')
  const { fields } = await author.form()
  const asked = (name: string) => {
    const label = fields.find((one) => one.name === name)?.text ?? ''
    return receipt[Number(/\d+/.exec(label)?.[0]) - 1] ?? ''
  }
  const wrong = await author.submit({ word_a: asked('word_a'), word_b: asked('word_b') })
  if (wrong) throw new Error(`the two words are not right: ${JSON.stringify(wrong)}`)
}
