import { field, last, Refusal, type SeenMessage, type SimulatorClient, withForm } from './simulator-client.ts'

/** What an author can choose. */
type Way = 'tell' | 'none' | 'named'

/** The words of a receipt as a form shows them, in order. */
export function receiptWords(form: SeenMessage): string[] {
  return [...field(form, 'receipt').label.matchAll(/\d+ (\p{L}+)/gu)].map((match) => match[1] ?? '')
}

/** Which word a field asks back, from 1. */
export function askedWord(form: SeenMessage, name: string): number {
  return Number(/\d+/.exec(field(form, name).label)?.[0])
}

/** A filled-in speak-up form, with the right words of its receipt. */
export function filing(form: SeenMessage, values: { way: Way; topic: string; text: string }) {
  const words = receiptWords(form)
  return {
    ...values,
    word_a: words[askedWord(form, 'word_a') - 1] ?? '',
    word_b: words[askedWord(form, 'word_b') - 1] ?? '',
  }
}

/** Speaks up, and looks at everything that is said because of it. */
export async function speakUp(
  client: SimulatorClient,
  from: string,
  values: { way: Way; topic: string; text: string },
) {
  const form = withForm(await client.say(from, '有话直说'))
  const words = receiptWords(form)
  return { words, messages: await client.submit(from, form, filing(form, values)) }
}

/** Speaks up from the first word to the ticket. */
export async function fileCase(
  client: SimulatorClient,
  from: string,
  values: { way: Way; topic?: string; text: string },
) {
  const { words, messages } = await speakUp(client, from, { topic: 'suggestion', ...values })
  return { words, ticket: last(messages, 'channel:hr'), messages }
}

/** The form in which somebody enters a receipt. */
export async function receiptForm(client: SimulatorClient, from: string): Promise<SeenMessage> {
  const opened = await client.say(from, '有话直说')
  const hint = opened.find((message) => message.card?.actions.some((action) => action.label.includes('回执')))
  return withForm(await client.tap(from, hint ?? last(opened, `dm:${from}`), '我有回执'))
}

/** Opens a case from its nudge, with the two words of the receipt that are asked for. */
export async function openNudge(client: SimulatorClient, from: string, nudge: SeenMessage, words: readonly string[]) {
  const ask = withForm(await client.tap(from, nudge, '打开'))
  const asked = (name: string) => words[askedWord(ask, name) - 1] ?? ''
  return withForm(await client.submit(from, ask, { word_a: asked('word_a'), word_b: asked('word_b') }))
}

/** The author's thread, opened with the receipt. */
export async function openThread(client: SimulatorClient, from: string, words: readonly string[]) {
  return withForm(await client.submit(from, await receiptForm(client, from), { receipt: words.join('') }))
}

/** Does with a case what stands behind "more…". */
export async function more(client: SimulatorClient, from: string, ticket: SeenMessage, what: string) {
  const menu = withForm(await client.tap(from, ticket, '更多'))
  return client.submit(from, menu, { what })
}

/** A message as it stands by now. */
export async function current(client: SimulatorClient, message: SeenMessage): Promise<SeenMessage> {
  const found = (await client.messages(message.in)).find(({ id }) => id === message.id)
  if (!found) throw new Error('the message is gone')
  return found
}

/** Speaks up with one's name: the form asks once more before it goes. Answers what was asked, and what was said then. */
export async function signCase(
  client: SimulatorClient,
  from: string,
  {
    opener = '有话直说',
    ...values
  }: { opener?: string; topic?: string; text: string; about_readers?: readonly string[] },
) {
  const form = withForm(await client.say(from, opener))
  const filled = { ...filing(form, { topic: 'suggestion', ...values, way: 'named' }), about: '' }
  const refusal = await client.submit(from, form, filled).then(
    () => null,
    (error: unknown) => error,
  )
  if (!(refusal instanceof Refusal) || !refusal.fields.sign) throw new Error('it went before it was signed')
  const standing = await current(client, form)
  const messages = await client.submit(from, standing, { ...filled, sign: ['yes'] })
  return { asked: field(standing, 'sign'), words: receiptWords(form), messages }
}
