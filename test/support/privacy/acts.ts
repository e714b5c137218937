import { Play, receiptOf, wordsOf } from '../../contracts/adapter/play.ts'
import type { PlayedPlatform, ShownForm, ShownMessage } from '../../contracts/adapter/played-platform.ts'
import type { BotUnderTest } from '../../contracts/adapter/start-bot.ts'
import { openReceiptForm } from './speak-up-life.ts'

const HR = 'E003'

/** What people do who get no answer: the same once more, so often at the most. */
const TRIES = 4

/** A case that somebody has opened, and can find again. */
interface OpenCase {
  readonly text: string
  readonly receipt: readonly string[]
}

/** What is done with a case on its way, each by people who insist; `text` is what is said. */
export interface Act {
  readonly name: string
  /** What authors say is shown to handlers as it is; what handlers say is not repeated among them. */
  readonly byAuthor: boolean
  /** What there has to be before it: the same every time. */
  readonly prepare: () => Promise<OpenCase | null>
  readonly act: (of: OpenCase | null, text: string) => Promise<void>
}

/** Everything that happens on the way of a case in which an author or an author's address is in hand. */
export function actsOf(
  bot: BotUnderTest,
  platform: PlayedPlatform,
  authorId: string,
  way: 'tell' | 'none',
): readonly Act[] {
  const author = new Play(bot, platform.person(authorId))
  const hr = new Play(bot, platform.person(HR))
  let count = 0

  async function file(text: string): Promise<OpenCase> {
    const form = await insist(async () => {
      author.close()
      await author.say('有话直说')
      return showing(author, 'way')
    })
    const filled = { way, topic: 'suggestion', text, ...receiptOf(form) }
    await send(author, filled, text)
    return { text, receipt: wordsOf(form) }
  }

  const fresh = () => file(`备用的第${++count}件事。`)

  const ticketOf = ({ text }: OpenCase) => hr.inChannel(text)

  async function write(ticket: ShownMessage, label: string, text: string): Promise<void> {
    await insist(async () => {
      hr.close()
      await hr.tap(ticket, label)
      await showing(hr, 'text')
    })
    await send(hr, { text }, text)
  }

  async function answered(): Promise<OpenCase> {
    const one = await fresh()
    await write(await ticketOf(one), '答复', `请知悉${++count}。`)
    return one
  }

  return [
    {
      name: 'filing',
      byAuthor: true,
      prepare: async () => null,
      act: async (_, text) => {
        await file(text)
      },
    },
    {
      name: 'the answer of HR',
      byAuthor: false,
      prepare: fresh,
      act: async (of, text) => write(await ticketOf(given(of)), '答复', text),
    },
    {
      name: 'reading with the receipt, and replying',
      byAuthor: true,
      prepare: answered,
      act: async (of, reply) => {
        await insist(async () => {
          author.close()
          await openReceiptForm(author)
          await showing(author, 'receipt')
        })
        await send(author, { receipt: given(of).receipt.join('') }, reply)
        await send(author, { reply }, reply)
      },
    },
    {
      name: 'closing',
      byAuthor: false,
      prepare: fresh,
      act: async (of, text) => write(await ticketOf(given(of)), '结案', text),
    },
  ]
}

function given<T>(value: T | null): T {
  if (value === null) throw new Error('nothing was prepared')
  return value
}

/** The form before them, which must be the one they wanted. */
async function showing(play: Play, field: string): Promise<ShownForm> {
  const form = await play.form()
  if (!form.fields.some(({ name }) => name === field)) throw new Error(`another form: ${form.title}`)
  return form
}

async function send(play: Play, values: Readonly<Record<string, string>>, what: string): Promise<void> {
  const errors = await insist(() => play.submit(values))
  if (errors) throw new Error(`${what}: ${JSON.stringify(errors)}`)
}

async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await work()
    } catch (error) {
      if (tried === TRIES) throw error
    }
  }
}
