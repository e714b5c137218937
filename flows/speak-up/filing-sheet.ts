import type { Field, Locale, Sheet, SheetData } from '#core'
import { dateAt, membersOf, type Person, type SpeakUpBox, windowsOf } from '#domain'
import { aboutFields } from './about.ts'
import { pictureField } from './enclosed.ts'
import { NAMED } from './named-signature.ts'
import { LONGEST_TEXT, type SpeakUpParts } from './parts.ts'
import { tellReturnWord } from './return-word.ts'
import { boxNamed } from './topics.ts'
import { words } from './words.ts'

/**
 * The form of a first message: what is promised, the choice, the text, the receipt with two of its words asked back.
 * `tell`: a sealed address to tell of an answer, `asked` where it is sealed when the author asks for it, null where there is
 * none; `opened`: its data, where it has been opened before; `look`: what the author is asked to look at again;
 * `sign`: what they are asked who give their name.
 */
export async function filingSheet(
  parts: SpeakUpParts,
  locale: Locale,
  {
    tell,
    box: boxId,
    counted,
    opened,
    look = [],
    sign = [],
  }: {
    tell: string | null
    box: string
    counted?: string
    opened: SheetData | null
    look?: readonly Field[]
    sign?: readonly Field[]
  },
): Promise<Sheet> {
  const blank = opened ?? blankData(parts, tell === 'asked' ? null : tell, boxId, counted)
  const data = blank.args.receipt === undefined ? withReceipt(parts, blank) : blank
  const canTell = tell !== null || data.args.tell !== undefined
  const text = words(locale)
  const { receipt = '', a = '', b = '' } = data.args
  const box = boxNamed(parts, data.args.box)
  const signs = canTell && box.topics.some(({ named }) => named)
  const people = await parts.database.transaction((stores) => stores.people.all())
  const lines = (heading: string, items: readonly string[]) => [heading, ...items.map((item) => `· ${item}`)].join('\n')
  return {
    title: box.title[locale],
    submit: text.submit,
    review: text.review,
    toPage: text.toPage,
    steps: [
      {
        title: text.stepPromise,
        fields: [
          statement('readers', text.readers(readersByTopic(parts, box, people, locale))),
          statement(
            'promises',
            lines(
              text.promises,
              box.promises.map((promise) => promise[locale]),
            ),
          ),
          statement(
            'limits',
            lines(
              text.limits,
              box.limits.map((limit) => limit[locale]),
            ),
          ),
          statement('crossing', crossing(parts, box, locale)),
          {
            name: 'way',
            kind: 'choice',
            label: text.way,
            required: true,
            options: [
              ...(canTell ? [{ value: 'tell', label: text.wayTell }] : []),
              { value: 'none', label: text.wayNone },
              ...(signs ? [{ value: NAMED, label: text.named.way }] : []),
            ],
          },
          ...sign,
        ],
      },
      {
        title: text.stepWrite,
        fields: [
          {
            name: 'topic',
            kind: 'choice',
            label: text.topic,
            required: true,
            options: box.topics.map((topic) => ({ value: topic.id, label: topic.title[locale] })),
          },
          {
            name: 'text',
            kind: 'paragraph',
            label: text.text,
            hint: text.textHint,
            required: true,
            maxLength: LONGEST_TEXT,
          },
          pictureField(text),
          ...look,
          ...aboutFields(parts, box, people, locale),
        ],
      },
      {
        title: text.stepReceipt,
        fields: [
          statement('receipt', text.receipt(numbered(parts.vault.receipts.words(receipt, locale), locale))),
          statement('return_word', tellReturnWord(parts, receipt, locale)),
          { name: 'word_a', kind: 'text', label: text.wordAsk(Number(a)), required: true, maxLength: 20 },
          { name: 'word_b', kind: 'text', label: text.wordAsk(Number(b)), required: true, maxLength: 20 },
        ],
      },
    ],
    state: parts.sheets.seal(data),
    anew: parts.sheets.seal(withoutReceipt(parts, data)),
  }
}

function blankData(parts: SpeakUpParts, tell: string | null, box: string, counted: string | undefined): SheetData {
  const args = { box, ...(counted !== undefined && { counted }), ...(tell !== null && { tell }) }
  return { flow: 'speak-up', form: 'file', id: parts.random.id(), args }
}

/** A form of its own: a link that stands in the chat gives another one, with another receipt, whenever it is opened. */
function withReceipt(parts: SpeakUpParts, { args, ...data }: SheetData): SheetData {
  const [first, second] = twoOfTwelve(parts)
  const receipt = parts.vault.receipts.mint()
  return { ...data, id: parts.random.id(), args: { ...args, receipt, a: String(first), b: String(second) } }
}

/** What a link in the chat may carry: whoever finds it must learn no receipt, nor whether a form was sent. */
function withoutReceipt(parts: SpeakUpParts, { args, ...data }: SheetData): SheetData {
  const { receipt: _, a: __, b: ___, ...rest } = args
  return { ...data, id: parts.random.id(), args: rest }
}

/** When it comes to those who handle it: the time may show who wrote. */
function crossing(parts: SpeakUpParts, box: SpeakUpBox, locale: Locale): string {
  const text = words(locale)
  const windows = windowsOf(box, parts.programs().company)
  if (windows.length === 0) return text.crossingNow
  const join = locale === 'zh-CN' ? '、' : ', '
  const atOnce = box.topics.filter((topic) => topic.atOnce).map(({ title }) => title[locale])
  const said = [text.crossing(windows.join(join))]
  return (atOnce.length > 0 ? [...said, text.crossingExcept(atOnce.join(join))] : said).join('\n')
}

function statement(name: string, label: string): Field {
  return { name, kind: 'statement', label }
}

/** Two different places of a receipt, counted from 1, in order. */
export function twoOfTwelve({ random }: SpeakUpParts): [number, number] {
  const first = random.below(12)
  const second = (first + 1 + random.below(11)) % 12
  return [Math.min(first, second) + 1, Math.max(first, second) + 1]
}

function numbered(receipt: readonly string[], locale: Locale): string {
  return receipt.map((word, index) => `${index + 1} ${word}`).join(locale === 'zh-CN' ? '　' : '   ')
}

function readersByTopic(parts: SpeakUpParts, box: SpeakUpBox, people: readonly Person[], locale: Locale): string {
  const { company } = parts.programs()
  const today = dateAt(parts.clock.now(), company.timeZone)
  const text = words(locale)
  const names = (found: readonly Person[]) =>
    found.map((person) => person.name).join(locale === 'zh-CN' ? '、' : ', ') || text.nobodyYet
  const byReaders = new Map<string, string[]>()
  for (const topic of box.topics) {
    const first = names(membersOf(company, topic.coordinator ?? topic.handlers, people, today))
    const readers = topic.coordinator === null ? first : text.readersThrough(first)
    byReaders.set(readers, [...(byReaders.get(readers) ?? []), topic.title[locale]])
  }
  const join = locale === 'zh-CN' ? '、' : '; '
  return [...byReaders].map(([readers, topics]) => text.readerLine(topics.join(join), readers)).join('\n')
}
