import { type Flow, type FormPictures, LOCALES, type Outcome, type SheetData, type SheetValues, type Turn } from '#core'
import { type CaseFile, showDate } from '#domain'
import { enclosedIn } from './enclosed.ts'
import { entered } from './entered.ts'
import { signerOf } from './named-case.ts'
import { signedBy } from './named-signers.ts'
import { toldView } from './named-telling.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { readThread } from './read-thread.ts'
import { fieldOf, readSubmitted, reply, saidFault, saysNothing } from './replying.ts'
import { threadSheet } from './thread-sheet.ts'
import { topicOf } from './topics.ts'
import { words } from './words.ts'

/** A form offers no more than every platform can show. */
const MOST_SHOWN = 20

/** The author's half of a case that they signed: an ordinary route, on which the bot knows who it is. */
export function createSigned(parts: SpeakUpParts): Flow<Stores> {
  return {
    name: 'signed',
    commands: [{ name: 'mine', words: LOCALES.map((locale) => words(locale).named.mine) }],
    views: { 'signed.told': toldView(parts) },

    command: (turn) => mine(turn),

    action: (turn, _verb, value) => open(turn, parts.sheets.open(value)),

    sheet: (turn, data) =>
      data.form === 'mine' ? mine(turn, data.id) : open(turn, data, data.form === 'thread' ? data.id : undefined),

    async form(turn, sheet, values, pictures) {
      if (sheet.form === 'mine') return open(turn, { ...sheet, args: { case: entered(values.case) } })
      const root = await theirs(turn, sheet)
      return root ? replied(turn, sheet, values, pictures) : expired(turn)
    },
  }

  async function open(turn: Turn<Stores>, data: SheetData | null, id = turn.random.id()): Promise<Outcome> {
    const root = await theirs(turn, data)
    if (!root) return expired(turn)
    const thread = await readThread(parts, turn.stores, root)
    return { sheet: threadSheet(parts, turn.member.locale, thread, { id, flow: 'signed', args: { case: root.id } }) }
  }

  /** All that somebody has signed, to them alone: no message of it is kept, so a form shows it. */
  async function mine(turn: Turn<Stores>, id = turn.random.id()): Promise<Outcome> {
    const { locale } = turn.member
    const text = words(locale)
    if (turn.channel !== null) return { notices: [{ text: text.named.mineHere }] }
    const files = (await signedBy(parts, turn.stores, turn.member.id)).slice(0, MOST_SHOWN)
    const [first, ...others] = files
    if (!first) return { notices: [{ text: text.named.noneOfMine }] }
    const args = (file: CaseFile) => ({ case: file.id })
    if (others.length === 0)
      return open(turn, { flow: 'signed', form: 'read', id: turn.random.id(), args: args(first) })
    const label = (file: CaseFile) =>
      text.named.oneOfMine(
        parts.vault.tags.show(file.tag, locale),
        topicOf(parts, file).title[locale],
        showDate(file.receivedOn, locale),
      )
    const options = files.map((file) => ({ value: file.id, label: label(file) }))
    return {
      sheet: {
        title: text.named.mine,
        submit: text.receiptOpen,
        steps: [
          {
            fields: [
              { name: 'case', kind: 'choice', label: text.named.which, required: true, options, value: first.id },
            ],
          },
        ],
        state: parts.sheets.seal({ flow: 'signed', form: 'mine', id, args: {} }),
      },
    }
  }

  async function replied(
    turn: Turn<Stores>,
    sheet: SheetData,
    values: SheetValues,
    pictures: FormPictures | undefined,
  ): Promise<Outcome> {
    const { locale } = turn.member
    const said = readSubmitted(parts, sheet, values, enclosedIn(pictures))
    if (saysNothing(said)) return { notices: [{ text: words(locale).nothingSent }] }
    const errors = saidFault(said, values, words(locale))
    return errors ? { errors } : reply(parts, turn.stores, locale, sheet, said, fieldOf(values))
  }

  /** The case a form is about, if whoever has the form signed it. */
  async function theirs({ stores, member }: Turn<Stores>, data: SheetData | null): Promise<CaseFile | null> {
    const root = data?.flow === 'signed' ? await stores.cases.get(data.args.case ?? '') : null
    const signer = root && (await signerOf(parts, stores, root))
    return signer?.person.id === member.id ? root : null
  }

  function expired({ member }: Turn<Stores>): Outcome {
    return { notices: [{ text: words(member.locale).expired }] }
  }
}
