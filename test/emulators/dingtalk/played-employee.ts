import type { Filled, PlayedPerson, ShownForm, ShownMessage, Where } from '../../contracts/adapter/played-platform.ts'
import { PageReader } from '../page-reader.ts'
import type { CardInstance } from './card.ts'
import { DingtalkPerson } from './dingtalk-person.ts'
import { numbersIn } from './numbers.ts'
import type { Shown } from './organisation.ts'
import type { PlayedDingtalk } from './played-dingtalk.ts'

/** Somebody of the company with DingTalk in their hands, as the contract plays them. */
export class PlayedEmployee implements PlayedPerson {
  readonly edit = null
  readonly takeBack = null
  readonly #platform: PlayedDingtalk
  readonly #person: DingtalkPerson
  readonly #page: PageReader
  /** The form card before them. */
  #form: CardInstance | null = null

  constructor(platform: PlayedDingtalk, userId: string) {
    this.#platform = platform
    this.#person = new DingtalkPerson(platform.dingtalk, userId)
    this.#page = new PageReader(() => platform.pages)
  }

  async say(text: string, where: Where = {}): Promise<void> {
    await this.#platform.pass(() => this.#person.say(text, where.in === 'hr' ? this.#platform.hrChannel : null))
  }

  async sendFile(name: string, type: string, bytes: Uint8Array): Promise<void> {
    await this.#platform.pass(() => this.#person.sendFile({ name, type, bytes }))
  }

  /** Taps the button; types the number, or the words, where there is none. A link is opened by `form`. */
  async tap({ id }: ShownMessage, label: string): Promise<void> {
    const message = this.#platform.dingtalk.organisation.shown.find((one) => one.id === id)
    const shown = (message && this.#platform.said.at(message)) ?? []
    const card = shown.find((one) => one.card)?.card
    if (card) return this.#platform.pass(() => this.#person.tap(card, label))
    const text = shown.map((one) => one.text).join('\n')
    if (linkIn(text, label)) return
    const numbers = numbersIn(text)
    const choice = numbers.find((one) => one.label === label) ?? numbers.find((one) => one.label.includes(label))
    if (!choice) throw new Error(`no number for "${label}" in: ${text}`)
    await this.say(choice.typed, shown[0]?.in === this.#platform.hrChannel ? { in: 'hr' } : {})
  }

  /** The newest of form cards and links to a page. */
  async form(): Promise<ShownForm | null> {
    const seen = this.#person.sees()
    const newest = seen.findLast((message) => this.#isOpen(message) || /\/f\//.test(textOf(message)))
    this.#form = newest && this.#isOpen(newest) ? newest.card : null
    return this.openForm() ?? (await this.#page.open(seen.map(textOf)))
  }

  /** The form card before them, if there is one. */
  openForm(): ShownForm | null {
    const card = this.#form ?? this.#person.sees().findLast((message) => this.#isOpen(message))?.card ?? null
    if (!card) return null
    const { title, text, form } = this.#person.card(card)
    if (!form) return null
    const read = { name: '', text, options: [] }
    const fields = form.fields.filter(({ hidden }) => !hidden)
    return {
      title,
      fields: [
        read,
        ...fields.map(({ name, label = '', placeholder = '', options = [] }) => ({
          name,
          text: [label, placeholder].filter(Boolean).join('\n'),
          options: options.map((option) => ({ value: option.value, label: option.text })),
        })),
      ],
    }
  }

  close(): void {
    this.#page.close()
  }

  async submit(values: Filled): Promise<Readonly<Record<string, string>> | null> {
    const card = this.#form ?? (this.openForm() && this.#person.sees().findLast((one) => this.#isOpen(one))?.card)
    return card ? this.#submitCard(card, values) : this.#submitPage(values)
  }

  async sees(where?: 'hr'): Promise<readonly ShownMessage[]> {
    return this.#platform.merged(this.#person, where === 'hr' ? this.#platform.hrChannel : null)
  }

  /** What has to be corrected stands on the card, each sentence after its question. */
  async #submitCard(card: CardInstance, values: Filled): Promise<Readonly<Record<string, string>> | null> {
    const missing = await this.#person.submit(card, values)
    if (missing) return missing
    const { form, faults } = this.#person.card(card)
    if (!form) {
      this.#form = null
      return null
    }
    const lines = faults.split('\n').map((line) => line.trim())
    const found = form.fields.flatMap(({ name, label = '' }) => {
      const line = label && lines.find((one) => one.includes(`${label.replace(/（.*）$/, '')}：`))
      return line ? [[name, line] as const] : []
    })
    return Object.fromEntries(found)
  }

  /** What is said in the end stands on the page; here it is shown as a message to the person. */
  async #submitPage(values: Filled): Promise<Readonly<Record<string, string>> | null> {
    const page = await this.#page.submit(values)
    const { organisation } = this.#platform.dingtalk
    organisation.changed()
    if ('errors' in page) return page.errors
    for (const { text } of page.notices) {
      this.#platform.onPage.add(organisation.show({ in: this.#person.place, from: 'hearback', text }).id)
    }
    return null
  }

  #isOpen({ card }: Shown): boolean {
    return card !== null && this.#person.card(card).form !== null
  }
}

function textOf({ text, card }: Shown): string {
  return card ? Object.values(card.public).join('\n') : text
}

/** Whether a label names a page. */
function linkIn(text: string, label: string): boolean {
  return text.split('\n').some((line) => line.includes(label) && line.includes('https://'))
}
