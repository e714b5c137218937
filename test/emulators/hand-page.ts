import { Hono } from 'hono'
import { html, raw } from 'hono/html'
import type { PlayedPerson, PlayedPlatform, ShownForm, ShownMessage } from '../contracts/adapter/played-platform.ts'

/** A platform that can be played by hand. */
export interface Playable extends Pick<PlayedPlatform, 'platform' | 'account' | 'hrChannel'> {
  person(id: string): PlayedPerson & { readonly openForm?: () => ShownForm | null }
}

interface Seat {
  readonly on: string
  readonly as: string
  /** The channel, or with the bot alone. */
  readonly in: 'hr' | ''
}

/** A page on which somebody sits in the place of a person on a platform: reads, types, taps, fills in. No script. */
export function handPage(platforms: readonly Playable[], people: readonly string[]): Hono {
  const hono = new Hono()
  const seatOf = (get: (name: string) => string | undefined): Seat => ({
    on: get('on') ?? platforms[0]?.platform ?? '',
    as: people.find((one) => one === get('as')) ?? people[0] ?? '',
    in: get('in') === 'hr' ? 'hr' : '',
  })
  const personOf = (seat: Seat) => {
    const platform = platforms.find((one) => one.platform === seat.on)
    if (!platform) throw new Error(`there is no platform ${seat.on}`)
    return platform.person(seat.as)
  }

  hono.get('/', async (c) => {
    const seat = seatOf((name) => c.req.query(name))
    const person = personOf(seat)
    const messages = await person.sees(seat.in || undefined)
    return c.html(page(seat, { messages, form: person.openForm?.() ?? null, platforms, people }))
  })

  hono.post('/', async (c) => {
    const given = await c.req.formData()
    const entries = [...given.entries()].map(([name, value]) => [name, String(value)] as const)
    const seat = seatOf((name) => entries.find(([one]) => one === name)?.[1])
    const text = (name: string) => entries.find(([one]) => one === name)?.[1] ?? ''
    const person = personOf(seat)
    const work = act(person, seat, text, entries)
    // Where no bot listens a delivery is repeated for minutes, as on the platform: the page does not wait for that.
    const failed = await Promise.race([work, new Promise<string>((resolve) => setTimeout(resolve, 1500, ''))])
    const query = new URLSearchParams({ ...seat, ...(failed && { failed }) })
    return c.redirect(`/?${query}`, 303)
  })

  return hono
}

/** Does it; answers what was wrong with it, or nothing. */
async function act(
  person: PlayedPerson,
  seat: Seat,
  text: (name: string) => string,
  entries: readonly (readonly [string, string])[],
): Promise<string> {
  try {
    if (text('do') === 'tap') {
      const message = (await person.sees(seat.in || undefined)).find(({ id }) => id === text('message'))
      if (message) await person.tap(message, text('label'))
    } else if (text('do') === 'submit') {
      const errors = await person.submit(filled(entries))
      return Object.values(errors ?? {}).join(' · ')
    } else if (text('text') !== '') await person.say(text('text'), seat.in ? { in: seat.in } : {})
    return ''
  } catch (error) {
    return error instanceof Error ? error.message : 'it failed'
  }
}

function filled(entries: readonly (readonly [string, string])[]): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {}
  for (const [name, value] of entries) {
    if (!name.startsWith('field:') || value === '') continue
    values[name.slice('field:'.length)] = value
  }
  return values
}

interface Shown {
  readonly messages: readonly ShownMessage[]
  readonly form: ShownForm | null
  readonly platforms: readonly Playable[]
  readonly people: readonly string[]
}

function page(seat: Seat, { messages, form, platforms, people }: Shown) {
  const places = [
    { in: '', label: 'with the bot' },
    { in: 'hr', label: 'the channel for HR' },
  ]
  const link = (change: Partial<Seat>, label: string, now: boolean) =>
    html`<a href="/?${new URLSearchParams({ ...seat, ...change }).toString()}" ${raw(now ? 'aria-current="true"' : '')}>${label}</a> `
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      ${form ? '' : raw('<meta http-equiv="refresh" content="3" />')}
      <title>${seat.as} on ${seat.on}</title>
      <style>
        body { font: 16px/1.5 system-ui; max-width: 44rem; margin: 1rem auto; padding: 0 1rem }
        a[aria-current] { font-weight: bold }
        article { border-top: 1px solid #ccc; padding: 0.5rem 0; white-space: pre-wrap }
        form { display: inline-block; margin: 0.2rem 0.2rem 0 0 }
        p, label { display: block; white-space: pre-wrap; margin-top: 0.8rem }
        textarea, select, input { font: inherit; width: 100% }
      </style>
      <nav>${platforms.map(({ platform }) => link({ on: platform }, platform, platform === seat.on))}</nav>
      <nav>${people.map((one) => link({ as: one }, one, one === seat.as))}</nav>
      <nav>${places.map((place) => link({ in: place.in as Seat['in'] }, place.label, place.in === seat.in))}</nav>
      ${messages.map((message) => messageView(seat, message))}
      ${form ? formView(seat, form) : ''}
      <form method="post" style="display: block">
        ${hidden({ ...seat })}
        <label>Say something<textarea name="text" rows="2"></textarea></label>
        <button>Send</button>
      </form>
    </html>`
}

function messageView(seat: Seat, { id, from, text, buttons, under }: ShownMessage) {
  const tap = (label: string) =>
    html`<form method="post">${hidden({ ...seat, do: 'tap', message: id, label })}<button>${label}</button></form>`
  return html`<article><b>${under ? '↳ ' : ''}${from}</b> ${text}<br />${buttons.map(tap)}</article>`
}

function formView(seat: Seat, { title, fields }: ShownForm) {
  const field = ({ name, text, options }: ShownForm['fields'][number]) =>
    // Statements are there to be read.
    name === '' || name.includes('~')
      ? html`<p>${text}</p>`
      : html`<label>${text}${
          options.length > 0
            ? html`<select name="field:${name}"><option></option>${options.map(({ value, label }) => html`<option value="${value}">${label}</option>`)}</select>`
            : html`<textarea name="field:${name}" rows="1"></textarea>`
        }</label>`
  return html`<article><h2>${title}</h2><form method="post" style="display: block">
    ${hidden({ ...seat, do: 'submit' })}${fields.map(field)}<button>Submit</button></form></article>`
}

function hidden(values: Readonly<Record<string, string>>) {
  return Object.entries(values).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)
}
