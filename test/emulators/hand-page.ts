import { Hono } from 'hono'
import { csrf } from 'hono/csrf'
import { html, raw } from 'hono/html'
import { secureHeaders } from 'hono/secure-headers'
import { shorten } from '#core'
import type { PlayedPerson, PlayedPlatform, ShownForm, ShownMessage } from '../contracts/adapter/played-platform.ts'
import { HAND_STYLE } from './hand-style.ts'
import { handWords } from './hand-words.ts'

/** A platform that can be played by hand. */
interface Playable extends Pick<PlayedPlatform, 'platform' | 'account' | 'hrChannel'> {
  person(id: string): PlayedPerson & { readonly openForm?: () => ShownForm | null }
}

/** So long the page waits for what was done to have its effect. */
const LONGEST_WAIT_MS = 4000
/** Characters of an address that are shown. */
const LONGEST_ADDRESS = 60

const FAULTS = ['drop', 'redeliver', 'limit', 'kick'] as const
export type FaultName = (typeof FAULTS)[number]

/** A platform on the page, with what can be made to go wrong and what it has seen. */
export interface Hand {
  readonly platform: Playable
  readonly faults: Readonly<Record<FaultName, () => void>>
  readonly saw: () => unknown
}

interface Seat {
  readonly on: string
  readonly as: string
  /** The channel, or with the bot alone. */
  readonly in: 'hr' | ''
}

/** A page on which somebody sits in the place of a person on a platform: reads, types, taps, fills in. No script. */
export function handPage(hands: readonly Hand[], people: readonly string[]): Hono {
  const hono = new Hono()
  const platforms = hands.map(({ platform }) => platform)
  hono.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        frameSrc: ["'self'"],
        frameAncestors: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
      },
      xFrameOptions: 'SAMEORIGIN',
    }),
  )
  // Another site's page must not play our people.
  hono.use(csrf())
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

  hono.get('/hand.css', (c) => c.text(HAND_STYLE, 200, { 'content-type': 'text/css; charset=utf-8' }))

  hono.get('/', (c) => {
    const seat = seatOf((name) => c.req.query(name))
    const form = personOf(seat).openForm?.() ?? null
    const failed = c.req.query('failed') ?? ''
    return c.html(page(seat, { form, failed, platforms, people }, c.req.header('accept-language')))
  })

  hono.get('/chat', async (c) => {
    const seat = seatOf((name) => c.req.query(name))
    const person = personOf(seat)
    const messages = await person.sees(seat.in || undefined)
    const open = (person.openForm?.() ?? null) !== null
    return c.html(chat(seat, messages, open, c.req.header('accept-language')))
  })

  hono.get('/saw', (c) => {
    const hand = hands.find(({ platform }) => platform.platform === c.req.query('on'))
    if (!hand) return c.notFound()
    return c.html(frame('en', hand.platform.platform, html`<pre>${JSON.stringify(hand.saw(), null, 2)}</pre>`))
  })

  hono.post('/fault', async (c) => {
    const given = await c.req.formData()
    const seat = seatOf((name) => given.get(name)?.toString())
    const hand = hands.find(({ platform }) => platform.platform === seat.on)
    const fault = FAULTS.find((name) => name === given.get('fault'))
    if (hand && fault) hand.faults[fault]()
    return c.redirect(`/?${new URLSearchParams({ ...seat })}`, 303)
  })

  hono.post('/', async (c) => {
    const given = await c.req.formData()
    const entries = [...given.entries()].map(([name, value]) => [name, String(value)] as const)
    const seat = seatOf((name) => entries.find(([one]) => one === name)?.[1])
    const text = (name: string) => entries.find(([one]) => one === name)?.[1] ?? ''
    const person = personOf(seat)
    const work = act(person, seat, text, entries)
    // Where no bot listens a delivery is repeated for minutes, as on the platform: the page does not wait for that.
    const failed = await Promise.race([
      work,
      new Promise<string>((resolve) => setTimeout(resolve, LONGEST_WAIT_MS, '')),
    ])
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
  readonly form: ShownForm | null
  readonly failed: string
  readonly platforms: readonly Playable[]
  readonly people: readonly string[]
}

/** Around the chat, which is a frame of its own: what is being typed outlives its renewal. */
function page(seat: Seat, { form, failed, platforms, people }: Shown, accepted: string | undefined) {
  const { lang, words } = handWords(accepted)
  const places = [
    { in: '', label: words.direct },
    { in: 'hr', label: words.channel },
  ] as const
  const at = (change: Partial<Seat>) => new URLSearchParams({ ...seat, ...change }).toString()
  const link = (change: Partial<Seat>, label: string, now: boolean) =>
    html`<a href="/?${at(change)}" ${raw(now ? 'aria-current="true"' : '')}>${label}</a> `
  const fault = (name: FaultName) => html`<button name="fault" value="${name}">${words.faults[name]}</button>`
  return frame(
    lang,
    `${seat.as} · ${seat.on}`,
    html`<h1>${words.title}</h1>
      <nav aria-label="${words.platforms}"><b>${words.platforms}</b>${platforms.map(({ platform }) => link({ on: platform }, platform, platform === seat.on))}</nav>
      <nav aria-label="${words.people}"><b>${words.people}</b>${people.map((one) => link({ as: one }, one, one === seat.as))}</nav>
      <nav aria-label="${words.places}"><b>${words.places}</b>${places.map((place) => link({ in: place.in }, place.label, place.in === seat.in))}</nav>
      <iframe src="/chat?${at({})}" title="${seat.in ? words.channel : words.direct}"></iframe>
      ${failed ? html`<p class="failed" role="alert">${failed}</p>` : ''}
      ${form ? formView(seat, form, words.submit) : ''}
      <form class="say" method="post">
        ${hidden({ ...seat })}
        <label>${words.say}<textarea name="text" rows="2"></textarea></label>
        <button>${words.send}</button>
      </form>
      <form class="row" method="post" action="/fault">${hidden({ ...seat })}${FAULTS.map(fault)}</form>
      <p><a href="/saw?${at({})}">${words.saw}</a></p>`,
  )
}

function chat(seat: Seat, messages: readonly ShownMessage[], open: boolean, accepted: string | undefined) {
  const { lang, words } = handWords(accepted)
  const newest = messages.toReversed()
  return frame(
    lang,
    seat.as,
    html`${open ? html`<p><a href="/?${new URLSearchParams({ ...seat }).toString()}" target="_top">${words.form}</a></p>` : ''}
      ${newest.length === 0 ? html`<p>${words.empty}</p>` : newest.map((message) => messageView(seat, message))}`,
    'chat',
  )
}

function frame(lang: string, title: string, body: ReturnType<typeof html>, kind = '') {
  return html`<!doctype html>
    <html lang="${lang}" data-ready>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      ${kind === 'chat' ? raw('<meta http-equiv="refresh" content="2" />') : ''}
      <title>${title}</title>
      <link rel="stylesheet" href="/hand.css" />
      <body class="${kind}"><main>${body}</main></body>
    </html>`
}

function messageView(seat: Seat, { id, from, text, buttons, under }: ShownMessage) {
  const tap = (label: string) =>
    html`<form method="post" action="/" target="_top">${hidden({ ...seat, do: 'tap', message: id, label })}<button>${label}</button></form>`
  const kind = from === 'hearback' ? '' : 'person'
  return html`<article class="${kind}"><b>${under ? '↳ ' : ''}${from}</b>${linked(text)}${buttons.length > 0 ? html`<br />${buttons.map(tap)}` : ''}</article>`
}

/** Addresses can be followed, in a window of their own; of markdown only its named links are made out. */
function linked(text: string) {
  const parts = text.split(/(\[[^\]\n]*\]\(https?:\/\/[^\s)"]+\)|https?:\/\/[^\s)"]+)/)
  return parts.map((part, n) => {
    if (n % 2 === 0) return part
    const [, label, named] = /^\[(.*)\]\((.*)\)$/.exec(part) ?? []
    const address = named ?? part
    return html`<a href="${address}" target="_blank" rel="noreferrer">${label || shorten(address, LONGEST_ADDRESS)}</a>`
  })
}

function formView(seat: Seat, { title, fields }: ShownForm, submit: string) {
  const field = ({ name, text, options }: ShownForm['fields'][number]) =>
    // Statements are there to be read.
    name === '' || name.includes('~')
      ? html`<p>${text}</p>`
      : html`<label>${text}${
          options.length > 0
            ? html`<select name="field:${name}"><option></option>${options.map(({ value, label }) => html`<option value="${value}">${label}</option>`)}</select>`
            : html`<textarea name="field:${name}" rows="1"></textarea>`
        }</label>`
  return html`<section class="form"><h2>${title}</h2><form method="post">
    ${hidden({ ...seat, do: 'submit' })}${fields.map(field)}<button>${submit}</button></form></section>`
}

function hidden(values: Readonly<Record<string, string>>) {
  return Object.entries(values).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)
}
