import type { FormPage, FormPages, Message } from '#core'
import type { Filled, ShownForm } from '../contracts/adapter/played-platform.ts'

const LINK = /https:\/\/hearback\.example\/f\/([^\s)"]+)/g

/** What came of handing in a page: it stays open, with a sentence per field; or it is over, and says these. */
type HandedIn = { readonly errors: Readonly<Record<string, string>> | null } | { readonly notices: readonly Message[] }

/** Somebody with a browser: opens the newest link to a form that they were sent, fills it in, hands it in. */
export class PageReader {
  readonly #pages: () => FormPages | null
  #form: Extract<FormPage, { kind: 'form' }> | null = null
  #link = ''

  constructor(pages: () => FormPages | null) {
    this.#pages = pages
  }

  /** The form behind the newest link in these texts, as it was left. */
  async open(texts: readonly string[]): Promise<ShownForm | null> {
    const newest = texts.flatMap((text) => [...text.matchAll(LINK)].map((match) => match[1] ?? '')).at(-1) ?? ''
    if (newest !== this.#link) {
      const page = await this.#pages()?.view(newest)
      this.#form = page?.kind === 'form' ? page : null
    }
    this.#link = newest
    if (!this.#form) return null
    const { sheet } = this.#form
    const fields = sheet.steps.flatMap((step) => step.fields)
    return {
      title: sheet.title,
      fields: fields.map(({ name, label, hint, options = [] }) => ({
        name,
        text: [label, hint].filter(Boolean).join('\n'),
        options,
      })),
    }
  }

  /** What was open is not looked at again, by its link, either. */
  close(): void {
    this.#form = null
  }

  async submit(values: Filled): Promise<HandedIn> {
    if (!this.#form) throw new Error('no form is open')
    const page = await this.#pages()?.submit(this.#form.ticket, values)
    if (!page) throw new Error('the page is gone')
    if (page.kind !== 'form') return page
    this.#form = page
    return { errors: Object.keys(page.errors).length > 0 ? page.errors : null }
  }
}
