import type { Flow, FormPictures, Outcome, SheetData, SheetValues, Turn } from '#core'
import type { CaseFile } from '#domain'
import { enclosedIn } from './enclosed.ts'
import { signerOf } from './named-case.ts'
import { toldView } from './named-telling.ts'
import type { SpeakUpParts, Stores } from './parts.ts'
import { readThread } from './read-thread.ts'
import { fieldOf, readSubmitted, reply, saidFault, saysNothing } from './replying.ts'
import { threadSheet } from './thread-sheet.ts'
import { words } from './words.ts'

/** The author's half of a case that they signed: an ordinary route, on which the bot knows who it is. */
export function createSigned(parts: SpeakUpParts): Flow<Stores> {
  return {
    name: 'signed',
    views: { 'signed.told': toldView(parts) },

    action: (turn, _verb, value) => open(turn, parts.sheets.open(value)),

    sheet: (turn, data) => open(turn, data, data.form === 'thread' ? data.id : undefined),

    async form(turn, sheet, values, pictures) {
      const root = await signedBy(turn, sheet)
      return root ? replied(turn, sheet, values, pictures) : expired(turn)
    },
  }

  async function open(turn: Turn<Stores>, data: SheetData | null, id = turn.random.id()): Promise<Outcome> {
    const root = await signedBy(turn, data)
    if (!root) return expired(turn)
    const thread = await readThread(parts, turn.stores, root)
    return { sheet: threadSheet(parts, turn.member.locale, thread, { id, flow: 'signed', args: { case: root.id } }) }
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
  async function signedBy({ stores, member }: Turn<Stores>, data: SheetData | null): Promise<CaseFile | null> {
    const root = data?.flow === 'signed' ? await stores.cases.get(data.args.case ?? '') : null
    const signer = root && (await signerOf(parts, stores, root))
    return signer?.person.id === member.id ? root : null
  }

  function expired({ member }: Turn<Stores>): Outcome {
    return { notices: [{ text: words(member.locale).expired }] }
  }
}
