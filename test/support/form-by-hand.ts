/** A form's page as a browser without a script has it: what stands in it, sent the way it says. */
export class FormByHand {
  readonly #url: string
  /** Where the last form of it went: sent once more, it goes there again. */
  #action = ''
  html: string
  status = 200

  private constructor(url: string, html: string) {
    this.#url = url
    this.html = html
  }

  static async open(url: string): Promise<FormByHand> {
    return new FormByHand(url, await (await fetch(url)).text())
  }

  /** Presses the button `_do`, with what the page carries, what is entered, and files. */
  async press(
    what: 'check' | 'draft' | 'send',
    values: Readonly<Record<string, string>> = {},
    files: readonly { readonly name: string; readonly bytes: Uint8Array }[] = [],
    drop: readonly number[] = [],
  ): Promise<string> {
    const body = new FormData()
    for (const [name, value] of this.carried()) body.append(name, value)
    for (const [name, value] of Object.entries(values)) body.set(`v.${name}`, value)
    for (const index of drop) body.append('x.pictures', String(index))
    for (const { name, bytes } of files) body.append('u.pictures', new Blob([new Uint8Array(bytes)]), name)
    body.set('_do', what)
    this.#action = /<form method="post" action="([^"]+)"/.exec(this.html)?.[1] ?? this.#action
    const response = await fetch(new URL(this.#action, this.#url), { method: 'POST', body })
    this.status = response.status
    this.html = await response.text()
    return this.html
  }

  /** What stands in hidden fields. */
  carried(): [string, string][] {
    return [...this.html.matchAll(/<input\s+type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"/g)].map((found) => [
      found[1] ?? '',
      (found[2] ?? '').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
    ])
  }

  /** The pictures it shows. */
  pictures(): Buffer[] {
    return [...this.html.matchAll(/<img\s+src="data:image\/jpeg;base64,([^"]+)"/g)].map((found) =>
      Buffer.from(found[1] ?? '', 'base64'),
    )
  }
}
